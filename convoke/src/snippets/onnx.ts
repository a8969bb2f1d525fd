/**
 * A problem as an ONNX model: its operator, and before and behind it what the operator does not say.
 *
 *   x ─[Transpose]─[Pad | Gather …]─ Conv | ConvTranspose ─[Pad]─[Add]─[activation]─[Transpose]─ y
 *
 * Source: ONNX operator specifications, Conv (11), ConvTranspose (11), Pad (18, 19), Gather (13).
 */
import { fault, UnsupportedError } from "../errors.ts";
import { writeOnnx } from "../formats/onnx/index.ts";
import type {
  OnnxAttribute,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValue,
} from "../formats/onnx/model.ts";
import { onnxTensor } from "../formats/onnx/write-tensor.ts";
import { format } from "../semantics/descriptor.ts";
import { borderMap, tableOf } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import type { Arguments } from "../semantics/reference.ts";
import { inputShape, outputShape } from "../semantics/shapes.ts";
import type { ConvSpec } from "../semantics/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { parametersOf } from "./experiment.ts";
import { folds, ownPadding } from "./places.ts";
import { plainWeight } from "./plain-weight.ts";
import { channelsFirst, channelsLast, overhangs } from "./python.ts";

/** Pad of this version knows all the borders that it will. */
const OPSET = 19;
const IR_VERSION = 9;

/** A graph that is being put together: a chain of nodes, each of which takes what the last one made. */
interface Chain {
  readonly nodes: OnnxNode[];
  readonly initializers: Map<string, OnnxTensor>;
}

function push(
  { nodes }: Chain,
  op: string,
  attributes: Readonly<Record<string, OnnxAttribute>>,
  ...constants: string[]
): void {
  const name = `${op.toLowerCase()}${nodes.length}`;
  const last = nodes.at(-1)?.outputs[0] ?? "x";
  nodes.push({
    name,
    op,
    domain: "",
    inputs: [last, ...constants],
    outputs: [`${name}_out`],
    attributes: new Map(Object.entries(attributes)),
  });
}

function constant(
  { initializers }: Chain,
  name: string,
  shape: readonly number[],
  data: Float32Array | BigInt64Array,
): string {
  initializers.set(name, onnxTensor(name, shape, data));
  return name;
}

/** The nodes, the last of which gives `y`. */
const ended = ({ nodes }: Chain): OnnxNode[] =>
  nodes.map((node, i) => (i === nodes.length - 1 ? { ...node, outputs: ["y"] } : node));

/**
 * The bytes of a model with the input `x`, the output `y`, both in the problem's layouts, and weight
 * and bias as initializers; float32 throughout, opset 19.
 *
 * @param what a descriptor, a Spec or a Problem.
 * @throws UnsupportedError for a transposed convolution whose border folds: no operator adds up what
 *   falls outside.
 * @throws ShapeError when weight or bias do not have the problem's shape.
 */
export function onnxOf(
  what: Problem | ConvSpec | string,
  parameters: Pick<Arguments, "weight"> & { readonly bias?: Arguments["bias"] | null },
): Uint8Array<ArrayBuffer> {
  return writeOnnx(modelOf(problemOf(what), parameters));
}

function modelOf(
  problem: Problem,
  given: Pick<Arguments, "weight"> & { readonly bias?: Arguments["bias"] | null },
): OnnxModel {
  const { op, border } = problem;
  if (op === "convTranspose" && folds(border))
    throw fault(UnsupportedError, {
      name: "the border of a transposed convolution in ONNX",
      expected: "zero or constant, as no operator folds what falls outside back",
      got: border.kind,
    });
  const { weight, bias } = parametersOf(problem, given);
  const chain: Chain = { nodes: [], initializers: new Map() };
  const [first, last] = [channelsFirst(problem), channelsLast(problem)];
  if (first) push(chain, "Transpose", { perm: ints(first) });
  const plain = plainWeight(problem, weight);
  constant(chain, "weight", plain.shape, plain.data);
  if (op === "conv") pushConv(chain, problem, bias);
  else pushTransposed(chain, problem, bias);
  pushActivation(chain, problem);
  if (last) push(chain, "Transpose", { perm: ints(last) });
  return {
    irVersion: IR_VERSION,
    producer: "convoke",
    opsets: new Map([["", OPSET]]),
    graph: {
      name: format(problem),
      nodes: ended(chain),
      initializers: chain.initializers,
      inputs: [valueNamed("x", inputShape(problem))],
      outputs: [valueNamed("y", outputShape(problem))],
      values: [],
    },
  };
}

const ints = (value: readonly number[]): OnnxAttribute => ({ kind: "ints", value });
const float = (value: number): OnnxAttribute => ({ kind: "float", value });

