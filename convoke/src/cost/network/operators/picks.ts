/** Numbers that are picked by other numbers, or put where those say. */
import { sizeOf } from "../../../tensor/tensor.ts";
import { type Ask, axisOf, inputAt, intOf, numbersAt, type Operator, shapeAt } from "../ask.ts";
import { ALL, along, straight } from "../paths.ts";
import { stretched } from "./maps.ts";
import { copy } from "./moves.ts";

const gather: Operator = (ask) => {
  const [from, places] = [shapeAt(ask, 0), shapeAt(ask, 1)];
  const axis = axisOf(ask, intOf(ask, "axis", 0), from.length);
  const shape = [...from.slice(0, axis), ...places, ...from.slice(axis + 1)];
  const [data, indices] = [inputAt(ask, 0).numbers, inputAt(ask, 1).numbers];
  const one = from.length === 1 && data !== null && indices !== null;
  return {
    ...copy(
      [
        {
          shape,
          numbers: one ? indices.map((i) => data[i < 0 ? i + data.length : i] ?? 0) : null,
        },
      ],
      from.map((_, i) => (i === axis ? ALL : along(i < axis ? i : i + places.length - 1))),
      places.map((_, i) => along(axis + i)),
    ),
    keeps: { inputs: [1] },
  };
};

/** One number for each index, along one axis. */
const gatherElements: Operator = (ask) => {
  const [from, shape] = [shapeAt(ask, 0), shapeAt(ask, 1)];
  const axis = axisOf(ask, intOf(ask, "axis", 0), from.length);
  const path = from.map((_, i) => (i === axis ? ALL : along(i)));
  return { ...copy([{ shape }], path, straight(shape.length)), keeps: { inputs: [1] } };
};

/** The last axis of the indices names the first axes of the data. */
const gatherNd: Operator = (ask) => {
  const [from, places] = [shapeAt(ask, 0), shapeAt(ask, 1)];
  const batches = intOf(ask, "batch_dims", 0);
  const named = batches + (places[places.length - 1] ?? 0);
  const shape = [...places.slice(0, -1), ...from.slice(named)];
  return { ...copy([{ shape }]), keeps: { inputs: [1] } };
};

/** The first input with some of its numbers replaced. */
const replaced: Operator = (ask) => {
  const shape = shapeAt(ask, 0);
  return { ...copy([{ shape }], straight(shape.length)), keeps: { inputs: [1] } };
};

/** The largest, and their places. */
const topK: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const axis = axisOf(ask, intOf(ask, "axis", -1), from.length);
  const count = intOf(ask, "k", 0) || numbersAt(ask, 1)[0];
  const shape = from.with(axis, count);
  return {
    outputs: [{ shape }, { shape, dtype: "int64" }],
    // A heap of k for each row.
    work: {
      kind: "reduction",
      operations: { comparisons: sizeOf(from) * Math.ceil(Math.log2(Math.max(2, count))) },
    },
    paths: [from.map((_, i) => (i === axis ? ALL : along(i)))],
    keeps: { extra: 8 * sizeOf(shape) },
  };
};

const cumulative: Operator = (ask) => {
  const shape = shapeAt(ask, 0);
  const axis = axisOf(ask, numbersAt(ask, 1)[0], shape.length);
  const rows = sizeOf(shape) / Math.max(1, shape[axis]);
  return {
    outputs: [{ shape }],
    work: { kind: "reduction", operations: { additions: sizeOf(shape) - rows } },
    paths: [shape.map((_, i) => (i === axis ? ALL : along(i)))],
  };
};

/** (x − zero) · scale, along one axis or for all. */
const dequantize: Operator = (ask) => {
  const answer = scaled(ask, { multiplications: 1, additions: 1 });
  return { ...answer, outputs: [{ ...answer.outputs[0], dtype: inputAt(ask, 1).dtype }] };
};

/** x / scale, rounded, + zero. */
const quantize: Operator = (ask) => {
  const answer = scaled(ask, { divisions: 1, functions: 1, additions: 1 });
  const dtype = ask.inputs[2]?.dtype ?? "uint8";
  return { ...answer, outputs: [{ ...answer.outputs[0], dtype }] };
};

const scaled = (ask: Ask, each: Parameters<typeof stretched>[1]) =>
  stretched({ ...ask, inputs: ask.inputs.slice(0, 1) }, each, {});

export const PICKS: Record<string, Operator> = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  ScatterElements: replaced,
  ScatterND: replaced,
  Trilu: replaced,
  TopK: topK,
  CumSum: cumulative,
  DequantizeLinear: dequantize,
  QuantizeLinear: quantize,
};
