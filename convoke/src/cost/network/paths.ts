/**
 * Where the numbers of an output come from, axis by axis of an input: what receptive fields are made of.
 */
import { sizeOf } from "../../tensor/tensor.ts";

/** What an output sees along one axis of an input. */
export type Step =
  /** Position o along the axis `to` of the output sees o·jump + low to o·jump + high. */
  | {
      readonly kind: "along";
      readonly to: number;
      readonly jump: number;
      readonly low: number;
      readonly high: number;
      /** Whether it is a window that slides, not a mere move. */
      readonly window?: boolean;
    }
  /** Every position. */
  | { readonly kind: "all" };

/** A step for each axis of the input. */
export type Path = readonly Step[];

export const ALL: Step = { kind: "all" };

export const along = (to: number, jump = 1, low = 0, high = low): Step => ({
  kind: "along",
  to,
  jump,
  low,
  high,
});

/** Every axis as it is. */
export const straight = (rank: number): Path => Array.from({ length: rank }, (_, i) => along(i));

/** As NumPy aligns shapes: from the last axis. An axis of one position is seen from everywhere. */
export const broadcast = (from: readonly number[], to: readonly number[]): Path =>
  from.map((extent, i) => {
    const axis = i + to.length - from.length;
    return extent === 1 && to[axis] !== 1 ? ALL : along(axis);
  });

/** Axes that are neither joined nor divided stay; axes of one position come and go. */
export function reshaped(from: readonly number[], to: readonly number[]): Path {
  const path = from.map(() => ALL);
  const [sources, targets] = [from, to].map((shape) =>
    shape.flatMap((extent, axis) => (extent === 1 ? [] : [axis])),
  );
  let [i, j] = [0, 0];
  while (i < sources.length && j < targets.length) {
    const [firstSource, firstTarget] = [i, j];
    let [left, right] = [from[sources[i++]], to[targets[j++]]];
    while (left !== right) {
      if (left < right && i < sources.length) left *= from[sources[i++]];
      else if (right < left && j < targets.length) right *= to[targets[j++]];
      else return path;
    }
    if (i === firstSource + 1 && j === firstTarget + 1)
      path[sources[firstSource]] = along(targets[firstTarget]);
  }
  return path;
}

/** Whether a shape can be another's. */
export const sameSize = (a: readonly number[], b: readonly number[]): boolean =>
  sizeOf(a) === sizeOf(b);
