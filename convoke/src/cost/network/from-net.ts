/** Nets of `convoke/nets`, and values of `convoke/grad`, as networks: by the graph that they trace. */
import { inOrder } from "../../grad/order.ts";
import { indices, input, type Value } from "../../grad/value.ts";
import type { Net } from "../../nets/net.ts";
import { readOptions } from "../../options.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { type Answer, type Operator, shapeAt } from "./ask.ts";
import type { Constant, Graph, GraphInput, GraphNode } from "./graph.ts";
import { infer } from "./infer.ts";
import type { Network } from "./network.ts";
import { answerOf, answerOfPool } from "./operators/convolutions.ts";
import { OPERATORS } from "./operators/table.ts";
import { ALL, along, reshaped, sameSize, straight } from "./paths.ts";

/** Version of ONNX's operators that those of the same meaning are. */
const OPSET = 17;

type Operation = Extract<Value["origin"], { kind: "operation" }>["operation"];

/**
 * A net for evaluation.
 *
 * @param options.batch examples in its input. Default: as many as in the example that it was built for.
 * @throws ShapeError when a layer cannot take it.
 */
export function networkFromNet(net: Net, options: { readonly batch?: number } = {}): Network {
  readOptions("networkFromNet", options, ["batch"]);
  const { example } = net;
  const shape = options.batch === undefined ? example.shape : example.shape.with(0, options.batch);
  const x =
    example.element === "f32"
      ? input("input", shape)
      : indices("input", shape, (example.range?.max ?? 0) + 1);
  return networkFromValues([net.forward(x)]);
}

/** What makes these values. */
export function networkFromValues(outputs: readonly Value[]): Network {
  const order = inOrder(outputs);
  const names = namesOf(order);
  const nameOf = (value: Value) => names.get(value)!;
  const inputs: GraphInput[] = [];
  const constants = new Map<string, Constant>();
  const nodes: GraphNode[] = [];
  const adjusted = new Set(
    order.flatMap(({ origin }) =>
      origin.kind === "operation" && origin.operation.name === "affine" ? [origin.inputs[0]] : [],
    ),
  );
  for (const value of order) {
    const { origin, shape } = value;
    const dtype = value.element === "f32" ? "float32" : "int32";
    if (origin.kind === "input") inputs.push({ name: nameOf(value), dtype, shape });
    else if (origin.kind === "parameter")
      constants.set(nameOf(value), { shape, dtype, numbers: null });
    else {
      nodes.push({
        name: nameOf(value),
        op: onnxName(origin.operation.name),
        domain: "",
        inputs: origin.inputs.map(nameOf),
        outputs: [nameOf(value)],
        attributes: new Map(),
        operator: operatorOf(origin.operation, adjusted.has(value)),
      });
    }
  }
  const graph: Graph = {
    name: "net",
    opset: OPSET,
    nodes,
    inputs,
    outputs: outputs.map(nameOf),
    constants,
  };
  return infer(graph, new Map(inputs.map(({ name, shape }) => [name, shape as readonly number[]])));
}

