/** Other shapes of the same numbers, and shapes as numbers. */
import { FormatError, fault, guard, ShapeError, UnsupportedError } from "../../../errors.ts";
import { dtypeOfCode } from "../../../formats/onnx/elements.ts";
import { sizeOf } from "../../../tensor/tensor.ts";
import {
  type Answer,
  type Ask,
  axesOf,
  axisOf,
  called,
  inputAt,
  intOf,
  intsOf,
  numbersAt,
  type Operator,
  shapeAt,
} from "../ask.ts";
import { isConstant } from "../graph.ts";
import { ALL, along, reshaped, sameSize, straight } from "../paths.ts";

/** The first input's numbers in another shape. */
function view(ask: Ask, shape: readonly number[]): Answer {
  const from = shapeAt(ask, 0);
  guard(sameSize(from, shape), ShapeError, () => ({
    name: `the shape that ${called(ask.node)} makes of [${from.join(", ")}]`,
    expected: `${sizeOf(from)} numbers`,
    got: shape,
  }));
  return {
    outputs: [{ shape, numbers: inputAt(ask, 0).numbers }],
    work: { kind: "view" },
    paths: [reshaped(from, shape)],
  };
}

/** -1 is what is left over, 0 the input's own extent unless zeros are allowed. */
const reshape: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const wanted = intsOf(ask, "shape") ?? numbersAt(ask, 1);
  const zeros = intOf(ask, "allowzero", 0) !== 0;
  const given = wanted.map((n, i) => (n === 0 && !zeros ? (from[i] ?? 0) : n));
  const known = sizeOf(given.filter((n) => n !== -1));
  const rest = sizeOf(from) / known;
  const open = given.filter((n) => n === -1).length;
  guard(open === 0 || (open === 1 && Number.isInteger(rest)), ShapeError, () => ({
    name: `the shape of ${called(ask.node)}`,
    expected: `one that [${from.join(", ")}] fills`,
    got: wanted,
  }));
  return view(
    ask,
    given.map((n) => (n === -1 ? rest : n)),
  );
};

const flatten: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const axis = intOf(ask, "axis", 1);
  const at = axis === from.length ? axis : axisOf(ask, axis, Math.max(1, from.length));
  return view(ask, [sizeOf(from.slice(0, at)), sizeOf(from.slice(at))]);
};

const squeeze: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const axes = axesOf(ask, 1, from.length);
  return view(
    ask,
    from.filter((extent, i) => (axes ? !axes.includes(i) : extent !== 1)),
  );
};

const unsqueeze: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const wanted = intsOf(ask, "axes") ?? numbersAt(ask, 1);
  const rank = from.length + wanted.length;
  const axes = wanted.map((axis) => axisOf(ask, axis, rank));
  const rest = [...from];
  return view(
    ask,
    Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (rest.shift() ?? 1))),
  );
};

const same: Operator = (ask) => {
  const answer = view(ask, shapeAt(ask, 0));
  // Dropout says too which numbers it kept: all of them.
  const mask = { shape: shapeAt(ask, 0), dtype: "bool" as const };
  return ask.node.outputs.length > 1 ? { ...answer, outputs: [answer.outputs[0], mask] } : answer;
};

const cast: Operator = (ask) => {
  const shape = shapeAt(ask, 0);
  const { numbers } = inputAt(ask, 0);
  const dtype = dtypeOfCode(intOf(ask, "to", 0));
  if (dtype === undefined) {
    throw fault(FormatError, {
      name: `the attribute to of ${called(ask.node)}`,
      expected: "an element type",
      got: intOf(ask, "to", 0),
    });
  }
  const whole = !/float/.test(dtype);
  return {
    outputs: [{ shape, dtype, numbers: whole ? (numbers?.map(Math.trunc) ?? null) : numbers }],
    work: { kind: "copy" },
    paths: [straight(shape.length)],
  };
};

/** Since version 15 a part of it may be asked for. */
const shapeOf: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const numbers = from.slice(intOf(ask, "start", 0), intOf(ask, "end", from.length));
  return {
    outputs: [{ shape: [numbers.length], dtype: "int64", numbers }],
    work: { kind: "constant" },
    paths: [],
  };
};

const size: Operator = (ask) => ({
  outputs: [{ shape: [], dtype: "int64", numbers: [sizeOf(shapeAt(ask, 0))] }],
  work: { kind: "constant" },
  paths: [],
});

/** A few numbers of the file, or none that matter. */
const MOST = 4096;

const constant: Operator = ({ node }) => {
  const { attributes } = node;
  const value = attributes.get("value");
  if (isConstant(value)) {
    const few = value.numbers && sizeOf(value.shape) <= MOST ? value.numbers() : null;
    return {
      outputs: [{ shape: value.shape, dtype: value.dtype, numbers: few }],
      work: { kind: "constant" },
    };
  }
  for (const [key, dtype] of Object.entries({ value_int: "int64", value_float: "float32" })) {
    const list = [attributes.get(key) ?? [], attributes.get(`${key}s`) ?? []].flat();
    const numbers = list.filter((n): n is number => typeof n === "number");
    if (!attributes.has(key) && !attributes.has(`${key}s`)) continue;
    const shape = attributes.has(key) ? [] : [numbers.length];
    return {
      outputs: [{ shape, dtype: dtype as "int64" | "float32", numbers }],
      work: { kind: "constant" },
    };
  }
  throw fault(UnsupportedError, {
    name: called(node),
    expected: "numbers",
    got: [...attributes.keys()].join(", "),
  });
};

/** As many numbers as the shape says, all the same. */
const constantOfShape: Operator = (ask) => {
  const shape = numbersAt(ask, 0);
  const value = ask.node.attributes.get("value");
  const given = isConstant(value) ? value : null;
  const numbers = given?.numbers ? given.numbers() : [0];
  const size = shape.every((extent) => extent >= 0) ? sizeOf(shape) : Infinity;
  const few = size <= MOST ? new Array<number>(size).fill(numbers[0]) : null;
  return {
    outputs: [{ shape, dtype: given?.dtype ?? "float32", numbers: few }],
    work: { kind: "copy" },
    paths: [[ALL]],
  };
};

const range: Operator = (ask) => {
  const [start, limit, delta] = [0, 1, 2].map((i) => numbersAt(ask, i)[0]);
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  guard(Number.isSafeInteger(count), ShapeError, () => ({
    name: `the length of ${called(ask.node)}`,
    expected: "a whole number",
    got: count,
  }));
  const few = count <= MOST ? Array.from({ length: count }, (_, i) => start + i * delta) : null;
  return { outputs: [{ shape: [count], numbers: few }], work: { kind: "copy" }, paths: [] };
};

const transpose: Operator = (ask) => {
  const from = shapeAt(ask, 0);
  const order = intsOf(ask, "perm") ?? from.map((_, i) => from.length - 1 - i);
  guard(
    [...order].sort((a, b) => a - b).join() === from.map((_, i) => i).join(),
    ShapeError,
    () => ({
      name: `the attribute perm of ${called(ask.node)}`,
      expected: `each of ${from.length} axes once`,
      got: order,
    }),
  );
  return {
    outputs: [{ shape: order.map((axis) => from[axis]) }],
    work: { kind: "copy" },
    paths: [from.map((_, axis) => along(order.indexOf(axis)))],
  };
};

export const LAYOUTS: Record<string, Operator> = {
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Identity: same,
  Dropout: same,
  Cast: cast,
  Shape: shapeOf,
  Size: size,
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Range: range,
  Transpose: transpose,
};
