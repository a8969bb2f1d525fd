/** torch-* suites: convolutions and poolings with gradients, pad, unfold, fold, and which arguments are refused. */
import { checkPad, fromTorch, type TorchOptions, torchBorder } from "../src/dialects/torch.ts";
import { inputGradient, weightGradient } from "../src/semantics/adjoint.ts";
import { pad, padTranspose } from "../src/semantics/pad.ts";
import type { Problem } from "../src/semantics/problem.ts";
import { resolve } from "../src/semantics/resolve.ts";
import { outputShape } from "../src/semantics/shapes.ts";
import { fold, unfold } from "../src/semantics/unfold.ts";
import { backwardGradients } from "./backward.ts";
import { type Engine, Refused } from "./engine.ts";
import { known, numbers } from "./options.ts";
import type { Adapt, Check } from "./outcome.ts";
import { torchPooling } from "./pool-cases.ts";
import { type Case, type CaseTensor, tensorOf } from "./suite.ts";
import { exactly, reshaped, type Value } from "./value.ts";

export const torch: Adapt = (c) => {
  const conv = /^conv(Transpose)?([123])d$/.exec(c.op);
  if (conv) {
    const prepared = () => convolution(c, conv[1] ? "convTranspose" : "conv", Number(conv[2]));
    if (c.expect) return { kind: "validation", run: () => validated(prepared()) };
    return {
      kind: "convolution",
      run: (engine) => convolutionChecks(c, prepared(), engine),
      ...(c.grad ? { backward: (inexact) => backwardChecks(c, prepared(), inexact) } : {}),
    };
  }
  switch (c.op) {
    case "pad":
      return c.expect
        ? { kind: "validation", run: () => padShape(c) }
        : { kind: "semantics", run: () => padChecks(c) };
    case "unfold":
    case "fold":
      return c.expect
        ? { kind: "validation", run: () => patches(c).result }
        : { kind: "semantics", run: () => patchChecks(c) };
    default:
      return torchPooling(c);
  }
};

interface Prepared {
  readonly problem: Problem;
  readonly unbatched: boolean;
}

/** Suites with data write camelCase, the validation suite PyTorch's own snake_case. */
function convolution(
  { inputs = {}, options = {} }: Case,
  op: "conv" | "convTranspose",
  axes: number,
): Prepared {
  const { output_padding, ...rest } = options;
  const all = output_padding === undefined ? rest : { ...rest, outputPadding: output_padding };
  const { input, weight, bias } = inputs;
  const shapes = {
    input: input.shape,
    weight: weight.shape,
    ...(bias ? { bias: bias.shape } : {}),
  };
  const { spec, unbatched } = fromTorch(op, axes, shapes, all as TorchOptions);
  return { problem: resolve(spec), unbatched };
}

function validated({ problem, unbatched }: Prepared): readonly number[] {
  const shape = outputShape(problem);
  return unbatched ? shape.slice(1) : shape;
}

async function convolutionChecks(
  c: Case,
  { problem, unbatched }: Prepared,
  engine: Engine,
): Promise<Check[]> {
  const { input, weight, bias } = c.inputs!;
  const x = batched(readValue(input), unbatched);
  const w = readValue(weight);
  const y = await taken(engine(problem, x, w, bias ? readValue(bias) : null));
  const checks: Check[] = [
    { what: "forward", actual: y && unbatch(y, unbatched), expected: c.expected! },
  ];
  if (!c.grad) return checks;
  const { gradOutput, gradInput, gradWeight, gradBias } = c.grad;
  const g = batched(readValue(gradOutput), unbatched);
  for (const [gradient, expected] of [
    [inputGradient(problem), gradInput],
    [weightGradient(problem), gradWeight],
  ] as const) {
    if (!expected) continue;
    const [a, b] = expected === gradInput ? [g, w] : [x, g];
    const raw = await taken(
      engine(
        gradient.problem,
        exactly(f64(gradient.input(a, b))),
        exactly(f64(gradient.weight(a, b))),
        null,
      ),
    );
    if (!raw) continue;
    const data = gradient.result(raw);
    const error = raw.error && gradient.result({ shape: raw.shape, data: raw.error }).data;
    const shaped: Value = { ...data, error };
    checks.push({
      what: "gradient",
      actual: expected === gradInput ? unbatch(shaped, unbatched) : shaped,
      expected,
    });
  }
  if (gradBias && y)
    checks.push({ what: "gradient", actual: biasGradient(problem, g), expected: gradBias });
  return checks;
}

/** A layer and its gradients are three problems: an algorithm may refuse one and take another. */
const taken = (value: Promise<Value>): Promise<Value | null> =>
  value.catch((error: unknown) => {
    if (error instanceof Refused) return null;
    throw error;
  });

/** The gradients of a case by the engine's backward pass. */
async function backwardChecks(
  { inputs, grad }: Case,
  { problem, unbatched }: Prepared,
  inexact: () => void,
): Promise<Check[]> {
  const x = batched(readValue(inputs!.input), unbatched);
  const dy = batched(readValue(grad!.gradOutput), unbatched);
  const tensors = { x, w: readValue(inputs!.weight), dy };
  const { dx, dw, db } = await backwardGradients(problem, tensors, inexact);
  const { gradInput, gradWeight, gradBias } = grad!;
  return [
    [unbatch(dx, unbatched), gradInput],
    [dw, gradWeight],
    [db, gradBias],
  ].flatMap(([actual, expected]) =>
    expected ? [{ what: "gradient", actual: actual as Value, expected } as Check] : [],
  );
}

const f64 = (t: {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}) => ({ shape: t.shape, data: Float64Array.from(t.data) });

