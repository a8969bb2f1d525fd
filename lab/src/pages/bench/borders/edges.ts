/** What the borders view shows, all of it from the library's maps and taps. */
import type { Axis, Border, PaddingName, Problem, Tensor } from "convoke";
import { inputShape, resolve, weightShape } from "convoke";
import { OUTSIDE, sourceIndex } from "convoke/reference";
import type { Layer } from "../layer.ts";
import type { Padded } from "../padded.ts";
import { placeOf } from "../row-major.ts";

/** All six, in the order they are drawn. */
export const borders = (fill: number): readonly Border[] => [
  { kind: "zero" },
  { kind: "constant", value: fill },
  { kind: "replicate" },
  { kind: "reflect" },
  { kind: "symmetric" },
  { kind: "wrap" },
];

export interface Stand {
  readonly position: number;
  /** Index of the element that stands there; null: none. */
  readonly source: number | null;
}

/** Positions −ring … size − 1 + ring of an axis. */
export const standing = (border: Border, size: number, ring: number): Stand[] =>
  Array.from({ length: size + 2 * ring }, (_, i) => {
    const source = sourceIndex(border, size, i - ring);
    return { position: i - ring, source: source === OUTSIDE ? null : source };
  });

/** Letters for elements, so that they are no positions. */
export const letter = (index: number): string => String.fromCharCode(97 + index);

export interface Named {
  readonly name: PaddingName;
  /** Null where no such layer exists. */
  readonly axes: readonly Axis[] | null;
}

/** What the paddings with a name come to for a layer. */
export function namedPaddings(problem: Problem): Named[] {
  const spec = {
    op: problem.op,
    input: inputShape(problem),
    weight: weightShape(problem),
    groups: problem.groups,
    stride: problem.axes.map((axis) => axis.stride),
    dilation: problem.axes.map((axis) => axis.dilation),
  };
  return (["valid", "same", "same-lower", "full"] as const).map((name) => {
    try {
      return { name, axes: resolve({ ...spec, padding: name }).axes };
    } catch {
      return { name, axes: null };
    }
  });
}

export interface Use {
  /** Products that each element of the input takes part in. */
  readonly counts: Float64Array;
  /** The sum of the weights it meets in them. */
  readonly weights: Float64Array;
}

export function usesOf({ taps, x, w }: Layer): Use {
  const counts = new Float64Array(x.data.length);
  const weights = new Float64Array(x.data.length);
  for (const list of taps)
    for (const { input, weight } of list)
      if (input !== null) {
        counts[input]++;
        weights[input] += w.data[weight];
      }
  return { counts, weights };
}

export interface Reached {
  /** Positions from the first to the last that one window covers. */
  readonly reach: number;
  /** Positions at the end that no window reaches. */
  readonly wasted: number;
}

/** Along an axis (0 rows, 1 columns), read off the windows of the first row or column of outputs. */
export function reachedBy(
  { tensor, windows }: Padded,
  y: Tensor<Float64Array>,
  axis: 0 | 1,
): Reached {
  const places = (list: Padded["windows"][number]) =>
    list.map(({ input }) => placeOf(tensor.shape, input ?? 0)[axis + 1]);
  const outputs = y.shape.slice(-2);
  const step = axis === 0 ? outputs[1] : 1;
  const last = Math.max(
    ...Array.from({ length: outputs[axis] }, (_, o) => Math.max(...places(windows[o * step]))),
  );
  return {
    reach: Math.max(...places(windows[0])) + 1,
    wasted: tensor.shape[axis + 2] - 1 - last,
  };
}
