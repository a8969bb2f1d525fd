/** scipy.ndimage, scipy.signal, numpy and numpy.pad. */
import {
  ndimagePlacement,
  type Placement,
  type SignalMode,
  signalBorder,
  signalPlacement,
} from "../src/dialects/scipy.ts";
import { pad } from "../src/semantics/pad.ts";
import type { Border } from "../src/semantics/problem.ts";
import { resolve } from "../src/semantics/resolve.ts";
import type { Orientation } from "../src/semantics/spec.ts";
import type { Engine } from "./engine.ts";
import { correlateNd } from "./nd.ts";
import { known, NotUnderstood, numbers } from "./options.ts";
import { orderFilter } from "./order-cases.ts";
import type { Adapt, Check } from "./outcome.ts";
import { type Case, tensorOf } from "./suite.ts";
import { exactly, reshaped, type Value } from "./value.ts";

export const scipy: Adapt = (c) => {
  const run = filterOf(c);
  if (run) {
    return {
      kind: "convolution",
      run: async (engine): Promise<Check[]> => [
        { what: "forward", actual: await run(engine), expected: c.expected! },
      ],
    };
  }
  return orderFilter(c);
};

export const numpyPad: Adapt = (c) =>
  c.op === "pad"
    ? {
        kind: "semantics",
        run: () => {
          const { mode, before, after, value } = c.options ?? {};
          known(c.options ?? {}, ["mode", "before", "after", "value"]);
          const result = pad(
            tensorOf(c.inputs!.input),
            numbers(before)!,
            numbers(after)!,
            numpyBorder(String(mode), Number(value ?? 0)),
          );
          return [{ what: "forward", actual: exactly(result), expected: c.expected! }];
        },
      }
    : null;

function numpyBorder(mode: string, value: number): Border {
  switch (mode) {
    case "constant":
      return { kind: "constant", value };
    case "edge":
      return { kind: "replicate" };
    case "reflect":
    case "symmetric":
    case "wrap":
      return { kind: mode };
    default:
      throw new NotUnderstood(`numpy.pad mode ${mode}`);
  }
}

type Run = (engine: Engine) => Promise<Value>;

function filterOf(c: Case): Run | null {
  const options = c.options ?? {};
  const [library, name] = c.op.includes(".") ? c.op.split(".") : ["signal", c.op];
  if (library === "ndimage") return ndimage(c, name);
  const roles = Object.keys(c.inputs ?? {});
  if (name === "upfirdn") return (engine) => upfirdn(c, engine);
  if (!["convolve", "correlate", "convolve2d", "correlate2d"].includes(name)) return null;
  const [first, second] = library === "numpy" ? ["a", "v"] : ["in1", "in2"];
  if (!roles.includes(first) || !roles.includes(second)) return null;
  return (engine) => {
    known(options, ["mode", "boundary", "fillvalue", "method"]);
    const orientation: Orientation = name.startsWith("convolve") ? "convolution" : "correlation";
    const mode = String(
      options.mode ?? (library === "numpy" && orientation === "correlation" ? "valid" : "full"),
    ) as SignalMode;
    const border = signalBorder(String(options.boundary ?? "fill"), Number(options.fillvalue ?? 0));
    return signal(
      engine,
      readValue(c, first),
      readValue(c, second),
      orientation,
      mode,
      library === "numpy",
      { border, twoD: name.endsWith("2d") },
    );
  };
}

async function signal(
  engine: Engine,
  a: Value,
  b: Value,
  orientation: Orientation,
  mode: SignalMode,
  numpy: boolean,
  extra: { readonly border: ReturnType<typeof signalBorder>; readonly twoD: boolean },
): Promise<Value> {
  // NumPy exchanges the operands when the second is longer, SciPy only where `valid` needs it.
  const larger =
    b.shape.every((extent, axis) => extent >= a.shape[axis]) &&
    b.shape.some((extent, axis) => extent > a.shape[axis]);
  const swap = larger && (numpy || mode === "valid");
  const [input, kernel] = swap ? [b, a] : [a, b];
  const result = await correlateNd(
    engine,
    input,
    kernel,
    signalPlacement(orientation, kernel.shape, mode, extra),
  );
  return swap && orientation === "correlation" ? backwards(result) : result;
}

const backwards = (v: Value): Value => ({
  ...v,
  data: v.data.slice().reverse(),
  error: v.error?.slice().reverse() ?? null,
});

/** Zeros between the samples, filter, keep every `down`-th: a transposed convolution, then a stride. */
async function upfirdn(c: Case, engine: Engine): Promise<Value> {
  known(c.options ?? {}, ["up", "down"]);
  const { up = 1, down = 1 } = c.options as { up?: number; down?: number };
  const [x, h] = [readValue(c, "x"), readValue(c, "h")];
  const length = x.shape.at(-1)!;
  const rows = x.data.length / length;
  const spread = resolve({
    op: "convTranspose",
    input: [rows, 1, length],
    weight: [1, 1, h.data.length],
    stride: up,
  });
  const full = await engine(
    spread,
    reshaped(x, [rows, 1, length]),
    reshaped(h, [1, 1, h.data.length]),
    null,
  );
  const one: Value = { shape: [1, 1, 1], data: Float64Array.of(1), error: null };
  const thinned = await engine(
    resolve({ input: full.shape, weight: [1, 1, 1], stride: down }),
    full,
    one,
    null,
  );
  return reshaped(thinned, [...x.shape.slice(0, -1), thinned.shape[2]]);
}

