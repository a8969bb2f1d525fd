/** First values of parameters, by the formulas and names of torch.nn.init, from seeded numbers. */
import { guard, OptionError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import { normal } from "../tensor/random.ts";
import { sizeOf } from "../tensor/tensor.ts";

/** The numbers of a parameter of this shape, from evenly distributed ones in [0, 1). */
export type Initializer = (shape: readonly number[], next: () => number) => Float32Array;

/** How much a layer's activation shrinks what goes through it; `a` is leakyRelu's slope below 0. */
const GAINS = {
  linear: () => 1,
  sigmoid: () => 1,
  tanh: () => 5 / 3,
  relu: () => Math.SQRT2,
  leakyRelu: (a: number) => Math.sqrt(2 / (1 + a * a)),
} as const;
type Nonlinearity = keyof typeof GAINS;

export interface KaimingOptions {
  /** Whether values keep their size forwards (default) or gradients backwards. */
  readonly mode?: "fanIn" | "fanOut";
  /** Default leakyRelu. */
  readonly nonlinearity?: Nonlinearity;
  /** The slope of leakyRelu below 0. Default 0. */
  readonly a?: number;
}

/**
 * Evenly from -b to b, b = gain·√(3 / fan).
 *
 * Source: He et al., "Delving deep into rectifiers", 2015.
 * @throws OptionError for an unknown option; when used, for a shape of fewer than two axes.
 */
export function kaimingUniform(options: KaimingOptions = {}): Initializer {
  const deviation = kaiming("kaimingUniform", options);
  return (shape, next) => evenly(Math.sqrt(3) * deviation(shape))(shape, next);
}

/** Normally distributed with deviation gain / √fan; see `kaimingUniform`. */
export function kaimingNormal(options: KaimingOptions = {}): Initializer {
  const deviation = kaiming("kaimingNormal", options);
  return (shape, next) => normalValues(0, deviation(shape))(shape, next);
}

/**
 * Evenly from -b to b, b = gain·√(6 / (fan in + fan out)).
 *
 * Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
 * networks", 2010.
 */
export const xavierUniform =
  (gain = 1): Initializer =>
  (shape, next) =>
    evenly(Math.sqrt(3) * xavier(gain, shape))(shape, next);

/** Normally distributed with deviation gain·√(2 / (fan in + fan out)). */
export const xavierNormal =
  (gain = 1): Initializer =>
  (shape, next) =>
    normalValues(0, xavier(gain, shape))(shape, next);

/** Evenly from -bound to bound. */
export const evenly =
  (bound: number): Initializer =>
  (shape, next) =>
    Float32Array.from({ length: sizeOf(shape) }, () => bound * (2 * next() - 1));

export function normalValues(mean: number, deviation: number): Initializer {
  return (shape, next) => {
    const draw = normal(next);
    return Float32Array.from({ length: sizeOf(shape) }, () => mean + deviation * draw());
  };
}

export const constantValues =
  (value: number): Initializer =>
  (shape) =>
    new Float32Array(sizeOf(shape)).fill(value);

/**
 * How many numbers an output of a layer is made of, and how many outputs a number goes into:
 * [O, I, …taps] has a fan in of I·taps and a fan out of O·taps, also for transposed layers.
 */
export function fansOf(shape: readonly number[]): { readonly in: number; readonly out: number } {
  guard(shape.length >= 2, OptionError, () => ({
    name: "the shape of an initializer with fans",
    expected: "at least two axes",
    got: shape,
  }));
  const [outputs, inputs, ...taps] = shape;
  return { in: inputs * sizeOf(taps), out: outputs * sizeOf(taps) };
}

function kaiming(name: string, options: KaimingOptions): (shape: readonly number[]) => number {
  readOptions(name, options, ["mode", "nonlinearity", "a"]);
  const { mode = "fanIn", nonlinearity = "leakyRelu", a = 0 } = options;
  guard(mode === "fanIn" || mode === "fanOut", OptionError, () => ({
    name: "mode",
    expected: "fanIn or fanOut",
    got: mode,
  }));
  choice("nonlinearity", nonlinearity, Object.keys(GAINS) as Nonlinearity[]);
  const gain = GAINS[nonlinearity](a);
  return (shape) => gain / Math.sqrt(fansOf(shape)[mode === "fanIn" ? "in" : "out"]);
}

function xavier(gain: number, shape: readonly number[]): number {
  const fans = fansOf(shape);
  return gain * Math.sqrt(2 / (fans.in + fans.out));
}
