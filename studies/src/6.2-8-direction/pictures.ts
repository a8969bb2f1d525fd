/** Pictures whose slope is known: planes, edges, and small structures of one height. */
import type { Tensor } from "convoke";
import { random } from "convoke/data";
import { rowsOf } from "../matrices.ts";

/** To the right and down. */
export type Vector = readonly [number, number];

export const SIDE = 13;
export const MIDDLE = (SIDE - 1) / 2;

/** A function of the place, counted from the middle pixel. */
export const picture = (value: (right: number, down: number) => number): Tensor =>
  rowsOf(SIDE, SIDE, (row, column) => value(column - MIDDLE, row - MIDDLE));

/** A sharp edge along a vector: `height` on one side of the line, 0 on the other. */
export const edgeAlong = ([right, down]: Vector, height: number): Tensor =>
  picture((x, y) => (right * y - down * x > 0 ? height : 0));

export const STRUCTURES = {
  point: (x: number, y: number) => (x === 0 && y === 0 ? 1 : 0),
  end: (x: number, y: number) => (x === 0 && y >= 0 ? 1 : 0),
  line: (x: number) => (x === 0 ? 1 : 0),
  corner: (x: number, y: number) => (x >= 0 && y >= 0 ? 1 : 0),
  step: (x: number) => (x >= 0 ? 1 : 0),
  ramp: (x: number) => x,
} as const;
export type Structure = keyof typeof STRUCTURES;
export const STRUCTURE_NAMES = Object.keys(STRUCTURES) as Structure[];

export const structure = (name: Structure, height: number): Tensor =>
  picture((x, y) => height * STRUCTURES[name](x, y));

/** Of all pixels that a 3×3 kernel sees no border from. */
export function inner({ shape: [rows, columns], data }: Tensor): number[] {
  return Array.from(data).filter((_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return row > 0 && row < rows - 1 && column > 0 && column < columns - 1;
  });
}

export const peakOf = (response: Tensor): number =>
  inner(response).reduce((most, v) => Math.max(most, Math.abs(v)), 0);

export const atMiddle = ({ shape, data }: Tensor): number => data[MIDDLE * shape[1] + MIDDLE];

/** Whole vectors other than 0; every fourth along an axis or a diagonal. */
export function vectors(count: number, seed: number): Vector[] {
  const next = random(seed);
  const whole = () => Math.floor(next() * 9) - 4;
  const eighths: Vector[] = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y): Vector => [x, y]));
  const turns = eighths.filter(([x, y]) => x !== 0 || y !== 0);
  return Array.from({ length: count }, (_, i) => {
    const [x, y] = [whole(), whole()];
    return i % 4 === 0 || (x === 0 && y === 0) ? turns[(i >> 2) % turns.length] : [x, y];
  });
}