function ndimage(c: Case, name: string): Run | null {
  const options = c.options ?? {};
  const input = () => readValue(c, "input");
  const rank = c.inputs?.input?.shape.length ?? 0;
  const place = (
    orientation: Orientation,
    kernel: readonly number[],
    origin?: readonly number[],
  ): Placement =>
    ndimagePlacement(orientation, kernel, {
      mode: String(options.mode ?? "reflect"),
      cval: Number(options.cval ?? 0),
      ...(origin ? { origin } : {}),
    });
  const along = (axis: number, weights: readonly number[]): Value => ({
    shape: Array.from({ length: rank }, (_, i) => (i === axis ? weights.length : 1)),
    data: Float64Array.from(weights),
    error: null,
  });
  /** One pass an axis, each on the result of the one before. */
  const passes = async (
    engine: Engine,
    kernels: readonly (readonly [number, readonly number[]])[],
  ): Promise<Value> => {
    let value = input();
    for (const [axis, weights] of kernels) {
      const kernel = along(axis, weights);
      value = await correlateNd(engine, value, kernel, place("correlation", kernel.shape));
    }
    return value;
  };
  const axes = Array.from({ length: rank }, (_, i) => i);
  const positive = (axis: number) => (axis < 0 ? axis + rank : axis);
  const common = ["mode", "cval", "origin", "axis"];

  switch (name) {
    case "convolve":
    case "correlate":
      return (engine) => {
        known(options, common.slice(0, 3));
        const weights = readValue(c, "weights");
        const origin = numbers(options.origin) ?? [0];
        const each = origin.length === 1 ? axes.map(() => origin[0]) : origin;
        return correlateNd(
          engine,
          input(),
          weights,
          place(name === "convolve" ? "convolution" : "correlation", weights.shape, each),
        );
      };
    case "convolve1d":
    case "correlate1d":
      return (engine) => {
        known(options, common);
        const axis = positive(Number(options.axis ?? -1));
        const kernel = along(axis, [...readValue(c, "weights").data]);
        const origin = axes.map((i) => (i === axis ? Number(options.origin ?? 0) : 0));
        const orientation = name === "convolve1d" ? "convolution" : "correlation";
        const placed = place(orientation, kernel.shape, origin);
        // Axes the kernel does not reach along stay as they are, whatever the parity rule says.
        const before = placed.before.map((b, i) => (i === axis ? b : 0));
        return correlateNd(engine, input(), kernel, {
          ...placed,
          before,
          after: kernel.shape.map((k, i) => k - 1 - before[i]),
        });
      };
    case "gaussian_filter":
      return (engine) => {
        known(options, [...common, "sigma", "truncate"]);
        const sigma = numbers(options.sigma) ?? [1];
        return passes(
          engine,
          axes.map(
            (axis) =>
              [
                axis,
                gaussian(
                  sigma.length === 1 ? sigma[0] : sigma[axis],
                  Number(options.truncate ?? 4),
                ),
              ] as const,
          ),
        );
      };
    case "uniform_filter":
      return (engine) => {
        known(options, [...common, "size"]);
        const size = numbers(options.size) ?? [3];
        return passes(
          engine,
          axes.map((axis) => {
            const n = size.length === 1 ? size[0] : size[axis];
            return [axis, new Array<number>(n).fill(1 / n)] as const;
          }),
        );
      };
    case "sobel":
    case "prewitt":
      return (engine) => {
        known(options, common);
        const axis = positive(Number(options.axis ?? -1));
        const smooth = name === "sobel" ? [1, 2, 1] : [1, 1, 1];
        return passes(engine, [
          [axis, [-1, 0, 1]],
          ...axes.filter((i) => i !== axis).map((i) => [i, smooth] as const),
        ]);
      };
    case "laplace":
      return async (engine) => {
        known(options, common);
        const parts: Value[] = [];
        for (const axis of axes) parts.push(await passes(engine, [[axis, [1, -2, 1]]]));
        return parts.reduce(sum);
      };
    default:
      return null;
  }
}

/** SciPy's: radius is truncate·sigma, rounded. */
function gaussian(sigma: number, truncate: number): number[] {
  const radius = Math.floor(truncate * sigma + 0.5);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp((-0.5 * (i - radius) ** 2) / sigma ** 2),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}

export function sum(a: Value, b: Value): Value {
  const add = (x: Float64Array, y: Float64Array) => x.map((value, i) => value + y[i]);
  return {
    shape: a.shape,
    data: add(a.data, b.data),
    error: a.error && b.error ? add(a.error, b.error) : null,
  };
}

const readValue = (c: Case, role: string): Value => exactly(tensorOf(c.inputs![role]));