/** Operations are called by their parameters, "conv1" of "conv1.weight", others by what they are. */
function namesOf(order: readonly Value[]): Map<Value, string> {
  const names = new Map<Value, string>();
  const taken = new Set<string>();
  for (const value of order) {
    const { origin } = value;
    let wanted: string;
    if (origin.kind === "operation") {
      const named = origin.operation.alias
        ? undefined
        : origin.inputs.map((v) => ownName(v)).find((name) => name?.includes("."));
      wanted = named?.slice(0, named.lastIndexOf(".")) ?? origin.operation.name;
    } else wanted = origin.name;
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted} ${n}`;
    taken.add(name);
    names.set(value, name);
  }
  return names;
}

/** Of a parameter, or another shape of one. */
function ownName({ origin }: Value): string | undefined {
  if (origin.kind === "parameter") return origin.name;
  const alias = origin.kind === "operation" && origin.operation.alias;
  return alias ? ownName(origin.inputs[0]) : undefined;
}

/** Operations that are ONNX's under another name. */
const SAME: Readonly<Record<string, string>> = {
  relu: "Relu",
  leakyRelu: "LeakyRelu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  gelu: "Gelu",
  add: "Add",
  mul: "Mul",
  softmax: "Softmax",
  logSoftmax: "LogSoftmax",
  embedding: "Gather",
  affine: "BatchNormalization",
};

/** Others that ONNX has, whatever their axes. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^conv\dd$/, "Conv"],
  [/^convTranspose/, "ConvTranspose"],
  [/^linear$/, "Gemm"],
  [/maxPool/i, "MaxPool"],
  [/^avgPool/, "AveragePool"],
  [/^adaptiveAvgPool/, "GlobalAveragePool"],
  [/^lpPool/, "LpPool"],
  [/^batchNorm$/, "BatchNormalization"],
  [/^groupNorm$/, "GroupNormalization"],
  [/^layerNorm$/, "LayerNormalization"],
  [/^reshape$/, "Reshape"],
  [/^permute$/, "Transpose"],
  [/^concat$/, "Concat"],
];

/** The affine part of a normalization is a layer of its own here: its name stays. */
const onnxName = (name: string): string =>
  (name === "affine" ? name : SAME[name]) ??
  KINDS.find(([pattern]) => pattern.test(name))?.[1] ??
  name;

/** @param adjusted whether an affine operation follows: the two are one normalization elsewhere. */
function operatorOf(operation: Operation, adjusted: boolean): Operator {
  const { name, shape, detail, alias } = operation;
  if (Object.hasOwn(SAME, name)) return OPERATORS.get(SAME[name])!;
  if (alias) {
    return (ask) => ({
      outputs: [{ shape }],
      work: { kind: "view" },
      paths: [reshaped(shapeAt(ask, 0), shape)],
    });
  }
  switch (detail?.kind) {
    case "convolution":
      return () => answerOf(detail.problem);
    case "pooling":
      return () => ({ ...answerOfPool(detail.problem), outputs: [{ shape }] });
    case "permutation":
      return () =>
        copied(shape, [detail.order.map((_, axis) => along(detail.order.indexOf(axis)))]);
    case "joining":
      return (ask) => {
        let start = 0;
        const paths = ask.inputs.map((part) => {
          const extents = part?.shape ?? [];
          const path = extents.map((_, i) => along(i, 1, i === detail.axis ? -start : 0));
          start += extents[detail.axis] ?? 0;
          return path;
        });
        return copied(shape, paths);
      };
    case undefined:
      return (ask) => plainly(operation, shapeAt(ask, 0), adjusted);
    default:
      return detail satisfies never;
  }
}

const copied = (shape: readonly number[], paths: NonNullable<Answer["paths"]>): Answer => ({
  outputs: [{ shape }],
  work: { kind: "copy" },
  paths,
});

/** The others, by name: numbers that are scaled, normalized or summed. */
function plainly(
  { name, shape, saves }: Operation,
  from: readonly number[],
  affine: boolean,
): Answer {
  const outputs = [{ shape }];
  const [size, before] = [sizeOf(shape), sizeOf(from)];
  const paths = [sameSize(from, shape) ? straight(from.length) : from.map(() => ALL)];
  switch (name) {
    case "scale":
    case "dropout":
      return {
        outputs,
        work: { kind: "elementwise", operations: { multiplications: size } },
        paths,
      };
    case "batchNorm":
      return {
        outputs,
        work: {
          kind: "normalization",
          operations: { multiplications: size, additions: size },
          affine,
        },
        paths,
        keeps: { inputs: [0] },
      };
    case "groupNorm":
    case "layerNorm": {
      const cells = saves?.[0]?.shape[0] ?? 1;
      const operations = {
        multiplications: 2 * size,
        additions: 3 * size - 2 * cells,
        divisions: 2 * cells,
        functions: cells,
      };
      return {
        outputs,
        work: { kind: "normalization", operations, affine },
        keeps: { output: true, extra: 4 * cells },
      };
    }
    case "sum":
    case "mean":
      return {
        outputs,
        work: {
          kind: "reduction",
          operations: { additions: before - size, divisions: name === "mean" ? size : 0 },
        },
      };
    case "max":
      return { outputs, work: { kind: "reduction", operations: { comparisons: before - size } } };
    default:
      return { outputs, work: { kind: "unknown", reason: "the operation is not known" } };
  }
}
