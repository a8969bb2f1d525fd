/**
 * What a layer of one kernel learns from: the gradient of ½‖X·w - y‖² by the engine's own kernels, forward
 * and backward, over the picture in bands of rows. Very large and very small numbers are brought near 1 by
 * powers of two and back, which rounds nothing.
 */
import { conv2d, mul, scale, sub, sum } from "../grad/index.ts";
import { openSession, type Session } from "../grad/session.ts";
import { input, parameter, type Value } from "../grad/value.ts";
import type { Pair } from "./pair.ts";

/** Kernels in, gradients out; the constant, where there is one, behind the weights. */
export interface LayerGradient extends Disposable {
  /** XᵀX·w - Xᵀy, and ½‖Xw - y‖² */
  readonly at: (w: Float64Array) => Promise<{ gradient: Float64Array; loss: number }>;
  /** XᵀX·w: the same gradient, of a picture that should become 0. */
  readonly curvature: (w: Float64Array) => Promise<Float64Array>;
}

/** Outputs of a band, over all planes. */
const BAND = 2 ** 22;

/**
 * @param unit of the constant; null for a layer without one.
 * @param turn awaited between two bands.
 */
export async function layerGradient(
  pair: Pair,
  unit: number | null,
  threads: number | null,
  turn: () => Promise<void> | undefined,
): Promise<LayerGradient> {
  const { kernel, planes, height, width } = pair;
  const [rows, columns] = kernel;
  const taps = rows * columns;
  const band = Math.min(height, Math.max(1, Math.floor(BAND / (planes * width))));
  const bands = Math.ceil(height / band);
  const [scaleX, scaleY] = [powerOf(pair.x), powerOf(pair.y)];
  const zeros = (shape: readonly number[]) => ({
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  });
  const x = input("x", [planes, 1, band + rows - 1, width + columns - 1]);
  const y = input("y", [planes, 1, band, width]);
  const used = input("used", y.shape);
  const weight = parameter("weight", zeros([1, 1, rows, columns]));
  const constant = unit === null ? null : parameter("constant", zeros([1]));
  const predicted = conv2d(x, weight, constant ? { bias: constant } : {});
  const half = (error: Value) => scale(sum(mul(error, error)), 0.5);
  const loss = half(mul(used, sub(predicted, y)));
  const energy = half(mul(used, predicted));
  const session: Session = await openSession(
    { at: { outputs: [loss], minimize: loss }, curvature: { minimize: energy } },
    threads === null ? {} : { threads },
  );
  const filled = { x: -1, y: -1 };
  const fill = (i: number, name: "at" | "curvature") => {
    const first = i * band;
    if (filled.x !== i) {
      filled.x = i;
      copyRows(session.read(x), pair.x, x.shape, height + rows - 1, first, scaleX);
      copyRows(session.read(used), pair.used, y.shape, height, first, 1);
    }
    if (name === "at" && filled.y !== i) {
      filled.y = i;
      copyRows(session.read(y), pair.y, y.shape, height, first, scaleY);
    }
  };
  const run = async (name: "at" | "curvature", w: Float64Array) => {
    const total = new Float64Array(w.length);
    const weights = Float32Array.from(w.subarray(0, taps), (v) => (v * scaleY) / scaleX);
    session.write(weight, weights);
    if (constant) session.write(constant, [w[taps] * unit! * scaleY]);
    let value = 0;
    for (let i = 0; i < bands; i++) {
      fill(i, name);
      await session.run(name);
      await turn();
      const own = session.gradient(weight);
      for (let t = 0; t < taps; t++) total[t] += own[t] / (scaleX * scaleY);
      if (constant) total[taps] += (session.gradient(constant)[0] * unit!) / scaleY;
      if (name === "at") value += session.read(loss)[0] / scaleY ** 2;
    }
    return { total, value };
  };
  return {
    at: async (w) => {
      const { total, value } = await run("at", w);
      return { gradient: total, loss: value };
    },
    curvature: async (w) => (await run("curvature", w)).total,
    [Symbol.dispose]: () => session[Symbol.dispose](),
  };
}

/** Largest numbers, and their inverses, whose squares can be summed in float32 as they are. */
const TAME = 2 ** 24;

/** 1, or the power of two that brings the largest of the numbers below 1 where it is wild. */
function powerOf(numbers: Float32Array): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, Math.abs(numbers[i]));
  if (most === 0 || (most <= TAME && most >= 1 / TAME)) return 1;
  return 2 ** -(Math.floor(Math.log2(most)) + 1);
}

/**
 * Rows from `first` on of every plane; 0 behind the last. A number at a time takes three times as long as
 * rows at once where memory is shared.
 */
function copyRows(
  to: Float32Array | Int32Array,
  from: Float32Array,
  [planes, , rows, width]: readonly number[],
  height: number,
  first: number,
  factor: number,
): void {
  const count = Math.min(rows, height - first) * width;
  for (let p = 0; p < planes; p++) {
    const [start, at] = [(p * height + first) * width, p * rows * width];
    const band = from.subarray(start, start + count);
    to.set(factor === 1 ? band : band.map((v) => v * factor), at);
    to.fill(0, at + count, at + rows * width);
  }
}
