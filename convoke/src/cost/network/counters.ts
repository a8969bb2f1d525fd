/**
 * What other counters print for the same layers. Each has rules of its own, over PyTorch modules or
 * operators; a layer here is taken for the module that it would be there. What is ours is the number of
 * multiply-adds of convolutions and matrix products.
 *
 * Sources, as published in 2024: fvcore, `fvcore/nn/jit_handles.py` and `flop_count.py`; ptflops,
 * `ptflops/pytorch_ops.py`; thop, `thop/vision/basic_hooks.py` and `calc_func.py`; torchinfo,
 * `torchinfo/layer_info.py`.
 */
import { outputShape, weightShape } from "../../semantics/shapes.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import type { Sentence } from "../reasons.ts";
import type { Network, NetworkLayer } from "./network.ts";

export type CounterName = "fvcore" | "ptflops" | "thop" | "torchinfo";

/** A part of what a counter counts for a layer. */
interface Part {
  readonly amount: number;
  /** Multiply-adds that it stands for. */
  readonly ours: number;
  readonly why: keyof typeof WHY;
}

export interface Disagreement {
  readonly name: CounterName;
  /** What it calls its number. Multiply-adds all of them. */
  readonly calls: string;
  readonly total: number;
  readonly ours: number;
  /** Why they differ: amounts whose sum is `total - ours`. */
  readonly reasons: readonly {
    readonly why: Sentence;
    readonly amount: number;
    readonly layers: number;
  }[];
}

const WHY = {
  same: { en: "products of convolutions and matrices", zh: "卷积与矩阵的乘积" },
  bias: { en: "each bias that is added counts as a multiply-add", zh: "每次加偏置算一次乘加" },
  transposed: {
    en: "a transposed convolution is counted at its outputs, as if it were a plain one",
    zh: "转置卷积按输出位置计数，当作普通卷积",
  },
  rows: {
    en: "a linear layer counts its weights once for each example, whatever rows an example has",
    zh: "全连接层每个样本只算一次权重，不管样本有多少行",
  },
  free: {
    en: "a product of two activations is no module and is not counted",
    zh: "两个激活值的乘积不是模块，不计数",
  },
  normalization: { en: "normalizations count", zh: "归一化计数" },
  activation: { en: "activations count one for each number", zh: "激活函数每个数算一次" },
  pooling: { en: "poolings count", zh: "汇聚计数" },
  elementwise: { en: "sums and products of tensors count", zh: "张量的逐元素加、乘计数" },
  softmax: { en: "softmax counts", zh: "softmax 计数" },
  resize: { en: "enlarging counts", zh: "放大计数" },
} as const satisfies Record<string, Sentence>;

/** What the rules ask of a layer. */
interface Sized {
  readonly op: string;
  readonly layer: NetworkLayer;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly macs: number;
}

type Rule = (sized: Sized) => readonly Part[];

const RULES: Record<CounterName, { readonly calls: string; readonly rule: Rule }> = {
  fvcore: { calls: "FLOPs", rule: fvcore },
  ptflops: { calls: "MACs", rule: ptflops },
  thop: { calls: "MACs", rule: thop },
  torchinfo: { calls: "mult-adds", rule: torchinfo },
};

const NORMALIZATIONS = ["InstanceNormalization", "GroupNormalization", "LayerNormalization"];
const ACTIVATIONS = ["Relu", "PRelu", "Elu", "LeakyRelu", "Clip", "Gelu"];

const part = (why: Part["why"], amount: number, ours = 0): Part => ({ why, amount, ours });
const multiple = (why: Part["why"], sized: Sized, ofInput: number, ofOutput: number): Part =>
  part(why, ofInput * sizeOf(sized.input) + ofOutput * sizeOf(sized.output));
const affine = ({ layer: { work } }: Sized): boolean =>
  work.kind === "normalization" && work.affine;

/** One multiply-add is one FLOP; no bias. */
function fvcore(sized: Sized): readonly Part[] {
  const { op, macs } = sized;
  if (macs > 0) return [part("same", macs, macs)];
  if (op === "BatchNormalization")
    return [multiple("normalization", sized, affine(sized) ? 2 : 1, 0)];
  if (NORMALIZATIONS.includes(op))
    return [multiple("normalization", sized, affine(sized) ? 5 : 4, 0)];
  if (op === "GlobalAveragePool" && sized.input.length === 4)
    return [multiple("pooling", sized, 1, 0)];
  if (isResize(op)) return [multiple("resize", sized, 0, isNearest(sized) ? 1 : 4)];
  return [];
}

