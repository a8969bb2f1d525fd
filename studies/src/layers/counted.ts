/** A layer and its gradients by the definition, product by product, and every product counted. */
import {
  inputShape,
  outputShape,
  type Problem,
  sizeOf,
  type Tensor,
  tensor,
  weightShape,
} from "convoke";
import { random } from "convoke/data";
import { taps } from "convoke/reference";

export interface LayerTensors {
  readonly x: Tensor;
  readonly w: Tensor;
  /** Gradient of the output. */
  readonly dy: Tensor;
}

export interface CountedRun {
  readonly y: Tensor;
  readonly dx: Tensor;
  readonly dw: Tensor;
  /** Products with an input, and with the zeros around it. */
  readonly inside: number;
  readonly outside: number;
  /** Products inside that each element's sum takes: of the output, and of both gradients. */
  readonly perOutput: Uint32Array;
  readonly perInput: Uint32Array;
  readonly perWeight: Uint32Array;
}

/** Whole numbers from −4 to 4: no sum of a few thousand products is rounded. */
export function wholeTensors(problem: Problem, seed: number): LayerTensors {
  const next = random(seed);
  const whole = (shape: readonly number[]) =>
    tensor(
      shape,
      Array.from({ length: sizeOf(shape) }, () => Math.floor(9 * next()) - 4),
    );
  return {
    x: whole(inputShape(problem)),
    w: whole(weightShape(problem)),
    dy: whole(outputShape(problem)),
  };
}

/**
 * @param problem a convolution of two axes, nchw and oihw, zeros around.
 * @param tapsOf which products make an output.
 */
export function countedRun(
  problem: Problem,
  { x, w, dy }: LayerTensors,
  tapsOf: typeof taps = taps,
): CountedRun {
  const [y, dx, dw] = [dy.shape, x.shape, w.shape].map((shape) => tensor(shape));
  const [perOutput, perInput, perWeight] = [y, dx, dw].map((t) => new Uint32Array(t.data.length));
  let [inside, outside] = [0, 0];
  const [, channels, rows, columns] = y.shape;
  for (let out = 0; out < y.data.length; out++) {
    const row = Math.floor(out / columns);
    const plane = Math.floor(row / rows);
    const index = {
      batch: Math.floor(plane / channels),
      channel: plane % channels,
      spatial: [row % rows, out % columns],
    };
    for (const { input, weight } of tapsOf(problem, index)) {
      if (input.spatial === null) {
        outside++;
        continue;
      }
      const from = at(x.shape, [input.batch, input.channel, ...input.spatial]);
      const by = at(w.shape, [weight.out, weight.in, ...weight.spatial]);
      inside++;
      y.data[out] += x.data[from] * w.data[by];
      dx.data[from] += dy.data[out] * w.data[by];
      dw.data[by] += dy.data[out] * x.data[from];
      perOutput[out]++;
      perInput[from]++;
      perWeight[by]++;
    }
  }
  return { y, dx, dw, inside, outside, perOutput, perInput, perWeight };
}

/** A sum of n products takes n − 1 additions, of none none. */
export const additionsOf = (products: Uint32Array): number =>
  products.reduce((sum, n) => sum + Math.max(0, n - 1), 0);

const at = (shape: readonly number[], index: readonly number[]): number =>
  index.reduce((flat, i, axis) => flat * shape[axis] + i, 0);
