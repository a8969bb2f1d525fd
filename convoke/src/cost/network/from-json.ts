/**
 * Networks described in JSON, with the shapes of their weights in a safetensors file or in the
 * description itself.
 *
 *     { "inputs": { "x": ["n", 3, 224, 224] },
 *       "nodes": [
 *         { "op": "Conv", "name": "conv1", "strides": [2, 2], "pads": [3, 3, 3, 3] },
 *         { "op": "Relu" },
 *         { "op": "Add", "inputs": ["Relu 1", "conv1"] } ] }
 *
 * Operators and attributes are ONNX's; `Linear` is x·Wᵀ + b. A node without inputs takes what the one
 * before it made, and one with weights those of its own name: conv1.weight, conv1.bias. It makes a value
 * of its name. Without `outputs`, the last value is the output.
 */
import { FormatError, fault, guard, show } from "../../errors.ts";
import type { OnnxDtype } from "../../formats/onnx/elements.ts";
import { nearest } from "../../options.ts";
import { bind, type Extents } from "./bind.ts";
import type { Attribute, Constant, Graph, GraphInput, GraphNode } from "./graph.ts";
import { infer } from "./infer.ts";
import type { Network } from "./network.ts";

/** A tensor's shape and type: what a safetensors file says, or JSON. */
export interface WeightShape {
  readonly shape: readonly number[];
  /** As safetensors calls it; default F32. */
  readonly dtype?: string;
}

const KEYS = ["name", "inputs", "outputs", "weights", "nodes", "opset"] as const;
/** Version of ONNX's operators, unless the description says. */
const OPSET = 17;

/** Weights that a node has by its name, in the order of its inputs. */
const WEIGHTS: Readonly<Record<string, readonly string[]>> = {
  Conv: ["weight", "bias"],
  ConvTranspose: ["weight", "bias"],
  Gemm: ["weight", "bias"],
  MatMul: ["weight"],
  BatchNormalization: ["weight", "bias", "running_mean", "running_var"],
  InstanceNormalization: ["weight", "bias"],
  GroupNormalization: ["weight", "bias"],
  LayerNormalization: ["weight", "bias"],
  PRelu: ["weight"],
};

const DTYPES: Readonly<Record<string, OnnxDtype>> = {
  F64: "float64",
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  I64: "int64",
  I32: "int32",
  I16: "int16",
  I8: "int8",
  U8: "uint8",
  BOOL: "bool",
};

/**
 * @param description the JSON, parsed. Its `weights` may give shapes by name; where it names a file
 *   instead, `weights` has them: `readSafetensors(bytes).tensors` does.
 * @throws FormatError for a description that is none; OptionError for extents that are open; ShapeError.
 */
