/** What every unit of a stack sees, along one axis: fields by the library's rules, paths by its taps. */
import { FormatError, outputShape, resolve } from "convoke";
import { networkCost, networkFromJson, type ReceptiveField } from "convoke/cost/network";
import { taps } from "convoke/reference";
import type { StackLayer } from "./stack.ts";

/** One row of the pyramid: the input, or what a layer makes. */
export interface Level {
  readonly layer: StackLayer | null;
  readonly units: number;
  /** What unit 0 sees, and how far neighbours look apart. */
  readonly field: { readonly extent: number; readonly jump: number; readonly first: number };
  /** By unit: the units of the level below that it reads, padding left out. */
  readonly reads: readonly (readonly number[])[];
  /** By unit: over how many paths it is reached by each position of the input. */
  readonly paths: readonly Float64Array[];
}

/** Positions that one unit may see, and units of a layer: what can still be drawn. */
const MOST_SEEN = 255;
const MOST_UNITS = 255;

/**
 * @throws ShapeError when a window does not fit the row below it; FormatError for more than can be
 *   drawn.
 */
export function levelsOf(stack: readonly StackLayer[], length: number): Level[] {
  const fields = fieldsOf(stack, length);
  const own = Array.from({ length }, (_, i) => i);
  const levels: Level[] = [
    {
      layer: null,
      units: length,
      field: { extent: 1, jump: 1, first: 0 },
      reads: own.map(() => []),
      paths: own.map((i) => Float64Array.from(own, (j) => (i === j ? 1 : 0))),
    },
  ];
  stack.forEach((layer, i) => {
    const below = levels[i];
    drawable(`positions that a unit of ${layer.word} sees`, fields[i].extent, MOST_SEEN);
    const reads = readsOf(layer, below.units);
    levels.push({
      layer,
      units: reads.length,
      field: fields[i],
      reads,
      paths: reads.map((list) => {
        const sum = new Float64Array(length);
        for (const unit of list) below.paths[unit].forEach((n, j) => (sum[j] += n));
        return sum;
      }),
    });
  });
  return levels;
}

function drawable(what: string, count: number, most: number): void {
  if (count > most)
    throw new FormatError(`expected at most ${most} ${what} for the stack, got ${count}`);
}

/** By the taps of the definition; a pool reads what a convolution of its window would. */
function readsOf({ kernel, stride, dilation, padding }: StackLayer, input: number): number[][] {
  const problem = resolve({
    input: [1, 1, input],
    weight: [1, 1, kernel],
    stride,
    dilation,
    padding,
  });
  const [, , units] = outputShape(problem);
  drawable("units in a layer", units, MOST_UNITS);
  return Array.from({ length: units }, (_, o) =>
    taps(problem, { batch: 0, channel: 0, spatial: [o] }).flatMap(({ input: at }) =>
      at.spatial === null ? [] : [at.spatial[0]],
    ),
  );
}

function fieldsOf(stack: readonly StackLayer[], length: number): Level["field"][] {
  const weights: Record<string, number[]> = {};
  const nodes = stack.map(({ kind, kernel, stride, dilation, padding }, i) => {
    const common = { name: `l${i}`, strides: [stride] };
    if (kind === "pool") return { ...common, op: "MaxPool", kernel_shape: [kernel] };
    weights[`l${i}.weight`] = [1, 1, kernel];
    return { ...common, op: "Conv", dilations: [dilation], pads: [padding, padding] };
  });
  const network = networkFromJson({ inputs: { x: [1, 1, length] }, weights, nodes });
  return networkCost(network).layers.map(({ fields }) => {
    const along = fields.find(({ axis }) => axis === 2) as ReceptiveField;
    return { extent: along.extent, jump: along.stride ?? 0, first: along.first };
  });
}

/** Units of every level that the given one reads, by way of the levels between; its own included. */
export function seenBy(levels: readonly Level[], level: number, unit: number): Set<number>[] {
  const seen = levels.map(() => new Set<number>());
  seen[level].add(unit);
  for (let l = level; l > 0; l--)
    for (const one of seen[l]) for (const below of levels[l].reads[one]) seen[l - 1].add(below);
  return seen;
}

/** First and last position of the input that a unit sees, padding counted. */
export function spanOf({ field }: Level, unit: number): readonly [number, number] {
  const from = field.first + unit * field.jump;
  return [from, from + field.extent - 1];
}

/** The fewest positions that hold at least half of all paths. */
export function halfOf(paths: Float64Array): number {
  const total = paths.reduce((sum, n) => sum + n, 0);
  let [held, count] = [0, 0];
  for (const n of [...paths].sort((a, b) => b - a)) {
    if (2 * held >= total) break;
    held += n;
    count++;
  }
  return count;
}
