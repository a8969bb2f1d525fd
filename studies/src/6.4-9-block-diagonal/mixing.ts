/** Channels in groups: layers of 1×1 kernels as matrices, one after another, shuffled in between. */
import { conv2d, type Tensor, tensor } from "convoke";
import { exactly, kernelOf, layer, ungrouped } from "convoke/workshop";

/** Same size, zeros around. */
export function forward(x: Tensor, w: Tensor, groups: number): Promise<Tensor> {
  return conv2d(x, w, { groups, padding: "same", accuracy: "exact" });
}

/**
 * Weights [out, in / groups, …] with zeros where other groups would be seen: [out, in, …].
 */
export function expand({ shape, data }: Tensor, groups: number): Tensor {
  const { weight } = ungrouped(layer(exactly(kernelOf(shape, [...data])), { groups }));
  return tensor(weight.shape, weight.values);
}

/** Channel i of group g becomes channel g of group i: [groups, n] read as [n, groups]. */
export function shuffle({ shape, data }: Tensor, groups: number): Tensor {
  const [batch, channels, ...spatial] = shape;
  const plane = spatial.reduce((a, b) => a * b, 1);
  const each = channels / groups;
  const y = new Float32Array(data.length);
  for (let b = 0; b < batch; b++)
    for (let g = 0; g < groups; g++)
      for (let i = 0; i < each; i++) {
        const from = (b * channels + g * each + i) * plane;
        y.set(data.subarray(from, from + plane), (b * channels + i * groups + g) * plane);
      }
  return tensor(shape, y);
}

export interface Mixing {
  readonly forward: typeof forward;
  readonly shuffle: typeof shuffle;
}

/**
 * What layers with these weights [c, c / groups, 1, 1] are together: a matrix [outputs, inputs].
 *
 * @param shuffled whether channels change places between two layers.
 */
export async function matrixOfLayers(
  { forward, shuffle }: Mixing,
  weights: readonly Tensor[],
  groups: number,
  shuffled: boolean,
): Promise<Tensor> {
  const channels = weights[0].shape[0];
  // An image for each unit vector.
  const unit = Array.from({ length: channels ** 2 }, (_, i) => (i % (channels + 1) === 0 ? 1 : 0));
  let y = tensor([channels, channels, 1, 1], unit);
  for (const [i, w] of weights.entries())
    y = await forward(i > 0 && shuffled ? shuffle(y, groups) : y, w, groups);
  return tensor(
    [channels, channels],
    Array.from(unit, (_, i) => y.data[(i % channels) * channels + Math.floor(i / channels)]),
  );
}

/** Weights of 1 everywhere: what they make counts paths. */
export const onesOf = (each: number, groups: number): Tensor =>
  tensor([each * groups, each, 1, 1], new Float32Array(each * each * groups).fill(1));

/** Inputs that each output sees. */
export const seenOf = ({ shape: [rows, columns], data }: Tensor): number[] =>
  Array.from(
    { length: rows },
    (_, row) => data.subarray(row * columns, (row + 1) * columns).filter((v) => v !== 0).length,
  );

/** A square of the matrix, `side` elements wide, whose determinants of order 2 are not all 0; or null. */
export function squareOfRankTwo(
  { shape: [, columns], data }: Tensor,
  side: number,
): { readonly row: number; readonly column: number } | null {
  const at = (row: number, column: number) => data[row * columns + column];
  for (let row = 0; row < columns; row += side)
    for (let column = 0; column < columns; column += side)
      for (let i = row; i < row + side - 1; i++)
        for (let j = column; j < column + side - 1; j++)
          for (let k = i + 1; k < row + side; k++)
            for (let l = j + 1; l < column + side; l++)
              if (at(i, j) * at(k, l) !== at(i, l) * at(k, j)) return { row, column };
  return null;
}
