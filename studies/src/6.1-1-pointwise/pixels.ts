/** Pixels one by one: the fully connected layer that a 1×1 convolution is compared with. */
import { type Tensor, tensor } from "convoke";
import { random } from "convoke/data";

export const LAYOUTS = ["nchw", "nhwc"] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface Case {
  readonly layout: Layout;
  readonly groups: number;
  readonly x: Tensor;
  /** [outputs, inputs of a group, 1, 1] */
  readonly w: Tensor;
  readonly bias: Tensor;
}

/** Where channel c of pixel p stands in an image of `channels`, `pixels` each. */
export const placeOf = (
  layout: Layout,
  channels: number,
  pixels: number,
  c: number,
  p: number,
): number => (layout === "nchw" ? c * pixels + p : p * channels + c);

/**
 * h = relu(bias + W·x) at every pixel on its own, in float32, the channels of a group summed in their
 * order (or from the last to the first).
 */
export function connected({ layout, groups, x, w, bias }: Case, backwards = false): Float32Array {
  const [outputs, inputs] = w.shape;
  const pixels = x.data.length / (inputs * groups);
  const h = new Float32Array(outputs * pixels);
  for (let p = 0; p < pixels; p++)
    for (let o = 0; o < outputs; o++) {
      const group = Math.floor(o / (outputs / groups));
      let sum = bias.data[o];
      for (let i = 0; i < inputs; i++) {
        const c = backwards ? inputs - 1 - i : i;
        const from = placeOf(layout, inputs * groups, pixels, group * inputs + c, p);
        sum = Math.fround(sum + Math.fround(x.data[from] * w.data[o * inputs + c]));
      }
      h[placeOf(layout, outputs, pixels, o, p)] = Math.max(0, sum);
    }
  return h;
}

/**
 * Layers of all sizes. Values have 12 bits: their products are exact in float32, so that a processor
 * that rounds product and sum at once does nothing else than one that rounds both.
 */
export function layers(count: number, seed: number): Case[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const numbers = (shape: readonly number[]) =>
    tensor(
      shape,
      Array.from(
        { length: shape.reduce((a, b) => a * b) },
        () => Math.floor((next() - 0.5) * 4096) / 4096,
      ),
    );
  return Array.from({ length: count }, (_, i) => {
    const layout = LAYOUTS[i % 2];
    const groups = 1 + (Math.floor(i / 2) % 3);
    const [inputs, outputs] = [upTo(i % 5 === 0 ? 90 : 9), upTo(8)];
    const [rows, columns] = [upTo(7), upTo(9)];
    const channels = inputs * groups;
    return {
      layout,
      groups,
      x: numbers(layout === "nchw" ? [1, channels, rows, columns] : [1, rows, columns, channels]),
      w: numbers([outputs * groups, inputs, 1, 1]),
      bias: numbers([outputs * groups]),
    };
  });
}

/** The weight of a layer with groups as one matrix [outputs, all inputs], zero outside its blocks. */
export function blocksOf({ w, groups }: Pick<Case, "w" | "groups">): Tensor {
  const [outputs, inputs] = w.shape;
  const full = tensor([outputs, inputs * groups]);
  for (let o = 0; o < outputs; o++) {
    const group = Math.floor(o / (outputs / groups));
    for (let i = 0; i < inputs; i++)
      full.data[o * inputs * groups + group * inputs + i] = w.data[o * inputs + i];
  }
  return full;
}

/** The outputs of a layer that change with one pixel of its input, by pixel; `after` is the layer's. */
export function touched(
  { layout, w }: Case,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): Set<number> {
  const [outputs] = w.shape;
  const pixels = before.length / outputs;
  const found = new Set<number>();
  for (let p = 0; p < pixels; p++)
    for (let o = 0; o < outputs; o++) {
      const at = placeOf(layout, outputs, pixels, o, p);
      if (before[at] !== after[at]) found.add(p);
    }
  return found;
}
