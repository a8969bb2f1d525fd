/**
 * Which tensors of a layer must be there, and when: forwards, until its gradients are known, and from
 * one step to the next. What an algorithm needs beside them is its workspace (`algorithms.ts`).
 */
import type { Task } from "../engine.ts";
import { readOptions } from "../options.ts";
import type { Activation, Problem } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { ELEMENT_BYTES, type ElementType, elementType } from "./elements.ts";
import { type LayerCostOptions, parametersOf, type TensorBytes, tensorBytes } from "./layer.ts";
import { joined, type Sentence } from "./reasons.ts";

/** A tensor that the backward pass reads. */
export interface Kept {
  /** `sum` is the output before the activation. */
  readonly tensor: "input" | "weight" | "output" | "sum";
  readonly bytes: number;
  readonly why: Sentence;
}

/** Numbers that an optimiser keeps for each parameter. */
export const OPTIMIZER_SLOTS = { sgd: 0, momentum: 1, adam: 2 } as const;
export type OptimizerName = keyof typeof OPTIMIZER_SLOTS;

/** Bytes, every tensor in the element type of the layer. */
export interface TrainingMemory {
  readonly dtype: ElementType;
  /** What is there while the forward pass runs. */
  readonly forward: TensorBytes;
  /** What must stay until the gradients are known. */
  readonly kept: readonly Kept[];
  /** A gradient for each tensor of the layer. */
  readonly gradients: TensorBytes;
  /** State of the optimiser, between steps too. */
  readonly optimizer: Readonly<Record<OptimizerName, number>>;
  /**
   * Most bytes at once: forwards all of `forward`; backwards the kept tensors, the bias and all
   * gradients. Without the optimiser's state.
   */
  readonly peak: { readonly forward: number; readonly backward: number };
  /** The textbook: 2 · (input + output + weight), and why the peak is another number. */
  readonly textbook: number;
  readonly reason: Sentence;
}

const WHY = {
  input: { en: "the weight gradient multiplies it", zh: "权重梯度要乘它" },
  weight: { en: "the input gradient multiplies it", zh: "输入梯度要乘它" },
  output: {
    en: "the gradient of the activation depends on it",
    zh: "激活函数的梯度由它决定",
  },
  sum: {
    en: "the activation is not monotonic: its gradient depends on what went in",
    zh: "激活函数不单调：其梯度取决于激活之前的值",
  },
} as const satisfies Record<Kept["tensor"], Sentence>;

/**
 * @throws as `layerCost` does.
 * @see Dive into Deep Learning 6.4, exercise 3 (memory of both passes)
 */
export function trainingMemory(what: Task, options: LayerCostOptions = {}): TrainingMemory {
  readOptions("trainingMemory", options, ["dtype"]);
  const dtype = elementType(options.dtype);
  const problem = problemOf(what);
  const bytes = tensorBytes(problem, dtype);
  const kept = (["input", "weight", ...ofActivation(problem.activation)] as const).map(
    (tensor): Kept => ({
      tensor,
      bytes: bytes[tensor === "sum" ? "output" : tensor],
      why: WHY[tensor],
    }),
  );
  const parameters = ELEMENT_BYTES[dtype] * parametersOf(problem).total;
  const backward = kept.reduce((sum, { bytes: n }) => sum + n, bytes.bias + bytes.total);
  const textbook = 2 * (bytes.input + bytes.output + bytes.weight);
  return {
    dtype,
    forward: bytes,
    kept,
    gradients: bytes,
    optimizer: {
      sgd: OPTIMIZER_SLOTS.sgd * parameters,
      momentum: OPTIMIZER_SLOTS.momentum * parameters,
      adam: OPTIMIZER_SLOTS.adam * parameters,
    },
    peak: { forward: bytes.total, backward },
    textbook,
    reason: reasonOf(bytes, problem),
  };
}

/** What the gradient of an activation is made of: nothing, its value, or its argument. */
function ofActivation(activation: Activation): readonly ("output" | "sum")[] {
  switch (activation.kind) {
    case "identity":
      return [];
    case "clamp":
    case "hard-sigmoid":
      return ["output"];
    case "leaky-relu":
      // A slope below 0 gives one value for two arguments.
      return [activation.slope < 0 ? "sum" : "output"];
    case "hard-swish":
      return ["sum"];
    default:
      return activation satisfies never;
  }
}

/** The peak of the backward pass has no output where nothing needs it, and has the bias. */
function reasonOf({ output, bias }: TensorBytes, { activation }: Problem): Sentence {
  const parts: Sentence[] = [];
  if (activation.kind === "identity")
    parts.push({
      en: `no gradient of a linear layer needs its output (${bytesText(output)})`,
      zh: `线性层的梯度都不需要它的输出（${bytesText(output)}）`,
    });
  if (bias > 0)
    parts.push({
      en: `the text leaves out the bias and its gradient (${bytesText(2 * bias)})`,
      zh: `书中没有计入偏置及其梯度（${bytesText(2 * bias)}）`,
    });
  if (parts.length === 0)
    parts.push({
      en: "equal: the gradient of the activation needs the output, and there is no bias",
      zh: "相等：激活函数的梯度需要输出，且没有偏置",
    });
  return joined(parts);
}

const bytesText = (bytes: number): string => `${bytes.toLocaleString("en")} B`;
