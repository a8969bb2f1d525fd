/** Functions of single numbers. */
import { add, fma, type KernelBuilder, mul, simd, sub } from "../../ir/build.ts";
import type { Expr } from "../../ir/tree.ts";
import { hyperbolicTangent, logistic } from "../../kernels/exponential.ts";
import { all, map } from "../../kernels/map.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, type Value } from "../value.ts";

interface Curve {
  readonly name: string;
  readonly define: (x: number) => number;
  readonly f: (k: KernelBuilder, x: Expr) => Expr;
  /** The derivative, by x and y = f(x). */
  readonly slope: (k: KernelBuilder, x: Expr, y: Expr) => Expr;
}

function curve({ name, define, f, slope }: Curve): (x: Value) => Value {
  return (x) => {
    const count = sizeOf(x.shape);
    return apply(
      {
        name,
        shape: x.shape,
        define: ([values]) => Float64Array.from(values, define),
        forward: ({ inputs, output }, { threads }) =>
          steps(
            map({
              name,
              threads,
              count,
              reads: inputs,
              writes: [output],
              f: (k, [v]) => [f(k, v)],
            }),
          ),
        backward: ({ inputs, output, gradient, results: [result] }, { threads }) =>
          steps(
            map({
              name: `${name}_back`,
              threads,
              count,
              reads: [inputs[0], output, gradient],
              writes: [result!],
              f: (k, [v, y, g]) => [mul(g, k.let("slope", slope(k, v, y)))],
            }),
          ),
      },
      [x],
    );
  };
}

/** 1 where x > 0, `slope` elsewhere. */
const bent = (k: KernelBuilder, x: Expr, slope: number): Expr =>
  k.let("bent", simd("v128.bitselect", all(1), all(slope), simd("f32x4.lt", all(0), x)));

/** max(x, 0); its derivative at 0 is 0. */
export const relu = curve({
  name: "relu",
  define: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
  f: (_, x) => simd("v128.bitselect", all(0), x, simd("f32x4.lt", x, all(0))),
  slope: (k, x) => bent(k, x, 0),
});

/**
 * x where it is above 0, slope · x elsewhere; its derivative at 0 is the slope.
 *
 * Source: Maas et al., "Rectifier nonlinearities improve neural network acoustic models", 2013.
 */
export const leakyRelu = (x: Value, slope = 0.01): Value =>
  curve({
    name: "leakyRelu",
    define: (value) => (value > 0 ? value : slope * value),
    f: (k, value) => mul(value, bent(k, value, slope)),
    slope: (k, value) => bent(k, value, slope),
  })(x);

/** 1 / (1 + e⁻ˣ) */
export const sigmoid = curve({
  name: "sigmoid",
  define: (x) => 1 / (1 + Math.exp(-x)),
  f: logistic,
  slope: (_, __, y) => mul(y, sub(all(1), y)),
});

export const tanh = curve({
  name: "tanh",
  define: Math.tanh,
  f: hyperbolicTangent,
  slope: (_, __, y) => sub(all(1), mul(y, y)),
});

/** √(2/π), and the cubic term. */
const GELU = { root: Math.sqrt(2 / Math.PI), cubic: 0.044715 } as const;
const bend = (k: KernelBuilder, x: Expr): Expr => {
  const cube = mul(mul(x, x), x);
  return hyperbolicTangent(k, mul(all(GELU.root), fma(all(GELU.cubic), cube, x)));
};

/**
 * x · Φ(x), with Φ by tanh: x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³))), as torch's
 * `gelu(approximate="tanh")`.
 *
 * Source: Hendrycks and Gimpel, "Gaussian error linear units", 2016.
 */
export const gelu = curve({
  name: "gelu",
  define: (x) => (x / 2) * (1 + Math.tanh(GELU.root * (x + GELU.cubic * x ** 3))),
  f: (k, x) => mul(mul(all(0.5), x), add(all(1), bend(k, x))),
  slope: (k, x) => {
    const t = bend(k, x);
    const inner = mul(all(GELU.root), fma(all(3 * GELU.cubic), mul(x, x), all(1)));
    const tail = mul(mul(mul(all(0.5), x), sub(all(1), mul(t, t))), inner);
    return fma(all(0.5), add(all(1), t), tail);
  },
});
