/** The whole layer as one matrix between the flattened input and the flattened output. */
import { inputGradient, reference } from "convoke/reference";
import type { Layer } from "../layer.ts";
import type { Pointed } from "../pointed.ts";
import { indexOf } from "../row-major.ts";

export interface LayerMatrix {
  /** Outputs, or inputs where it is turned. */
  readonly rows: number;
  readonly columns: number;
  readonly turned: boolean;
  /** Row-major; null where nothing meets: a zero by structure. */
  readonly values: readonly (number | null)[];
  /** Element of the weight in a cell; the first where a border makes several meet there. */
  readonly weightOf: readonly (number | null)[];
  /** Entries that are not zero by structure. */
  readonly filled: number;
  /** Cells in which several weights are added. */
  readonly mixed: number;
  /** What it multiplies, and what comes out, by the library: y = C x, or x̄ = Cᵀ y. */
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
}

export function matrixOf(layer: Layer, turned: boolean): LayerMatrix {
  const { x, y, w, taps } = layer;
  const [outputs, inputs] = [y.data.length, x.data.length];
  const [rows, columns] = turned ? [inputs, outputs] : [outputs, inputs];
  const values: (number | null)[] = new Array(rows * columns).fill(null);
  const weightOf: (number | null)[] = new Array(rows * columns).fill(null);
  const several = new Set<number>();
  let filled = 0;
  taps.forEach((list, output) => {
    for (const { input, weight } of list) {
      if (input === null) continue;
      const cell = turned ? input * outputs + output : output * inputs + input;
      if (weightOf[cell] === null) {
        weightOf[cell] = weight;
        filled++;
      } else several.add(cell);
      values[cell] = (values[cell] ?? 0) + w.data[weight];
    }
  });
  return {
    rows,
    columns,
    turned,
    values,
    weightOf,
    filled,
    mixed: several.size,
    from: turned ? y.data : x.data,
    to: turned ? backThrough(layer) : y.data,
  };
}

/** Cᵀ y: for a convolution the transposed one with the same weight, stride and padding. */
export function backThrough({ problem, w, y }: Layer): Float64Array {
  const { problem: adjoint, input, weight, result } = inputGradient(problem);
  return result(reference(adjoint, { input: input(y, w), weight: weight(y, w) })).data;
}

/** The row of an element, its column, or all places of a weight. */
export function cellsLit(layer: Layer, m: LayerMatrix, point: Pointed): Set<number> {
  const cells = new Set<number>();
  const add = (output: number) => {
    for (const { input, weight } of layer.taps[output]) {
      if (input === null) continue;
      if (point.tensor === "input" && input !== point.at) continue;
      if (point.tensor === "weight" && weight !== point.at) continue;
      cells.add(m.turned ? input * m.columns + output : output * m.columns + input);
    }
  };
  if (point.tensor === "output") add(point.at);
  else for (let output = 0; output < layer.taps.length; output++) add(output);
  return cells;
}

/** The output and the input that a cell is between. */
export function endsOf(m: LayerMatrix, cell: number): { output: number; input: number } {
  const [row, column] = indexOf([m.rows, m.columns], cell);
  return m.turned ? { output: column, input: row } : { output: row, input: column };
}
