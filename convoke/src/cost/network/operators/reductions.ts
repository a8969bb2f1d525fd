/** Numbers of an axis become one, or are made comparable: sums, maxima, softmax, normalizations. */
import { sizeOf } from "../../../tensor/tensor.ts";
import {
  type Answer,
  type Ask,
  axesOf,
  axisOf,
  has,
  intOf,
  type Keeps,
  type Operator,
  shapeAt,
} from "../ask.ts";
import { ALL, along, type Path, straight } from "../paths.ts";
import type { Operations } from "../work.ts";

interface Reduction {
  /** Operations, of so many numbers that become so many. */
  readonly cost: (from: number, to: number) => Partial<Operations>;
  readonly keeps?: Keeps;
  readonly f?: (numbers: readonly number[]) => number;
}

const both: Keeps = { inputs: [0], output: true };
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
const squares = (from: number, to: number) => ({ multiplications: from, additions: from - to });

const REDUCTIONS: Record<string, Reduction> = {
  ReduceSum: { cost: (from, to) => ({ additions: from - to }), f: sum },
  ReduceMean: { cost: (from, to) => ({ additions: from - to, divisions: to }) },
  ReduceMax: {
    cost: (from, to) => ({ comparisons: from - to }),
    keeps: both,
    f: (list) => Math.max(...list),
  },
  ReduceMin: {
    cost: (from, to) => ({ comparisons: from - to }),
    keeps: both,
    f: (list) => Math.min(...list),
  },
  ReduceProd: {
    cost: (from, to) => ({ multiplications: from - to }),
    keeps: both,
    f: (list) => list.reduce((a, b) => a * b, 1),
  },
  ReduceL1: { cost: (from, to) => ({ comparisons: from, additions: from - to }), keeps: both },
  ReduceL2: { cost: (from, to) => ({ ...squares(from, to), functions: to }), keeps: both },
  ReduceSumSquare: { cost: squares, keeps: { inputs: [0] } },
  ReduceLogSum: { cost: (from, to) => ({ additions: from - to, functions: to }), keeps: both },
  ReduceLogSumExp: {
    cost: (from, to) => ({ additions: from - to, functions: from + to }),
    keeps: both,
  },
};

function reduce({ cost, keeps = {}, f }: Reduction): Operator {
  return (ask) => {
    const from = shapeAt(ask, 0);
    const axes = axesOf(ask, 1, from.length);
    const none = axes === undefined || axes.length === 0;
    const all = none && intOf(ask, "noop_with_empty_axes", 0) === 0;
    const answer = reduced(ask, all ? from.map((_, i) => i) : (axes ?? []));
    const { numbers } = ask.inputs[0]!;
    const [{ shape }] = answer.outputs;
    const whole = f !== undefined && numbers !== null && sizeOf(shape) === 1;
    return {
      ...answer,
      outputs: [{ shape, numbers: whole ? [f(numbers)] : null }],
      work: { kind: "reduction", operations: cost(sizeOf(from), sizeOf(shape)) },
      keeps,
    };
  };
}

/** Shape and path where these axes become one position, or go. */
function reduced(ask: Ask, axes: readonly number[]): Answer {
  const from = shapeAt(ask, 0);
  const keep = intOf(ask, "keepdims", 1) !== 0;
  const shape: number[] = [];
  const path: Path = from.map((extent, axis) => {
    if (!axes.includes(axis)) return along(shape.push(extent) - 1);
    if (keep) shape.push(1);
    return ALL;
  });
  return { outputs: [{ shape }], work: { kind: "copy" }, paths: [path] };
}

/** The place of the largest or smallest. */
const place: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const answer = reduced(ask, [axisOf(ask, intOf(ask, "axis", 0), from.length)]);
  const [{ shape }] = answer.outputs;
  return {
    ...answer,
    outputs: [{ shape, dtype: "int64" }],
    work: { kind: "reduction", operations: { comparisons: sizeOf(from) - sizeOf(shape) } },
  };
};

