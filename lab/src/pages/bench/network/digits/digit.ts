/**
 * Digits made from a seed, by a rule and without a font: a hand is chosen, its points shaken, the
 * whole turned, slanted, scaled and moved, drawn with a pen of some width, and strewn with noise. Each
 * has a stream of random numbers of its own, so that the same seed gives the same digits everywhere.
 */
import { stream } from "convoke/data";
import type { Examples } from "convoke/nets";
import { HANDS, type Point, type Stroke } from "./hands.ts";
import { drawLine, emptySheet, inkOf, SIDE } from "./ink.ts";

export const CLASSES = 10;

/** Digits to learn from, and digits that are never learned from: streams below the seed. */
export const SETS = { training: 0, unseen: 1 } as const;
export type SetName = keyof typeof SETS;

export const labelOf = (index: number): number => index % CLASSES;

/** Of a set, the digit of that number: 28 × 28 pixels, 0 is paper and 1 is ink. */
export function digitOf(
  seed: number,
  set: SetName,
  index: number,
  out = new Float32Array(SIDE * SIDE),
): Float32Array<ArrayBuffer> {
  const next = stream(seed, SETS[set], index);
  const within = (most: number) => most * (2 * next() - 1);
  const hands = HANDS[labelOf(index)];
  const strokes = hands[Math.floor(hands.length * next())];
  const place = placing(within);
  const sheet = emptySheet();
  for (const stroke of strokes) {
    const shaken = stroke.points.map(([x, y]): Point => [x + within(0.03), y + within(0.03)]);
    const path = pathOf({ ...stroke, points: shaken }).map(place);
    for (let i = 1; i < path.length; i++) drawLine(sheet, path[i - 1], path[i]);
  }
  inkOf(sheet, 1.4 + 2.4 * next(), out);
  const [ink, noise] = [0.7 + 0.3 * next(), 0.2 * next()];
  for (let i = 0; i < out.length; i++)
    out[i] = Math.min(1, Math.max(0, ink * out[i] + within(noise)));
  return out;
}

/** Turned by up to 15°, slanted, scaled and moved about the middle of the square. */
function placing(within: (most: number) => number): (point: Point) => Point {
  // Cosine and sine by the tangent of half the angle: rounded the same everywhere.
  const t = within(0.13);
  const [cos, sin] = [(1 - t * t) / (1 + t * t), (2 * t) / (1 + t * t)];
  const slant = within(0.2);
  const size = 0.95 + within(0.2);
  const [wide, high] = [size + within(0.08), size + within(0.08)];
  const [right, down] = [within(0.09), within(0.09)];
  return ([x, y]) => {
    const v = (y - 0.5) * high;
    const u = (x - 0.5) * wide - slant * v;
    return [0.5 + cos * u - sin * v + right, 0.5 + sin * u + cos * v + down];
  };
}

const PIECES = 6;

/** A stroke as short straight pieces; curves are Catmull and Rom's, through every point. */
function pathOf({ kind, points }: Stroke): readonly Point[] {
  if (kind === "line") return points;
  const count = points.length;
  const at = (i: number) =>
    kind === "loop" ? points[(i + count) % count] : points[Math.min(count - 1, Math.max(0, i))];
  const spans = kind === "loop" ? count : count - 1;
  const path: Point[] = [points[0]];
  for (let i = 0; i < spans; i++) {
    const [before, from, to, behind] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let piece = 1; piece <= PIECES; piece++) {
      const s = piece / PIECES;
      const axis = (a: 0 | 1) =>
        0.5 *
        (2 * from[a] +
          (to[a] - before[a]) * s +
          (2 * before[a] - 5 * from[a] + 4 * to[a] - behind[a]) * s * s +
          (3 * from[a] - before[a] - 3 * to[a] + behind[a]) * s * s * s);
      path.push([axis(0), axis(1)]);
    }
  }
  return path;
}

/** So many digits of a set as a net takes them, the classes in turn. */
export function digitsOf(seed: number, set: SetName, count: number): Examples {
  const plane = SIDE * SIDE;
  const data = new Float32Array(count * plane);
  for (let i = 0; i < count; i++) digitOf(seed, set, i, data.subarray(i * plane, (i + 1) * plane));
  return {
    inputs: { shape: [count, 1, SIDE, SIDE], data },
    targets: { shape: [count], data: Int32Array.from({ length: count }, (_, i) => labelOf(i)) },
  };
}