/** The bias is added to every output of its channel: its gradient is their sum. */
function biasGradient({ outChannels }: Problem, { shape, data }: Value): Value {
  const sums = new Float64Array(outChannels);
  const plane = shape.slice(2).reduce((a, b) => a * b, 1);
  data.forEach((value, i) => {
    sums[Math.floor(i / plane) % outChannels] += value;
  });
  return { shape: [outChannels], data: sums, error: null };
}

function padArguments({ inputs = {}, options = {} }: Case) {
  const { input } = inputs;
  const rank = input.shape.length;
  known(options, ["pad", "torchPad", "mode", "value", "before", "after"]);
  const list = numbers(options.pad ?? options.torchPad) ?? [];
  const before = new Array<number>(rank).fill(0);
  const after = new Array<number>(rank).fill(0);
  // PyTorch's order: last axis first.
  for (let i = 0; i < list.length / 2; i++) {
    before[rank - 1 - i] = list[2 * i];
    after[rank - 1 - i] = list[2 * i + 1];
  }
  const mode = String(options.mode ?? "constant");
  return {
    input,
    rank,
    mode,
    list,
    before: numbers(options.before) ?? before,
    after: numbers(options.after) ?? after,
    border: torchBorder(mode, Number(options.value ?? 0)),
  };
}

function padShape(c: Case): readonly number[] {
  const { input, rank, mode, before, after, list } = padArguments(c);
  if (list.length % 2 !== 0 || list.length / 2 > rank)
    throw new RangeError("padding comes in pairs, one an axis at most");
  if (mode !== "constant" && (list.length / 2 > rank - 1 || rank < 2))
    throw new RangeError("only spatial axes are continued");
  if (mode !== "constant" && list.length / 2 < rank - 2)
    throw new RangeError("all spatial axes are continued");
  input.shape.forEach((size, axis) => {
    checkPad(mode, size, Math.max(before[axis], after[axis]));
    if (size + before[axis] + after[axis] < 0) throw new RangeError("cropped below nothing");
    if (mode !== "constant" && size + before[axis] + after[axis] < 1)
      throw new RangeError("nothing is left");
  });
  return input.shape.map((size, axis) => size + before[axis] + after[axis]);
}

function padChecks(c: Case): Check[] {
  const { input, before, after, border } = padArguments(c);
  const checks: Check[] = [
    {
      what: "forward",
      actual: exactly(pad(tensorOf(input), before, after, border)),
      expected: c.expected!,
    },
  ];
  if (c.grad?.gradInput) {
    const back = padTranspose(tensorOf(c.grad.gradOutput), input.shape, before, after, border);
    checks.push({ what: "gradient", actual: exactly(back), expected: c.grad.gradInput });
  }
  return checks;
}

/** The problem whose windows are the patches, and the shape of the result. */
function patches({ op, inputs = {}, options = {} }: Case) {
  known(options, [
    "kernelSize",
    "kernel_size",
    "dilation",
    "padding",
    "stride",
    "outputSize",
    "output_size",
  ]);
  const { shape } = inputs.input;
  const pair = (value: unknown, otherwise: number): number[] => {
    const list = numbers(value) ?? [otherwise];
    return list.length === 1 ? [list[0], list[0]] : list;
  };
  const kernel = pair(options.kernelSize ?? options.kernel_size, 1);
  const taps = kernel[0] * kernel[1];
  const size = op === "fold" ? pair(options.outputSize ?? options.output_size, 1) : shape.slice(-2);
  const unbatched = op === "fold" ? shape.length === 2 : shape.length === 3;
  const lead = unbatched ? [1, ...shape] : shape;
  if (lead.length !== (op === "fold" ? 3 : 4)) throw new RangeError(`${shape.length} axes`);
  const channels = op === "fold" ? lead[1] / taps : lead[1];
  if (!Number.isInteger(channels))
    throw new RangeError(`${lead[1]} rows are no multiple of ${taps} taps`);
  const problem = resolve({
    input: [lead[0], channels, ...size],
    weight: [1, channels, ...kernel],
    stride: pair(options.stride, 1),
    padding: pair(options.padding, 0),
    dilation: pair(options.dilation, 1),
  });
  const positions = problem.axes.reduce((n, a) => n * a.output, 1);
  if (op === "fold" && lead[2] !== positions)
    throw new RangeError(`${lead[2]} columns, expected ${positions}`);
  const full = op === "fold" ? [lead[0], channels, ...size] : [lead[0], channels * taps, positions];
  return { problem, unbatched, lead, result: unbatched ? full.slice(1) : full };
}

function patchChecks(c: Case): Check[] {
  const { problem, lead, result } = patches(c);
  const [there, back] = c.op === "unfold" ? [unfold, fold] : [fold, unfold];
  const input = tensorOf(c.inputs!.input);
  const forward = there(problem, { shape: lead, data: input.data });
  const checks: Check[] = [
    { what: "forward", actual: { ...forward, shape: result, error: null }, expected: c.expected! },
  ];
  if (c.grad?.gradInput) {
    const g = tensorOf(c.grad.gradOutput);
    const gradient = back(problem, { shape: forward.shape, data: g.data });
    checks.push({
      what: "gradient",
      actual: { ...gradient, shape: input.shape, error: null },
      expected: c.grad.gradInput,
    });
  }
  return checks;
}

const readValue = (t: CaseTensor): Value => exactly(tensorOf(t));
const batched = (v: Value, unbatched: boolean): Value =>
  unbatched ? reshaped(v, [1, ...v.shape]) : v;
const unbatch = (v: Value, unbatched: boolean): Value =>
  unbatched ? reshaped(v, v.shape.slice(1)) : v;
