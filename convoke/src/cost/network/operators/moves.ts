/** Numbers that go to other places: joined, cut, padded, repeated. */
import { guard, ShapeError } from "../../../errors.ts";
import {
  type Answer,
  axesOf,
  axisOf,
  called,
  has,
  inputAt,
  intOf,
  intsOf,
  numbersAt,
  type Operator,
  shapeAt,
} from "../ask.ts";
import { ALL, along, broadcast, type Path, straight } from "../paths.ts";
import { broadcastShape } from "./broadcast.ts";
import { stretched } from "./maps.ts";

/** The answer of an operator that only moves numbers. */
export const copy = (outputs: Answer["outputs"], ...paths: Path[]): Answer => ({
  outputs,
  work: { kind: "copy" },
  paths,
});

const concat: Operator = (ask) => {
  const shapes = ask.inputs.map((_, i) => shapeAt(ask, i));
  const [first] = shapes;
  const axis = axisOf(ask, intOf(ask, "axis", 1), first.length);
  const others = (shape: readonly number[]) => shape.filter((_, i) => i !== axis).join();
  guard(
    shapes.every((shape) => others(shape) === others(first) && shape.length === first.length),
    ShapeError,
    () => ({
      name: `the inputs of ${called(ask.node)}`,
      expected: `extents that agree but along axis ${axis}`,
      got: shapes,
    }),
  );
  const starts = shapes.map((_, i) => shapes.slice(0, i).reduce((sum, s) => sum + s[axis], 0));
  const total = shapes.reduce((sum, shape) => sum + shape[axis], 0);
  const lists = ask.inputs.map((input) => input?.numbers ?? null);
  return copy(
    [
      {
        shape: first.map((extent, i) => (i === axis ? total : extent)),
        numbers: first.length === 1 && lists.every((list) => list !== null) ? lists.flat() : null,
      },
    ],
    ...starts.map((start) => first.map((_, i) => (i === axis ? along(i, 1, -start) : along(i)))),
  );
};

const split: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const axis = axisOf(ask, intOf(ask, "axis", 0), from.length);
  const count = intOf(ask, "num_outputs", ask.node.outputs.length);
  const even = Math.ceil(from[axis] / count);
  const sizes =
    intsOf(ask, "split") ??
    (has(ask, 1)
      ? numbersAt(ask, 1)
      : Array.from({ length: count }, (_, i) => Math.min(even, from[axis] - i * even)));
  guard(sizes.reduce((a, b) => a + b, 0) === from[axis], ShapeError, () => ({
    name: `the parts of ${called(ask.node)}`,
    expected: `${from[axis]} in all`,
    got: sizes,
  }));
  return copy(
    sizes.map((size) => ({ shape: from.map((extent, i) => (i === axis ? size : extent)) })),
    // The parts begin at several places: the first stands for all.
    straight(from.length),
  );
};

/** Since version 10 everything comes as inputs. */
const slice: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const list = (name: string, at: number) =>
    intsOf(ask, name) ?? (has(ask, at) ? numbersAt(ask, at) : undefined);
  const starts = list("starts", 1) ?? [];
  const ends = list("ends", 2) ?? [];
  const axes = axesOf(ask, 3, from.length) ?? starts.map((_, i) => i);
  const steps = list("steps", 4) ?? starts.map(() => 1);
  const cuts = from.map((extent, axis) => {
    const at = axes.indexOf(axis);
    if (at < 0) return { first: 0, step: 1, count: extent };
    const step = steps[at];
    const clamp = (n: number, low: number, high: number) =>
      Math.min(high, Math.max(low, n < 0 ? n + extent : n));
    const first = step > 0 ? clamp(starts[at], 0, extent) : clamp(starts[at], 0, extent - 1);
    const end = step > 0 ? clamp(ends[at], 0, extent) : clamp(ends[at], -1, extent - 1);
    return { first, step, count: Math.max(0, Math.ceil((end - first) / step)) };
  });
  const shape = cuts.map(({ count }) => count);
  guard(
    shape.every((count) => Number.isSafeInteger(count)),
    ShapeError,
    () => ({
      name: `the steps of ${called(ask.node)}`,
      expected: "whole numbers, none 0",
      got: steps,
    }),
  );
  const { numbers } = inputAt(ask, 0);
  const [{ first, step, count }] = cuts.length === 1 ? cuts : [{ first: 0, step: 1, count: 0 }];
  return copy(
    [
      {
        shape,
        numbers:
          numbers && from.length === 1
            ? Array.from({ length: count }, (_, i) => numbers[first + i * step])
            : null,
      },
    ],
    cuts.map((cut, axis) => along(axis, cut.step, cut.first)),
  );
};

/** Before version 11 the sizes were attributes. */
const pad: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const pads = intsOf(ask, "pads") ?? numbersAt(ask, 1);
  const axes = axesOf(ask, 3, from.length) ?? from.map((_, i) => i);
  guard(pads.length === 2 * axes.length, ShapeError, () => ({
    name: `the pads of ${called(ask.node)}`,
    expected: `${2 * axes.length} numbers`,
    got: pads,
  }));
  const shape = [...from];
  const path = [...straight(from.length)];
  axes.forEach((axis, i) => {
    shape[axis] += pads[i] + pads[axes.length + i];
    path[axis] = along(axis, 1, -pads[i]);
  });
  return copy([{ shape }], path);
};

const expand: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const shape = broadcastShape(ask.node, [from, numbersAt(ask, 1)]);
  return copy([{ shape }], broadcast(from, shape));
};

const tile: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const times = numbersAt(ask, 1);
  return copy(
    [{ shape: from.map((extent, i) => extent * (times[i] ?? 1)) }],
    from.map((_, i) => (times[i] === 1 ? along(i) : ALL)),
  );
};

/** Of condition, yes and no: whichever it is, it is copied. */
const where: Operator = (ask) => {
  const answer = stretched(ask, {}, { inputs: [0] }, (c, a, b) => (c ? a : b));
  const [output] = answer.outputs;
  return {
    ...answer,
    outputs: [{ ...output, dtype: inputAt(ask, 1).dtype }],
    work: { kind: "copy" },
  };
};

export const MOVES: Record<string, Operator> = {
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Expand: expand,
  Tile: tile,
  Where: where,
};
