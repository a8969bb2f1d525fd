/** Layers that step by a part of a place: zeros in between, or the transpose of a stride. */
import { conv2d, convTranspose2d, type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { rowsOf } from "../matrices.ts";

export interface Step {
  /** The stride is one over this. */
  readonly stride: number;
  /** Less than the taps. */
  readonly padding: number;
  /** Less than `stride`. */
  readonly outputPadding: number;
}

const image = ({ shape, data }: Tensor): Tensor => ({ shape: [1, 1, ...shape], data });
const matrix = ({ shape, data }: Tensor): Tensor => ({ shape: shape.slice(2), data });

/** The transposed convolution of a matrix: every element lays the kernel down, scaled. */
export async function spread(x: Tensor, kernel: Tensor, step: Step): Promise<Tensor> {
  return matrix(await convTranspose2d(image(x), image(kernel), { ...step, accuracy: "exact" }));
}

/** The convolution with a whole stride that `spread` is the transpose of. */
export async function correlate(
  x: Tensor,
  kernel: Tensor,
  { stride, padding }: Pick<Step, "stride" | "padding">,
): Promise<Tensor> {
  const options = { stride, padding, accuracy: "exact" } as const;
  return matrix(await conv2d(image(x), image(kernel), options));
}

/** With `stride` − 1 zeros between neighbours. */
export const stuffed = ({ shape: [rows, columns], data }: Tensor, stride: number): Tensor =>
  rowsOf((rows - 1) * stride + 1, (columns - 1) * stride + 1, (y, x) =>
    y % stride === 0 && x % stride === 0 ? data[(y / stride) * columns + x / stride] : 0,
  );

/** Zeros between and around, then a layer of stride 1: with the kernel turned, or as it is. */
export async function overStuffed(
  x: Tensor,
  kernel: Tensor,
  { stride, padding, outputPadding }: Step,
  orientation: "convolution" | "correlation" = "convolution",
): Promise<Tensor> {
  const sides = kernel.shape.map((taps) => {
    const before = taps - 1 - padding;
    return [before, before + outputPadding] as const;
  });
  return matrix(
    await conv2d(image(stuffed(x, stride)), image(kernel), {
      padding: sides,
      orientation,
      accuracy: "exact",
    }),
  );
}

export interface Case {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly step: Step;
}

/** Whole numbers; steps of 1/2 and 1/3, with all paddings that leave something. */
export function cases(count: number, seed: number): Case[] {
  const next = random(seed);
  const below = (end: number) => Math.floor(next() * end);
  const whole = (rows: number, columns: number) => rowsOf(rows, columns, () => below(9) - 4);
  return Array.from({ length: count }, () => {
    const taps = [1 + below(5), 1 + below(5)];
    const stride = 2 + below(2);
    const padding = below(Math.floor((Math.min(...taps) - 1) / 2) + 1);
    return {
      x: whole(1 + below(6), 1 + below(6)),
      kernel: whole(taps[0], taps[1]),
      step: { stride, padding, outputPadding: below(stride) },
    };
  });
}

export const ones = (rows: number, columns: number): Tensor =>
  tensor([rows, columns], new Float32Array(rows * columns).fill(1));

/** Triangles that meet at the neighbours: what lies between is the mean of both. */
export const LINEAR = tensor([3, 3], [0.25, 0.5, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.25]);
