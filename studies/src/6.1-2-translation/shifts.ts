/** Images and layers that are moved: results of whole numbers, to be compared exactly. */
import { conv2d, type Tensor, tensor } from "convoke";
import { random } from "convoke/data";

export interface Moved {
  /** [rows, columns] */
  readonly image: Tensor;
  /** [taps, taps], of odd extents. */
  readonly kernel: Tensor;
  readonly shift: readonly [number, number];
}

/** A layer of one channel that keeps the size, or with a stride takes every s-th output. */
export async function layer(
  x: Tensor,
  kernel: Tensor,
  border: "wrap" | "zero",
  stride = 1,
): Promise<Tensor> {
  const y = await conv2d(
    { shape: [1, 1, ...x.shape], data: x.data },
    { shape: [1, 1, ...kernel.shape], data: kernel.data },
    { padding: (kernel.shape[0] - 1) / 2, stride, border, accuracy: "exact" },
  );
  return { shape: y.shape.slice(2), data: y.data };
}

/** Moved down and right; what leaves comes back on the other side. */
export function shifted(
  { shape: [rows, columns], data }: Tensor,
  [down, right]: readonly [number, number],
): Tensor {
  const result = new Float32Array(data.length);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++)
      result[((y + down) % rows) * columns + ((x + right) % columns)] = data[y * columns + x];
  return { shape: [rows, columns], data: result };
}

/** Elements that differ; with a margin, only those as far from every edge. */
export function differing(a: Tensor, b: Tensor, margin = 0): number[] {
  const [rows, columns] = a.shape;
  const found: number[] = [];
  for (let y = margin; y < rows - margin; y++)
    for (let x = margin; x < columns - margin; x++)
      if (a.data[y * columns + x] !== b.data[y * columns + x]) found.push(y * columns + x);
  return found;
}

export function cases(count: number, seed: number): Moved[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const whole = (rows: number, columns: number) =>
    tensor(
      [rows, columns],
      Array.from({ length: rows * columns }, () => Math.floor(next() * 9) - 4),
    );
  return Array.from({ length: count }, () => {
    const [rows, columns] = [2 * upTo(6) + 4, 2 * upTo(6) + 4];
    const taps = 2 * upTo(2) + 1;
    return {
      image: whole(rows, columns),
      kernel: whole(taps, taps),
      shift: [Math.floor(next() * rows), Math.floor(next() * columns)] as const,
    };
  });
}
