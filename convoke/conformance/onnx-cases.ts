/** onnx-* suites: Conv, ConvTranspose, ConvInteger, QLinearConv, CausalConvWithState, poolings, Pad, Col2Im. */
import { fromOnnx, type OnnxAttributes } from "../src/dialects/onnx.ts";
import { pad } from "../src/semantics/pad.ts";
import type { Border } from "../src/semantics/problem.ts";
import { resolve } from "../src/semantics/resolve.ts";
import { fold } from "../src/semantics/unfold.ts";
import type { Engine } from "./engine.ts";
import { known, NotUnderstood, numbers } from "./options.ts";
import type { Adapt, Check } from "./outcome.ts";
import { onnxPooling } from "./pool-cases.ts";
import { type Case, tensorOf } from "./suite.ts";
import { exactly, type Value } from "./value.ts";

export const onnx: Adapt = (c) => {
  switch (c.op) {
    case "Conv":
    case "ConvTranspose":
      return convolution(c, (engine) => plain(c, c.op as "Conv", engine));
    case "ConvInteger":
      return convolution(c, (engine) => integer(c, engine));
    case "QLinearConv":
      return convolution(c, (engine) => quantized(c, engine));
    case "CausalConvWithState":
      return { kind: "convolution", run: (engine) => causal(c, engine) };
    case "Pad":
      return { kind: "semantics", run: () => [padded(c)] };
    case "Col2Im":
      return { kind: "semantics", run: () => [columns(c)] };
    default:
      return onnxPooling(c);
  }
};

const convolution = (c: Case, run: (engine: Engine) => Promise<Value>) => ({
  kind: "convolution" as const,
  run: async (engine: Engine): Promise<Check[]> => [
    { what: "forward", actual: await run(engine), expected: c.expected! },
  ],
});

const input = (c: Case, role: string): Value | null => {
  const t = c.inputs?.[role];
  return t ? exactly(tensorOf(t)) : null;
};

function plain(c: Case, op: "Conv" | "ConvTranspose", engine: Engine): Promise<Value> {
  const [x, w, b] = [input(c, "X")!, input(c, "W")!, input(c, "B")];
  return engine(
    fromOnnx(
      op,
      { input: x.shape, weight: w.shape, bias: b !== null },
      c.options as OnnxAttributes,
    ),
    x,
    w,
    b,
  );
}

/** Values minus their zero point, which is one number or one an axis-`axis` element. */
function centred(v: Value, zero: Value | null, axis: number): Value {
  if (!zero) return v;
  const inner = v.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const at = (i: number) => (zero.data.length === 1 ? 0 : Math.floor(i / inner) % zero.data.length);
  return { ...v, data: v.data.map((value, i) => value - zero.data[at(i)]) };
}

/** Small integers: exact in float32, so no error is carried. */
async function integer(c: Case, engine: Engine): Promise<Value> {
  const x = centred(input(c, "x")!, input(c, "x_zero_point"), 0);
  const w = centred(input(c, "w")!, input(c, "w_zero_point"), 0);
  const y = await engine(
    fromOnnx("Conv", { input: x.shape, weight: w.shape, bias: false }, c.options as OnnxAttributes),
    x,
    w,
    null,
  );
  return { ...y, error: null };
}

async function quantized(c: Case, engine: Engine): Promise<Value> {
  const [xScale, wScale, yScale, yZero] = ["x_scale", "w_scale", "y_scale", "y_zero_point"].map(
    (role) => input(c, role)!,
  );
  const sums = await integer(c, engine);
  const bias = input(c, "B");
  const [, channels, ...spatial] = sums.shape;
  const plane = spatial.reduce((a, b) => a * b, 1);
  const [low, high] = c.expected!.dtype === "int8" ? [-128, 127] : [0, 255];
  const data = sums.data.map((value, i) => {
    const channel = Math.floor(i / plane) % channels;
    const scale =
      (xScale.data[0] * wScale.data[wScale.data.length === 1 ? 0 : channel]) / yScale.data[0];
    const whole = (value + (bias ? bias.data[channel] : 0)) * scale;
    return Math.min(high, Math.max(low, roundHalfEven(whole) + yZero.data[0]));
  });
  return { shape: sums.shape, data, error: null };
}

export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
}

