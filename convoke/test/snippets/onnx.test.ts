import { describe, expect, test } from "vitest";
import { networkFromOnnx } from "../../src/cost/network/index.ts";
import { fromOnnx, type OnnxAttributes } from "../../src/dialects/onnx.ts";
import { ShapeError, UnsupportedError } from "../../src/errors.ts";
import {
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  onnxNumbers,
  readOnnx,
} from "../../src/formats/onnx/index.ts";
import { activationOf } from "../../src/semantics/activation.ts";
import { format } from "../../src/semantics/descriptor.ts";
import { pad } from "../../src/semantics/pad.ts";
import type { Border, Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { onnxOf } from "../../src/snippets/index.ts";
import { sizeOf, stridesOf, type Tensor } from "../../src/tensor/tensor.ts";
import { placesOf } from "../../src/workshop/grid.ts";
import { someProblems } from "../support/experiments.ts";
import { wholeData } from "../support/problems.ts";

type Doubles = Tensor<Float64Array>;

const PROBLEMS = someProblems(80, 23);
const folds = ({ op, border }: Problem) =>
  op === "convTranspose" && border.kind !== "zero" && border.kind !== "constant";

/** A tensor whose element at a place is the one of `t` at another. */
function gathered(
  t: Doubles,
  shape: readonly number[],
  from: (place: number[]) => number[],
): Doubles {
  const strides = stridesOf(t.shape);
  const data = placesOf(shape).map(
    (place) => t.data[from(place).reduce((at, i, axis) => at + i * strides[axis], 0)],
  );
  return { shape, data: Float64Array.from(data) };
}

/** Attributes as plain values. */
const plain = (node: OnnxNode): OnnxAttributes & Record<string, unknown> =>
  Object.fromEntries(
    [...node.attributes].map(([key, { value }]: [string, OnnxAttribute]) => [key, value]),
  );

const PAD_MODES: Readonly<Record<string, Border["kind"]>> = {
  edge: "replicate",
  reflect: "reflect",
  wrap: "wrap",
};

/** The operators of ONNX that these models are made of, in double precision. */
function step(node: OnnxNode, inputs: readonly (Doubles | null)[]): Doubles {
  const [x, ...rest] = inputs as Doubles[];
  const map = (of: (v: number) => number): Doubles => ({ ...x, data: x.data.map(of) });
  const a = plain(node) as Record<string, never>;
  switch (node.op) {
    case "Transpose": {
      const perm = a.perm as readonly number[];
      const shape = perm.map((axis) => x.shape[axis]);
      return gathered(x, shape, (place) => x.shape.map((_, axis) => place[perm.indexOf(axis)]));
    }
    case "Pad": {
      const all = [...rest[0].data];
      const [before, after] = [all.slice(0, all.length / 2), all.slice(all.length / 2)];
      const value = rest[1]?.data[0] ?? 0;
      const kind = PAD_MODES[a.mode];
      const border: Border =
        kind === undefined ? { kind: "constant", value } : ({ kind } as Border);
      // Beyond what ONNX defines, nothing may be asked of it.
      if (kind === "reflect" || kind === "wrap")
        [...before, ...after].forEach((n, i) => {
          expect(n).toBeGreaterThanOrEqual(0);
          expect(n).toBeLessThanOrEqual(x.shape[i % before.length] - (kind === "reflect" ? 1 : 0));
        });
      return pad(x, before, after, border);
    }
    case "Gather": {
      const axis = a.axis as number;
      const [places] = rest;
      const shape = x.shape.map((n, i) => (i === axis ? places.data.length : n));
      return gathered(x, shape, (place) => place.map((p, i) => (i === axis ? places.data[p] : p)));
    }
    case "Conv":
    case "ConvTranspose": {
      const [weight, bias] = rest;
      const shapes = { input: x.shape, weight: weight.shape, bias: bias !== undefined };
      return reference(fromOnnx(node.op, shapes, plain(node)), {
        input: x,
        weight,
        ...(bias ? { bias } : {}),
      });
    }
    case "Add": {
      const [bias] = rest;
      const inner = sizeOf(x.shape.slice(2));
      return {
        ...x,
        data: x.data.map((v, i) => v + bias.data[Math.floor(i / inner) % x.shape[1]]),
      };
    }
    case "Relu":
      return map((v) => Math.max(v, 0));
    case "Clip": {
      const [min, max] = [rest[0]?.data[0] ?? -Infinity, rest[1]?.data[0] ?? Infinity];
      return map(activationOf({ kind: "clamp", min, max }));
    }
    case "LeakyRelu":
      return map(activationOf({ kind: "leaky-relu", slope: a.alpha }));
    case "HardSigmoid":
      return map(activationOf({ kind: "hard-sigmoid", alpha: a.alpha, beta: a.beta }));
    case "HardSwish":
      return map(activationOf({ kind: "hard-swish" }));
    default:
      throw new Error(node.op);
  }
}

function computed({ graph }: OnnxModel, input: Tensor): Doubles {
  const values = new Map<string, Doubles>([
    ["x", { shape: input.shape, data: Float64Array.from(input.data) }],
  ]);
  for (const [name, t] of graph.initializers) {
    const data = Float64Array.from(onnxNumbers(t) as Float32Array, Number);
    values.set(name, { shape: t.shape, data });
  }
  for (const node of graph.nodes)
    values.set(
      node.outputs[0],
      step(
        node,
        node.inputs.map((name) => values.get(name) ?? null),
      ),
    );
  return values.get("y")!;
}

describe("models of 90 problems, read back", () => {
  test("their operators, one by one, compute the problem exactly", () => {
    const met = new Set<string>();
    for (const problem of PROBLEMS.filter((p) => !folds(p))) {
      const data = wholeData(problem);
      const model = readOnnx(onnxOf(problem, data));
      for (const { op } of model.graph.nodes) met.add(op);
      const { shape, data: values } = computed(model, data.input);
      const expected = reference(problem, data);
      expect(shape, format(problem)).toEqual(expected.shape);
      // −0 is 0 here: padding adds zeros.
      expect(
        Array.from(values, (v) => v + 0),
        format(problem),
      ).toEqual(Array.from(expected.data, (v) => v + 0));
    }
    expect([...met].sort()).toEqual(
      ["Add", "Clip", "Conv", "ConvTranspose", "Gather", "HardSigmoid", "HardSwish", "LeakyRelu"]
        .concat(["Pad", "Relu", "Transpose"])
        .sort(),
    );
  });

  test("their one layer is the problem, padded by the operator or before it", () => {
    let whole = 0;
    for (const problem of PROBLEMS.filter((p) => !folds(p) && p.batch > 0)) {
      const network = networkFromOnnx(readOnnx(onnxOf(problem, wholeData(problem))));
      const layers = network.layers.flatMap(({ work }) =>
        work.kind === "convolution" ? [work.problem] : [],
      );
      expect(layers.length).toBe(1);
      const cropped = problem.axes.some((a) => a.before < 0 || a.after < 0);
      const lengthened = problem.axes.some((a) => a.outputPadding >= a.stride);
      if ((cropped || lengthened) && problem.op === "convTranspose") continue;
      const own = problem.border.kind === "zero" && !cropped;
      if (own) whole++;
      const outside = problem.op === "conv" && !own;
      expect(layers[0], format(problem)).toEqual({
        ...problem,
        axes: problem.axes.map((a) =>
          outside ? { ...a, input: a.input + a.before + a.after, before: 0, after: 0 } : a,
        ),
        border: { kind: "zero" },
        orientation: "correlation",
        activation: { kind: "identity" },
        dataLayout: "nchw",
        weightLayout: problem.op === "conv" ? "oihw" : "iohw",
      });
    }
    expect(whole).toBeGreaterThan(3);
  });
});

test("what no operator does is refused in one sentence", () => {
  const weight = { shape: [1, 1, 3], data: Float32Array.of(1, 2, 3) };
  const folding = () => onnxOf("ic1iw5oc1kw3pw1_transposed_reflect", { weight });
  expect(folding).toThrow(UnsupportedError);
  expect(folding).toThrow(
    'expected zero or constant, as no operator folds what falls outside back for the border of a transposed convolution in ONNX, got "reflect"',
  );
  expect(() => onnxOf("ic1iw5oc1kw2", { weight })).toThrow(ShapeError);
});
