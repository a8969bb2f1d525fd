/** Mirrors beyond the edges of lines and planes, by walking. */
import type { Tensor } from "convoke";
import { random } from "convoke/data";
import { rowsOf } from "../matrices.ts";

/** `reflect` turns round on the edge, `symmetric` behind it: there the edge stands twice. */
export const MIRRORS = ["reflect", "symmetric"] as const;
export type Mirror = (typeof MIRRORS)[number];

export interface Place {
  readonly mirror: Mirror;
  readonly size: number;
  readonly position: number;
}

/** Where one gets who walks from the edge to a position outside and turns round at every mirror. */
export function walked({ mirror, size, position }: Place): number {
  if (size === 1) return 0;
  if (position >= 0 && position < size) return position;
  let [at, step] = position < 0 ? [0, -1] : [size - 1, 1];
  const steps = position < 0 ? -position : position - size + 1;
  for (let i = 0; i < steps; i++) {
    const outside = at + step < 0 || at + step >= size;
    if (outside) step = -step;
    if (!outside || mirror === "reflect") at += step;
  }
  return at;
}

/** The plane with so many rows and columns more on every side. */
export const mirrored = (
  { shape: [rows, columns], data }: Tensor,
  mirror: Mirror,
  [above, left]: readonly number[],
): Tensor =>
  rowsOf(rows + 2 * above, columns + 2 * left, (y, x) => {
    const row = walked({ mirror, size: rows, position: y - above });
    const column = walked({ mirror, size: columns, position: x - left });
    return data[row * columns + column];
  });

/** Lines of 1 to 9 elements, and positions up to four periods outside. */
export function places(count: number, seed: number): Place[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const size = 1 + Math.floor(9 * next());
    const position = Math.floor((16 * next() - 8) * size);
    return { mirror: MIRRORS[i % 2], size, position };
  });
}

/** A kernel that looks the same from left, right, above and below. */
export const evened = ({ shape: [rows, columns], data }: Tensor): Tensor =>
  rowsOf(rows, columns, (y, x) =>
    [y, rows - 1 - y].reduce(
      (sum, row) => sum + data[row * columns + x] + data[row * columns + columns - 1 - x],
      0,
    ),
  );

export const total = ({ data }: Tensor): number => data.reduce((a, b) => a + b, 0);

/** The products of what stands at the same place, summed. */
export const inner = (a: Tensor, b: Tensor): number =>
  a.data.reduce((sum, v, i) => sum + v * b.data[i], 0);
