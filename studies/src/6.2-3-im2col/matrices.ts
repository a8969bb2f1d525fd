/** The matrices that a correlation is: of patches, and of the kernel spread over a whole image. */
import { type Problem, resolve, sizeOf, type Tensor, tensor } from "convoke";
import { taps } from "convoke/reference";

/** One image [1, C, H, W] under kernels [O, C, rows, columns]. */
export interface Layer {
  readonly x: Tensor;
  readonly w: Tensor;
  readonly stride: number;
  readonly padding: number | "same";
  readonly dilation: number;
}

export const problemOf = ({ x, w, stride, padding, dilation }: Layer): Problem =>
  resolve({ input: x.shape, weight: w.shape, stride, padding, dilation });

/** [m, k] · [k, n], row-major, summed in double precision. */
export function productOf(a: Tensor, b: Tensor): Float64Array {
  const [m, k] = a.shape;
  const n = b.shape[1];
  const sums = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let t = 0; t < k; t++) {
      const factor = a.data[i * k + t];
      if (factor === 0) continue;
      for (let j = 0; j < n; j++) sums[i * n + j] += factor * b.data[t * n + j];
    }
  return sums;
}

export const times = (a: Tensor, b: Tensor): Tensor =>
  tensor([a.shape[0], b.shape[1]], productOf(a, b));

/** All but the first axis in one row: kernels as [O, C · rows · columns]. */
export const flat = ({ shape: [first, ...rest], data }: Tensor): Tensor =>
  tensor([first, sizeOf(rest)], data);

/** Channels as rows: [1, O, H', W'] as [O, H' · W']. */
export const channelRows = ({ shape, data }: Tensor): Tensor =>
  tensor([shape[1], sizeOf(shape.slice(2))], data);

/** vec(x): all numbers in one column. */
export const upright = ({ data }: Tensor): Tensor => tensor([data.length, 1], data);

/** The matrix in the last two axes of a tensor that has one of them. */
export const plane = ({ shape, data }: Tensor): Tensor => tensor(shape.slice(-2), data);

/**
 * [O · H' · W', C · H · W]: row r holds the weights that make output r, each in the column of the input
 * that it meets. Made of blocks, in each of which diagonals are constant, as are diagonals of blocks.
 */
export function spread(problem: Problem, w: Tensor): Tensor {
  const { inChannels, outChannels, axes } = problem;
  const [[height, width], [down, across]] = [axes.map((a) => a.input), axes.map((a) => a.output)];
  const [rows, columns] = [outChannels * down * across, inChannels * height * width];
  const result = tensor([rows, columns]);
  for (let row = 0; row < rows; row++) {
    const spatial = [Math.floor(row / across) % down, row % across];
    const channel = Math.floor(row / (down * across));
    for (const { input, weight } of taps(problem, { batch: 0, channel, spatial })) {
      if (input.spatial === null) continue;
      const [y, x] = input.spatial;
      const [i, j] = weight.spatial;
      const from = ((weight.out * w.shape[1] + weight.in) * w.shape[2] + i) * w.shape[3] + j;
      result.data[row * columns + (input.channel * height + y) * width + x] = w.data[from];
    }
  }
  return result;
}

/** For each window, the elements of an image of one channel that it sees. */
export function seen(problem: Problem): number[][] {
  const [rows, columns] = problem.axes.map((a) => a.output);
  const width = problem.axes[1].input;
  return Array.from({ length: rows * columns }, (_, p) => {
    const spatial = [Math.floor(p / columns), p % columns];
    return taps(problem, { batch: 0, channel: 0, spatial }).flatMap(({ input }) =>
      input.spatial ? [input.spatial[0] * width + input.spatial[1]] : [],
    );
  });
}
