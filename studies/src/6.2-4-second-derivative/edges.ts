/** Pictures whose edges are known, and where a line of responses changes its sign. */
import { type Tensor, tensor } from "convoke";
import { random } from "convoke/data";

/** The integral of a Gaussian: a soft step from 0 to 1. Abramowitz and Stegun 7.1.26, good to 2e-7. */
export function softStep(u: number): number {
  const x = Math.abs(u) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = 1 - poly * Math.exp(-x * x);
  return u < 0 ? (1 - half) / 2 : (1 + half) / 2;
}

/** A straight edge through a picture: its normal, where it lies, how soft and how high it is. */
export interface Edge {
  readonly angle: number;
  readonly offset: number;
  readonly width: number;
  readonly height: number;
}

/** Edges that cross every row between its ends. */
export function randomEdges(count: number, seed: number): Edge[] {
  const next = random(seed);
  return Array.from({ length: count }, () => ({
    angle: (next() - 0.5) * 1.2,
    offset: (next() - 0.5) * 2,
    width: 0.8 + 1.2 * next(),
    height: (next() < 0.5 ? -1 : 1) * (5 + 200 * next()),
  }));
}

export const SIDE = 25;
const MIDDLE = (SIDE - 1) / 2;

export function pictureOfEdge({ angle, offset, width, height }: Edge): Tensor {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return plane(
    SIDE,
    SIDE,
    (y, x) => height * softStep(((x - MIDDLE) * c + (y - MIDDLE) * s - offset) / width),
  );
}

/** Where the edge cuts row y. */
export const edgeInRow = ({ angle, offset }: Edge, y: number): number =>
  MIDDLE + (offset - (y - MIDDLE) * Math.sin(angle)) / Math.cos(angle);

/** Steps one behind the other, all rows alike. */
export interface Stairs {
  readonly steps: readonly number[];
  readonly width: number;
}

/** One step in every other, two steps up in the rest. */
export function randomStairs(count: number, seed: number): Stairs[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const width = 1 + next();
    const first = 12 + 3 * next();
    return { width, steps: i % 2 === 0 ? [first] : [first, first + width * (4 + 3 * next())] };
  });
}

export const profileOf = ({ steps, width }: Stairs, x: number): number =>
  steps.reduce((sum, at) => sum + 100 * softStep((x - at) / width), 0);

export const pictureOfStairs = (stairs: Stairs): Tensor =>
  plane(5, 44, (_, x) => profileOf(stairs, x));

/** A disk with a soft rim: the slope is steepest at its radius. */
export const pictureOfDisk = (radius: number, width: number): Tensor => {
  const side = 2 * Math.ceil(radius + 5 * width) + 1;
  const middle = (side - 1) / 2;
  return plane(
    side,
    side,
    (y, x) => 100 * softStep((radius - Math.hypot(x - middle, y - middle)) / width),
  );
};

/**
 * Places between elements where the sign changes, by a straight line between the two; changes that are
 * small against the largest element are noise.
 */
export function crossings(line: ArrayLike<number>): number[] {
  let most = 0;
  for (let i = 0; i < line.length; i++) most = Math.max(most, Math.abs(line[i]));
  const found: number[] = [];
  let last = 0;
  for (let i = 1; i < line.length; i++) {
    // Zeros belong to what stood before them.
    if (Math.abs(line[i]) <= 1e-3 * most) continue;
    if (line[last] * line[i] < 0 && Math.abs(line[last]) > 1e-3 * most)
      found.push(last + ((i - last) * line[last]) / (line[last] - line[i]));
    last = i;
  }
  return found;
}

/** 1 where the sign changes to the right or below, by more than a threshold; row-major. */
export function crossingMap({ shape: [rows, columns], data }: Tensor, threshold: number): Tensor {
  const changes = (a: number, b: number) => a * b < 0 && Math.abs(a - b) > threshold;
  return plane(rows, columns, (y, x) => {
    const at = y * columns + x;
    const right = x + 1 < columns && changes(data[at], data[at + 1]);
    return right || (y + 1 < rows && changes(data[at], data[at + columns])) ? 1 : 0;
  });
}

export const rowOf = ({ shape, data }: Tensor, y: number): Float32Array =>
  data.slice(y * shape[1], (y + 1) * shape[1]) as Float32Array;

const plane = (rows: number, columns: number, value: (y: number, x: number) => number): Tensor =>
  tensor(
    [rows, columns],
    Array.from({ length: rows * columns }, (_, i) => value(Math.floor(i / columns), i % columns)),
  );