/** An extent of 0 is one that nobody says. */
const valueNamed = (name: string, shape: readonly number[]): OnnxValue => ({
  name,
  type: { kind: "tensor", dtype: "float32", shape: shape.map((n) => (n === 0 ? null : n)) },
});

const geometryOf = ({ axes, groups }: Problem): Record<string, OnnxAttribute> => ({
  kernel_shape: ints(axes.map((a) => a.kernel)),
  strides: ints(axes.map((a) => a.stride)),
  dilations: ints(axes.map((a) => a.dilation)),
  group: { kind: "int", value: groups },
});

const biasOf = (chain: Chain, bias: Tensor | null): string[] =>
  bias ? [constant(chain, "bias", bias.shape, bias.data)] : [];

/** What stands before all axes, then what stands behind them, as ONNX orders it. */
const sides = (pads: readonly { readonly before: number; readonly after: number }[]): number[] => [
  ...pads.map((p) => p.before),
  ...pads.map((p) => p.after),
];

function pushPad(
  chain: Chain,
  pads: readonly { readonly before: number; readonly after: number }[],
  mode: string,
  value = 0,
): void {
  // Batch and channels come first.
  const none = { before: 0, after: 0 };
  const all = BigInt64Array.from(sides([none, none, ...pads]), BigInt);
  const name = `pads${chain.nodes.length}`;
  const constants = [constant(chain, name, [all.length], all)];
  if (value !== 0) constants.push(constant(chain, `${name}_value`, [], Float32Array.of(value)));
  push(chain, "Pad", { mode: { kind: "string", value: mode } }, ...constants);
}

function pushConv(chain: Chain, problem: Problem, bias: Tensor | null): void {
  const { axes, border } = problem;
  const own = border.kind === "zero" && axes.every((a) => a.before >= 0 && a.after >= 0);
  const padded = axes.some((a) => a.before !== 0 || a.after !== 0);
  if (padded && !own) pushBorder(chain, problem);
  const pads = own ? sides(axes) : sides(axes.map(() => ({ before: 0, after: 0 })));
  const constants = ["weight", ...biasOf(chain, bias)];
  push(chain, "Conv", { ...geometryOf(problem), pads: ints(pads) }, ...constants);
}

/** One Pad where there is a mode for it; else the index map of each axis. */
function pushBorder(chain: Chain, { axes, border }: Problem): void {
  if (!folds(border)) {
    pushPad(chain, axes, "constant", border.kind === "constant" ? border.value : 0);
    return;
  }
  const mode = ownPadding("onnx", border, axes);
  if (mode !== null) {
    pushPad(chain, axes, mode);
    return;
  }
  axes.forEach(({ input, before, after }, i) => {
    if (before === 0 && after === 0) return;
    const length = input + before + after;
    const places = BigInt64Array.from(tableOf(borderMap(border, input, -before, length)), BigInt);
    const name = constant(chain, `places${i}`, [length], places);
    push(chain, "Gather", { axis: { kind: "int", value: i + 2 } }, name);
  });
}

function pushTransposed(chain: Chain, problem: Problem, bias: Tensor | null): void {
  const { axes } = problem;
  const geometry = geometryOf(problem);
  // A runtime refuses output padding that is not less than the stride, though the definition has it.
  if (axes.every((a) => a.before >= 0 && a.after >= 0 && a.outputPadding < a.stride)) {
    const attributes = {
      ...geometry,
      pads: ints(sides(axes)),
      output_padding: ints(axes.map((a) => a.outputPadding)),
    };
    push(chain, "ConvTranspose", attributes, "weight", ...biasOf(chain, bias));
    return;
  }
  // What is longer than the operator makes it sees no tap, but the bias.
  push(chain, "ConvTranspose", geometry, "weight");
  const pads = overhangs(problem).map(({ before, after }) => ({ before: -before, after: -after }));
  pushPad(chain, pads, "constant");
  if (bias) {
    const shape = [bias.data.length, ...axes.map(() => 1)];
    push(chain, "Add", {}, constant(chain, "bias", shape, bias.data));
  }
}

function pushActivation(chain: Chain, { activation }: Problem): void {
  switch (activation.kind) {
    case "identity":
      return;
    case "clamp": {
      const { min, max } = activation;
      if (min === 0 && max === Infinity) {
        push(chain, "Relu", {});
        return;
      }
      const limit = (name: string, value: number): string =>
        Number.isFinite(value) ? constant(chain, name, [], Float32Array.of(value)) : "";
      push(chain, "Clip", {}, limit("min", min), limit("max", max));
      return;
    }
    case "leaky-relu":
      push(chain, "LeakyRelu", { alpha: float(activation.slope) });
      return;
    case "hard-sigmoid":
      push(chain, "HardSigmoid", { alpha: float(activation.alpha), beta: float(activation.beta) });
      return;
    case "hard-swish":
      push(chain, "HardSwish", {});
      return;
    default:
      activation satisfies never;
  }
}