export function networkFromJson(
  description: unknown,
  weights: ReadonlyMap<string, WeightShape> = new Map(),
  extents: Extents = {},
): Network {
  const graph = graphOf(description, weights);
  return infer(graph, bind(graph, extents));
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isShape = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");

const wrong = (name: string, expected: string, got: unknown) =>
  fault(FormatError, { name: `${name} of the network's description`, expected, got });

function graphOf(description: unknown, stored: ReadonlyMap<string, WeightShape>): Graph {
  if (!isObject(description)) throw wrong("the whole", "an object", description);
  const stray = Object.keys(description).find((key) => !(KEYS as readonly string[]).includes(key));
  if (stray !== undefined) {
    const meant = nearest(stray, KEYS);
    throw wrong("a key", `one of ${KEYS.join(", ")}${meant ? ` (is it ${meant}?)` : ""}`, stray);
  }
  const { name = "network", inputs, outputs, weights, nodes, opset = OPSET } = description;
  if (typeof name !== "string") throw wrong("the name", "text", name);
  if (!(Number.isInteger(opset) && Number(opset) >= 1))
    throw wrong("the opset", "a whole number of at least 1", opset);
  if (!isObject(inputs) || Object.keys(inputs).length === 0)
    throw wrong("the inputs", "shapes by name, one at least", inputs);
  if (!Array.isArray(nodes) || nodes.length === 0)
    throw wrong("the nodes", "a list of at least one", nodes);
  if (outputs !== undefined && !isTexts(outputs)) throw wrong("the outputs", "names", outputs);
  const constants = constantsOf(weights, stored);
  const made = nodesOf(nodes, Object.keys(inputs), constants);
  return {
    name,
    opset: Number(opset),
    nodes: made,
    inputs: Object.entries(inputs).map(([key, shape]) => inputOf(key, shape)),
    outputs: outputs ?? [made[made.length - 1].outputs[0]],
    constants,
  };
}

/** A list of extents, or { shape, dtype }. */
function inputOf(name: string, given: unknown): GraphInput {
  const { shape, dtype = "float32" } = isObject(given) ? given : { shape: given };
  const fits =
    Array.isArray(shape) &&
    shape.every((n) => typeof n === "string" || (Number.isSafeInteger(n) && n >= 1));
  if (!fits) throw wrong(`the input ${name}`, "a list of whole extents and names", given);
  if (!Object.values(DTYPES).includes(dtype as OnnxDtype))
    throw wrong(`the input ${name}`, `a dtype of ${Object.values(DTYPES).join(", ")}`, dtype);
  return { name, dtype: dtype as OnnxDtype, shape };
}

function constantsOf(
  given: unknown,
  stored: ReadonlyMap<string, WeightShape>,
): Map<string, Constant> {
  const shapes = new Map<string, WeightShape>(stored);
  if (isObject(given)) {
    for (const [name, shape] of Object.entries(given)) {
      if (!isShape(shape)) throw wrong(`the weight ${name}`, "whole extents", shape);
      shapes.set(name, { shape });
    }
  } else if (given !== undefined && typeof given !== "string")
    throw wrong("the weights", "shapes by name, or the name of a safetensors file", given);
  return new Map(
    [...shapes].map(([name, { shape, dtype = "F32" }]) => [
      name,
      { shape, dtype: DTYPES[dtype] ?? "float32", numbers: null },
    ]),
  );
}

function nodesOf(
  nodes: readonly unknown[],
  inputs: readonly string[],
  constants: Map<string, Constant>,
): GraphNode[] {
  let before = inputs[0];
  const counts = new Map<string, number>();
  return nodes.map((node, at) => {
    const called = `node ${at}`;
    if (!isObject(node)) throw wrong(called, "an object", node);
    const { op, name, inputs: taken, outputs, ...rest } = node;
    if (typeof op !== "string" || op === "") throw wrong(called, "an op, such as Conv", node);
    if (name !== undefined && typeof name !== "string")
      throw wrong(`the name of ${called}`, "text", name);
    for (const [key, list] of Object.entries({ inputs: taken, outputs }))
      if (list !== undefined && !isTexts(list))
        throw wrong(`the ${key} of ${called}`, "names", list);
    const count = (counts.get(op) ?? 0) + 1;
    counts.set(op, count);
    const own = name ?? `${op} ${count}`;
    const data = (taken as string[] | undefined) ?? [before];
    const weights = data.length === 1 && name !== undefined ? weightsOf(op, name, constants) : [];
    const made = (outputs as string[] | undefined) ?? [own];
    guard(made.length > 0, FormatError, () => ({
      name: `the outputs of ${called} of the network's description`,
      expected: "one name at least",
      got: outputs,
    }));
    before = made[0];
    const linear = op === "Linear";
    return {
      name: own,
      op: linear ? "Gemm" : op,
      domain: "",
      inputs: [...data, ...weights],
      outputs: made,
      attributes: new Map([
        ...Object.entries(rest).map(
          ([key, value]) => [key, attributeOf(called, key, value)] as const,
        ),
        ...(linear ? [["transB", 1] as const] : []),
      ]),
    };
  });
}

function weightsOf(op: string, name: string, constants: ReadonlyMap<string, Constant>): string[] {
  const list = op === "Linear" ? WEIGHTS.Gemm : (WEIGHTS[op] ?? []);
  return list.map((part) => `${name}.${part}`).filter((key) => constants.has(key));
}

/** Lists that newer versions take as inputs (axes, pads, a shape) may be attributes here. */
function attributeOf(called: string, key: string, value: unknown): Attribute {
  const numbers = Array.isArray(value) && value.every((n) => typeof n === "number");
  if (typeof value === "number" || typeof value === "string" || numbers || isTexts(value))
    return value as Attribute;
  throw wrong(`the attribute ${key} of ${called}`, "a number, text or a list of them", show(value));
}