/** Before version 13 over all axes from `axis` on; since then over that one. */
const softmax: Operator = (ask) => {
  const shape = shapeAt(ask, 0);
  const old = ask.opset < 13;
  const axis = axisOf(ask, intOf(ask, "axis", old ? 1 : -1), shape.length);
  const over = (i: number) => (old ? i >= axis : i === axis);
  const size = sizeOf(shape);
  const rows = sizeOf(shape.filter((_, i) => !over(i)));
  const logarithm = ask.node.op === "LogSoftmax";
  return {
    outputs: [{ shape }],
    work: {
      kind: "reduction",
      operations: {
        comparisons: size - rows,
        functions: size + (logarithm ? rows : 0),
        additions: size + (size - rows) + (logarithm ? size : 0),
        divisions: logarithm ? 0 : size,
      },
    },
    paths: [shape.map((_, i) => (over(i) ? ALL : along(i)))],
    keeps: { output: true },
  };
};

/** Means and variances are numbers of the file: a product and a sum for each number. */
const batchNorm: Operator = (ask) => {
  const shape = shapeAt(ask, 0);
  const size = sizeOf(shape);
  return {
    outputs: [{ shape }],
    work: {
      kind: "normalization",
      operations: { multiplications: size, additions: size },
      affine: true,
    },
    paths: [straight(shape.length)],
    keeps: { inputs: [0] },
  };
};

/** Mean and variance of every cell, then (x - mean) · factor, and the affine part where there is one. */
function normalization(
  cellAxes: (ask: Ask, rank: number) => readonly number[],
  cells: (ask: Ask, shape: readonly number[]) => number,
): Operator {
  return (ask) => {
    const shape = shapeAt(ask, 0);
    const [size, count] = [sizeOf(shape), cells(ask, shape)];
    const affine = has(ask, 1);
    const inside = cellAxes(ask, shape.length);
    const own = affine ? size : 0;
    return {
      outputs: [{ shape }],
      work: {
        kind: "normalization",
        operations: {
          multiplications: 2 * size + own,
          additions: 3 * size - 2 * count + (has(ask, 2) ? size : 0),
          divisions: 2 * count,
          functions: count,
        },
        affine,
      },
      paths: [shape.map((_, i) => (inside.includes(i) ? ALL : along(i)))],
      keeps: { inputs: [0], extra: 8 * count },
    };
  };
}

const spatial = (_: Ask, rank: number) => Array.from({ length: rank - 2 }, (__, i) => i + 2);
const layerAxes = (ask: Ask, rank: number) => {
  const first = axisOf(ask, intOf(ask, "axis", -1), rank);
  return Array.from({ length: rank - first }, (_, i) => first + i);
};

const lrn: Operator = (ask) => {
  const shape = shapeAt(ask, 0);
  const size = sizeOf(shape);
  const across = intOf(ask, "size", 1);
  return {
    outputs: [{ shape }],
    work: {
      kind: "normalization",
      operations: {
        multiplications: 2 * size,
        additions: across * size,
        functions: size,
        divisions: size,
      },
      affine: false,
    },
    paths: [straight(shape.length)],
    keeps: { inputs: [0], output: true },
  };
};

export const NORMS: Record<string, Operator> = {
  ...Object.fromEntries(Object.entries(REDUCTIONS).map(([name, r]) => [name, reduce(r)])),
  ArgMax: place,
  ArgMin: place,
  Softmax: softmax,
  LogSoftmax: softmax,
  BatchNormalization: batchNorm,
  InstanceNormalization: normalization(spatial, (_, [n, c]) => n * c),
  GroupNormalization: normalization(
    (ask, rank) => [1, ...spatial(ask, rank)],
    (ask, [n]) => n * intOf(ask, "num_groups", 1),
  ),
  LayerNormalization: normalization(layerAxes, (ask, shape) =>
    sizeOf(shape.filter((_, i) => !layerAxes(ask, shape.length).includes(i))),
  ),
  LRN: lrn,
};