/** A depthwise convolution over the past and the present; the last k − 1 samples are the new past. */
async function causal(c: Case, engine: Engine): Promise<Check[]> {
  known(c.options ?? {}, ["activation", "ndim"]);
  const [x, w, b, past] = [
    input(c, "input")!,
    input(c, "weight")!,
    input(c, "bias"),
    input(c, "past_state"),
  ];
  if (x.shape.length !== 3) throw new NotUnderstood(`${x.shape.length} axes`);
  const [batch, channels, length] = x.shape;
  const keep = w.shape[2] - 1;
  const whole = new Float64Array(batch * channels * (keep + length));
  const state = new Float64Array(batch * channels * keep);
  for (let row = 0; row < batch * channels; row++) {
    if (past) whole.set(past.data.subarray(row * keep, (row + 1) * keep), row * (keep + length));
    whole.set(x.data.subarray(row * length, (row + 1) * length), row * (keep + length) + keep);
    const end = (row + 1) * (keep + length);
    state.set(whole.subarray(end - keep, end), row * keep);
  }
  const problem = resolve({
    input: [batch, channels, keep + length],
    weight: w.shape,
    groups: channels,
    bias: b !== null,
  });
  const y = await engine(
    problem,
    { shape: [batch, channels, keep + length], data: whole, error: null },
    w,
    b,
  );
  const activation = String(c.options?.activation ?? "none");
  const actual =
    activation === "none" ? y : activation === "silu" || activation === "swish" ? silu(y) : null;
  if (!actual) throw new NotUnderstood(`activation ${activation}`);
  const checks: Check[] = [{ what: "forward", actual, expected: c.expected! }];
  const present = c.expectedExtra?.present_state;
  if (present)
    checks.push({
      what: "forward",
      actual: { shape: [batch, channels, keep], data: state, error: null },
      expected: present,
    });
  return checks;
}

/** x·σ(x); its slope is below 1.1 everywhere. */
const silu = (v: Value): Value => ({
  ...v,
  data: v.data.map((x) => x / (1 + Math.exp(-x))),
  error: v.error?.map((e) => 1.1 * e) ?? null,
});

function padded(c: Case): Check {
  known(c.options ?? {}, ["mode", "pads", "value"]);
  const data = tensorOf((c.inputs?.data ?? c.inputs?.input)!);
  const rank = data.shape.length;
  const pads = numbers(c.options?.pads) ?? [...tensorOf(c.inputs!.pads).data];
  const axes = c.inputs?.axes
    ? [...tensorOf(c.inputs.axes).data].map((a) => (a < 0 ? a + rank : a))
    : Array.from({ length: rank }, (_, i) => i);
  const before = new Array<number>(rank).fill(0);
  const after = new Array<number>(rank).fill(0);
  axes.forEach((axis, i) => {
    before[axis] = pads[i];
    after[axis] = pads[axes.length + i];
  });
  const value = Number(c.inputs?.constant_value?.data?.[0] ?? c.options?.value ?? 0);
  return {
    what: "forward",
    actual: exactly(pad(data, before, after, border(String(c.options?.mode ?? "constant"), value))),
    expected: c.expected!,
  };
}

function border(mode: string, value: number): Border {
  switch (mode) {
    case "constant":
      return { kind: "constant", value };
    case "edge":
      return { kind: "replicate" };
    case "reflect":
    case "wrap":
      return { kind: mode };
    default:
      throw new NotUnderstood(`mode ${mode}`);
  }
}

function columns(c: Case): Check {
  known(c.options ?? {}, ["dilations", "pads", "strides"]);
  const t = tensorOf(c.inputs!.input);
  const image = [...tensorOf(c.inputs!.image_shape).data];
  const block = [...tensorOf(c.inputs!.block_shape).data];
  const ones = image.map(() => 1);
  const pads = numbers(c.options?.pads) ?? [...ones, ...ones].map(() => 0);
  const channels = t.shape[1] / block.reduce((a, b) => a * b, 1);
  const problem = resolve({
    input: [t.shape[0], channels, ...image],
    weight: [1, channels, ...block],
    dilation: numbers(c.options?.dilations) ?? ones,
    stride: numbers(c.options?.strides) ?? ones,
    padding: image.map((_, axis) => [pads[axis], pads[image.length + axis]] as const),
  });
  return { what: "forward", actual: exactly(fold(problem, t)), expected: c.expected! };
}
