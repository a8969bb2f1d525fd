/** Small WebNN graphs: a convolution or a pooling between reshapes, activations and quantisation. */
import type { WebnnOptions } from "../src/dialects/webnn.ts";
import type { WebnnPoolOptions } from "../src/dialects/webnn-pool.ts";
import type { Engine } from "./engine.ts";
import { toFloat16 } from "./float16.ts";
import { roundHalfEven } from "./onnx-cases.ts";
import { known, NotUnderstood, numbers } from "./options.ts";
import { poolWebnn } from "./pool-cases.ts";
import type { PoolEngine } from "./pool-engine.ts";
import type { Case, GraphNode } from "./suite.ts";
import { tensorOf } from "./suite.ts";
import { exactly, reshaped, type Value } from "./value.ts";
import { convolve } from "./webnn-cases.ts";

type Options = Readonly<Record<string, unknown>>;
type Elementwise = {
  readonly keys: readonly string[];
  readonly of: (x: number, o: Options) => number;
};

const number = (value: unknown, otherwise: number): number =>
  value === undefined ? otherwise : Number(value);

/** Element by element, with WebNN's defaults. */
const ELEMENTWISE: Readonly<Record<string, Elementwise>> = {
  clamp: {
    keys: ["minValue", "maxValue"],
    of: (x, o) =>
      Math.min(Math.max(x, number(o.minValue, -Infinity)), number(o.maxValue, Infinity)),
  },
  elu: { keys: ["alpha"], of: (x, o) => (x >= 0 ? x : number(o.alpha, 1) * Math.expm1(x)) },
  gelu: { keys: [], of: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)) },
  hardSigmoid: {
    keys: ["alpha", "beta"],
    of: (x, o) => Math.max(0, Math.min(1, number(o.alpha, 0.2) * x + number(o.beta, 0.5))),
  },
  hardSwish: { keys: [], of: (x) => (x * Math.max(0, Math.min(6, x + 3))) / 6 },
  identity: { keys: [], of: (x) => x },
  leakyRelu: { keys: ["alpha"], of: (x, o) => (x >= 0 ? x : number(o.alpha, 0.01) * x) },
  linear: { keys: ["alpha", "beta"], of: (x, o) => number(o.alpha, 1) * x + number(o.beta, 0) },
  relu: { keys: [], of: (x) => Math.max(0, x) },
  sigmoid: { keys: [], of: (x) => 1 / (1 + Math.exp(-x)) },
  softplus: { keys: [], of: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) },
  softsign: { keys: [], of: (x) => x / (1 + Math.abs(x)) },
  tanh: { keys: [], of: Math.tanh },
};

export async function runGraph(c: Case, engine: Engine, pooling: PoolEngine): Promise<Value> {
  const half =
    c.expected!.dtype === "float16" ||
    Object.values(c.inputs ?? {}).some((t) => t.dtype === "float16");
  const round = half ? toFloat16 : Math.fround;
  const values = new Map(
    Object.entries(c.inputs ?? {}).map(([name, t]) => [name, exactly(tensorOf(t))]),
  );
  const types = new Map(Object.entries(c.inputs ?? {}).map(([name, t]) => [name, t.dtype]));
  for (const node of c.operators ?? []) {
    const result = await runNode(node, values, types, engine, pooling);
    const isCode = node.name === "quantizeLinear";
    values.set(String(node.outputs), {
      ...result,
      data: isCode ? result.data : result.data.map(round),
      error: null,
    });
  }
  const name = c.output ?? String(c.operators!.at(-1)!.outputs);
  return values.get(name) ?? missing(name);
}

async function runNode(
  node: GraphNode,
  values: ReadonlyMap<string, Value>,
  types: ReadonlyMap<string, string>,
  engine: Engine,
  pooling: PoolEngine,
): Promise<Value> {
  const args: Record<string, unknown> = Object.assign({}, ...node.arguments);
  const options = (args.options ?? {}) as Options;
  const value = (key: string): Value => values.get(String(args[key])) ?? missing(String(args[key]));
  switch (node.name) {
    case "conv2d":
    case "convTranspose2d": {
      const { bias, ...rest } = options;
      const b = bias === undefined ? null : (values.get(String(bias)) ?? missing(String(bias)));
      return convolve(
        engine,
        node.name === "conv2d" ? "conv" : "convTranspose",
        value("input"),
        value("filter"),
        b,
        rest as WebnnOptions,
      );
    }
    case "averagePool2d":
    case "l2Pool2d":
    case "maxPool2d":
      return poolWebnn(pooling, node.name, value("input"), options as WebnnPoolOptions);
    case "reshape":
      return reshaped(value("input"), numbers(args.newShape)!);
    case "softmax":
      return softmax(value("input"), Number(args.axis ?? 1));
    case "quantizeLinear": {
      const [scale, zero] = [value("scale"), value("zeroPoint")];
      const [low, high] = types.get(String(args.zeroPoint)) === "int8" ? [-128, 127] : [0, 255];
      return combined(value("input"), scale, zero, (x, s, z) =>
        Math.min(high, Math.max(low, roundHalfEven(Math.fround(x / s)) + z)),
      );
    }
    case "dequantizeLinear":
      return combined(value("input"), value("scale"), value("zeroPoint"), (x, s, z) => (x - z) * s);
    default: {
      const function_ = ELEMENTWISE[node.name];
      if (!function_) throw new NotUnderstood(`operator ${node.name}`);
      known(options, [...function_.keys, "label"]);
      const input = value("input");
      return { ...input, data: input.data.map((x) => function_.of(x, options)) };
    }
  }
}

/** x with scale and zero point spread over it: axes from the last, an extent of 1 or a divisor. */
function combined(
  x: Value,
  scale: Value,
  zero: Value,
  of: (x: number, s: number, z: number) => number,
): Value {
  const pick = (v: Value, i: number): number => {
    let [rest, at, stride] = [i, 0, 1];
    for (let back = 1; back <= x.shape.length; back++) {
      const extent = x.shape[x.shape.length - back];
      const own = v.shape[v.shape.length - back] ?? 1;
      at += Math.floor(((rest % extent) * own) / extent) * stride;
      rest = Math.floor(rest / extent);
      stride *= own;
    }
    return v.data[at];
  };
  return { ...x, data: x.data.map((value, i) => of(value, pick(scale, i), pick(zero, i))) };
}

function softmax(v: Value, axis: number): Value {
  const inner = v.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const extent = v.shape[axis];
  const data = v.data.slice();
  for (let i = 0; i < data.length; i++) {
    if (Math.floor(i / inner) % extent !== 0) continue;
    const indices = Array.from({ length: extent }, (_, k) => i + k * inner);
    const top = Math.max(...indices.map((j) => v.data[j]));
    const total = indices.reduce((s, j) => s + Math.exp(v.data[j] - top), 0);
    for (const j of indices) data[j] = Math.exp(v.data[j] - top) / total;
  }
  return { ...v, data };
}

/** Series for small arguments, continued fraction (Lentz) for large: both to double precision. */
function erf(x: number): number {
  const z = Math.abs(x);
  if (z < 2.5) {
    let [term, total] = [z, z];
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(total); n++) {
      term *= (-z * z) / n;
      total += term / (2 * n + 1);
    }
    return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * total;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction));
}

function missing(name: string): never {
  throw new NotUnderstood(`no value ${name}`);
}
