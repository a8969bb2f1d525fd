/** Images and kernels of whole numbers: with a diagonal, such as are their own transpose, and any. */
import { type Tensor, tensor } from "convoke";
import { random } from "convoke/data";
import { rowsOf } from "../matrices.ts";

/** A pixel less its right neighbour. */
export const DIFFERENCE = tensor([1, 2], [1, -1]);

/** A diagonal on even ground: the pixels of row r and column r + `right`. */
export interface Line {
  readonly rows: number;
  readonly columns: number;
  /** Columns between it and the main diagonal; below that where negative. */
  readonly right: number;
  readonly ground: number;
  readonly line: number;
}

export interface Pair {
  readonly x: Tensor;
  readonly k: Tensor;
}

export const pictureOfLine = ({ rows, columns, right, ground, line }: Line): Tensor =>
  rowsOf(rows, columns, (row, column) => (column === row + right ? line : ground));

/** Of any two values that differ, somewhere in images of any size. */
export function linesOf(count: number, seed: number): Line[] {
  const { upTo, digit } = numbers(seed);
  return Array.from({ length: count }, () => {
    const [rows, columns, ground] = [1 + upTo(8), 1 + upTo(8), digit()];
    return {
      rows,
      columns,
      right: upTo(rows + columns - 1) - rows,
      ground,
      line: ground + upTo(9),
    };
  });
}

/** Square images that are their own transpose, each with a kernel that need not be. */
export function symmetricOf(count: number, seed: number): Pair[] {
  const { upTo, digit, whole } = numbers(seed);
  return Array.from({ length: count }, () => {
    const [rows, columns] = [upTo(3), upTo(3)];
    const side = Math.max(rows, columns) + upTo(6);
    const half = Array.from({ length: side ** 2 }, digit);
    const x = rowsOf(side, side, (r, c) => half[Math.min(r, c) * side + Math.max(r, c)]);
    return { x, k: whole(rows, columns) };
  });
}

/** Any image, any kernel that fits into it. */
export function pairsOf(count: number, seed: number): Pair[] {
  const { upTo, whole } = numbers(seed);
  return Array.from({ length: count }, () => {
    const [rows, columns] = [upTo(3), upTo(3)];
    return { x: whole(rows + upTo(6), columns + upTo(6)), k: whole(rows, columns) };
  });
}

function numbers(seed: number) {
  const next = random(seed);
  const digit = () => Math.floor(next() * 9) - 4;
  return {
    /** From 1. */
    upTo: (most: number) => 1 + Math.floor(next() * most),
    digit,
    whole: (rows: number, columns: number) => rowsOf(rows, columns, digit),
  };
}
