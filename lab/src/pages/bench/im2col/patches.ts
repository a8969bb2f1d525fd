/** The matrix of patches of a layer, the weights as a matrix, and which taps make their cells. */
import { unfold } from "convoke/reference";
import type { Layer } from "../layer.ts";
import type { Pointed } from "../pointed.ts";
import { indexOf } from "../row-major.ts";

export interface Patches {
  /** Rows of the matrix of patches: channels · taps; columns: output positions. */
  readonly rows: number;
  readonly columns: number;
  readonly outChannels: number;
  /** By the library's `unfold`. */
  readonly values: Float64Array;
  /** [outChannels, rows]; null where another group's channel would be. */
  readonly weights: readonly (number | null)[];
  /** Element of the weight of a cell of `weights`. */
  readonly weightOf: readonly (number | null)[];
  /** Element of the input of a cell of the matrix; null: the border's zero. */
  readonly inputOf: readonly (number | null)[];
  /** Row that the first tap of an output channel reads. */
  readonly firstRow: (channel: number) => number;
}

const ZERO = { kind: "zero" } as const;

export function patchesOf({ problem, x, w, taps }: Layer): Patches {
  const { shape, data } = unfold(problem, x);
  const [, rows, columns] = shape;
  const { outChannels, groups } = problem;
  const perGroup = rows / groups;
  const firstRow = (channel: number) => perGroup * Math.floor((channel * groups) / outChannels);
  const weightOf: (number | null)[] = new Array(outChannels * rows).fill(null);
  for (let channel = 0; channel < outChannels; channel++)
    taps[channel * columns].forEach(({ weight }, i) => {
      weightOf[channel * rows + firstRow(channel) + i] = weight;
    });
  // What numbers themselves would tell: 1, 2, 3 … for the elements, 0 where none stands.
  const numbered = { shape: x.shape, data: x.data.map((_, i) => i + 1) };
  const { border } = problem;
  const marked = border.kind === "constant" ? { ...problem, border: ZERO } : problem;
  const inputOf = Array.from(unfold(marked, numbered).data, (i) => (i === 0 ? null : i - 1));
  return {
    rows,
    columns,
    outChannels,
    values: data,
    weights: weightOf.map((at) => (at === null ? null : w.data[at])),
    weightOf,
    inputOf,
    firstRow,
  };
}

/** Cells of the three matrices that belong to what is pointed at. */
export interface PatchCells {
  readonly patches: ReadonlySet<number>;
  readonly weights: ReadonlySet<number>;
  readonly outputs: ReadonlySet<number>;
  /** The cell of the matrix of patches that holds the product meant. */
  readonly meant: number | undefined;
}

export function cellsOf({ taps }: Layer, p: Patches, point: Pointed): PatchCells {
  const [patches, weights, outputs] = [new Set<number>(), new Set<number>(), new Set<number>()];
  let meant: number | undefined;
  const add = (output: number) => {
    const [channel, position] = indexOf([p.outChannels, p.columns], output);
    taps[output].forEach(({ input, weight }, i) => {
      if (point.tensor === "input" && input !== point.at) return;
      if (point.tensor === "weight" && weight !== point.at) return;
      const row = p.firstRow(channel) + i;
      const cell = row * p.columns + position;
      patches.add(cell);
      weights.add(channel * p.rows + row);
      outputs.add(output);
      if (point.tap && point.tap.input === input && point.tap.weight === weight) meant = cell;
    });
  };
  if (point.tensor === "output") add(point.at);
  else for (let output = 0; output < taps.length; output++) add(output);
  return { patches, weights, outputs, meant };
}

/** What stands in a cell of the matrix of patches, as something to point at: its column's output. */
export function pointAtCell({ taps }: Layer, p: Patches, cell: number, channel: number): Pointed {
  const [row, position] = indexOf([p.rows, p.columns], cell);
  const reads = (c: number) => row >= p.firstRow(c) && row < p.firstRow(c) + taps[0].length;
  const own = reads(channel)
    ? channel
    : Array.from({ length: p.outChannels }, (_, c) => c).find(reads)!;
  const output = own * p.columns + position;
  return { tensor: "output", at: output, tap: taps[output][row - p.firstRow(own)] };
}

/** How often the elements of the input stand in the matrix, fewest and most, and what is border. */
export function copiesOf({ x }: Layer, { inputOf }: Patches) {
  const copies = new Array<number>(x.data.length).fill(0);
  let border = 0;
  for (const input of inputOf)
    if (input === null) border++;
    else copies[input]++;
  return { copies, fewest: Math.min(...copies), most: Math.max(...copies), border };
}
