/** Convolutions of channels last, as the table of the exercise writes them, summed as they are defined. */
import { type Tensor, tensor } from "convoke";
import { random } from "convoke/data";

export interface Case {
  /** [extents…, channels] */
  readonly x: Tensor;
  /** [taps…, channels in, channels out] */
  readonly kernel: Tensor;
}

/** Extents of the input less those of the kernel and one more, then the channels out. */
export const expectedShape = ({ x, kernel }: Case): number[] => {
  const axes = x.shape.length - 1;
  return [
    ...x.shape.slice(0, axes).map((extent, axis) => extent - kernel.shape[axis] + 1),
    kernel.shape[axes + 1],
  ];
};

/** Σ over window and channels, one or two axes; an axis of one stands for one that is not there. */
export function summed({ x, kernel }: Case): Float64Array {
  const [rows, columns] = x.shape.length === 3 ? x.shape : [1, x.shape[0]];
  const [down, across] = x.shape.length === 3 ? kernel.shape : [1, kernel.shape[0]];
  const [inputs, outputs] = kernel.shape.slice(-2);
  const [height, width] = [rows - down + 1, columns - across + 1];
  const result = new Float64Array(height * width * outputs);
  for (let at = 0; at < result.length; at++) {
    const [o, place] = [at % outputs, Math.floor(at / outputs)];
    const [y, z] = [Math.floor(place / width), place % width];
    for (let a = 0; a < down; a++)
      for (let b = 0; b < across; b++)
        for (let c = 0; c < inputs; c++)
          result[at] +=
            x.data[((y + a) * columns + z + b) * inputs + c] *
            kernel.data[((a * across + b) * inputs + c) * outputs + o];
  }
  return result;
}

/** Whole numbers, `axes` axes beside the channels. */
export function cases(count: number, axes: 1 | 2, seed: number): Case[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const whole = (shape: readonly number[]) =>
    tensor(
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b) }, () => Math.floor(next() * 9) - 4),
    );
  return Array.from({ length: count }, () => {
    const taps = Array.from({ length: axes }, () => upTo(4));
    const [inputs, outputs] = [upTo(3), upTo(4)];
    return {
      x: whole([...taps.map((k) => k + upTo(7) - 1), inputs]),
      kernel: whole([...taps, inputs, outputs]),
    };
  });
}