function ptflops(sized: Sized): readonly Part[] {
  const { op, macs, output } = sized;
  const { work } = sized.layer;
  if (work.kind === "convolution") {
    const bias = work.problem.bias ? [part("bias", sizeOf(output))] : [];
    return [atOutputs(sized), ...bias];
  }
  if (work.kind === "product") {
    const bias = work.bias ? [part("bias", work.sums)] : [];
    return [part("same", macs, macs), ...bias];
  }
  if (work.kind === "pooling") return [multiple("pooling", sized, 1, 0)];
  if (op === "BatchNormalization" || NORMALIZATIONS.includes(op))
    return [multiple("normalization", sized, affine(sized) ? 2 : 1, 0)];
  if (ACTIVATIONS.includes(op)) return [multiple("activation", sized, 0, 1)];
  if (op === "Softmax") return [multiple("softmax", sized, 1, 0)];
  if (op === "Add" || op === "Mul") return [multiple("elementwise", sized, 0, 1)];
  if (isResize(op)) return [multiple("resize", sized, 0, 1)];
  return [];
}

function thop(sized: Sized): readonly Part[] {
  const { op, macs, input, output } = sized;
  const { work } = sized.layer;
  if (work.kind === "convolution") return [atOutputs(sized)];
  if (work.kind === "product")
    return [work.weighted ? part("same", macs, macs) : part("free", 0, macs)];
  if (op === "AveragePool") return [multiple("pooling", sized, 0, 1)];
  if (op === "GlobalAveragePool") {
    const window = sizeOf(input.slice(2)) / sizeOf(output.slice(2));
    return [multiple("pooling", sized, 0, window + 1)];
  }
  if (op === "BatchNormalization" || (NORMALIZATIONS.includes(op) && op !== "GroupNormalization"))
    return [multiple("normalization", sized, affine(sized) ? 4 : 2, 0)];
  if (op === "PRelu") return [multiple("activation", sized, 1, 0)];
  // n exponentials, n - 1 additions and n divisions a row; there are n - 1 comparisons here.
  if (work.kind === "reduction" && op === "Softmax")
    return [part("softmax", 2 * sizeOf(input) + (work.operations.comparisons ?? 0))];
  if (isResize(op)) return [multiple("resize", sized, 0, isNearest(sized) ? 1 : 11)];
  return [];
}

/** Parameters, weight and bias, times the positions of the output, or the examples. */
function torchinfo(sized: Sized): readonly Part[] {
  const { op, macs, output } = sized;
  const { work } = sized.layer;
  if (work.kind === "convolution") {
    const bias = work.problem.bias ? [part("bias", sizeOf(output))] : [];
    return [atOutputs(sized), ...bias];
  }
  if (work.kind === "product") {
    if (!work.weighted) return [part("free", 0, macs)];
    const examples = output[0] ?? 1;
    const weights = examples * work.terms * work.columns;
    const bias = work.bias ? [part("bias", examples * work.columns)] : [];
    return [part(weights === macs ? "same" : "rows", weights, macs), ...bias];
  }
  if ((op === "BatchNormalization" || NORMALIZATIONS.includes(op)) && affine(sized))
    return [part("normalization", output[0] * 2 * (output[1] ?? 1))];
  return [];
}

/** Every output with all weights of its group: right for a plain convolution. */
function atOutputs({ layer: { work }, macs }: Sized): Part {
  if (work.kind !== "convolution" || work.problem.op === "conv") return part("same", macs, macs);
  const { problem } = work;
  const positions = sizeOf(outputShape(problem)) / problem.outChannels;
  const perPosition = sizeOf(weightShape(problem));
  return part("transposed", positions * perPosition, macs);
}

const isResize = (op: string) => op === "Resize" || op === "Upsample";
/** A number of an output of nearest neighbours is one of the input's. */
const isNearest = ({ layer }: Sized) => layer.work.kind === "copy";

/**
 * For every counter, its total and why it is not ours.
 *
 * @param macs ours, of each layer.
 */
export function disagreements(network: Network, macs: readonly number[]): readonly Disagreement[] {
  const sized = network.layers.map((layer, at): Sized => {
    const shapeOf = (name: string | undefined) =>
      (name === undefined ? null : network.values.get(name)?.shape) ?? [];
    return {
      op: layer.op,
      layer,
      input: shapeOf(layer.inputs[0]),
      output: shapeOf(layer.outputs[0]),
      macs: macs[at],
    };
  });
  const ours = macs.reduce((sum, n) => sum + n, 0);
  return (Object.keys(RULES) as CounterName[]).map((name) => {
    const { calls, rule } = RULES[name];
    const parts = sized
      .filter(({ layer: { work } }) => work.kind !== "constant" && work.kind !== "unknown")
      .flatMap((layer) => rule(layer));
    const kinds = [...new Set(parts.map(({ why }) => why))];
    const reasons = kinds
      .map((why) => {
        const own = parts.filter((p) => p.why === why && p.amount !== p.ours);
        const amount = own.reduce((sum, p) => sum + p.amount - p.ours, 0);
        return { why: WHY[why], amount, layers: own.length };
      })
      .filter(({ amount }) => amount !== 0)
      .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
    return { name, calls, total: parts.reduce((sum, p) => sum + p.amount, 0), ours, reasons };
  });
}
