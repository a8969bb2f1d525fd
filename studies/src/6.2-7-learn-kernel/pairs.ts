/** Pictures before and after a kernel, and descent on the error between them, step by step. */
import { resolve, sizeOf, type Tensor, tensor } from "convoke";
import { normal, random } from "convoke/data";
import { unfold } from "convoke/reference";

export interface Pair {
  /** [rows, columns] */
  readonly before: Tensor;
  /** Of the windows inside. */
  readonly after: Tensor;
  readonly kernel: Tensor;
}

/** [rows, columns] → [1, rows, columns]: one plane. */
export const asPlanes = ({ shape, data }: Tensor): Tensor => tensor([1, ...shape], data);
/** [rows, columns] → [1, 1, rows, columns]. */
export const asImage = ({ shape, data }: Tensor): Tensor => tensor([1, 1, ...shape], data);

/** Ones with a diagonal of zeros. */
export const diagonalPicture = (side: number): Tensor =>
  tensor(
    [side, side],
    Array.from({ length: side * side }, (_, i) => (i % (side + 1) === 0 ? 0 : 1)),
  );

export interface Blank {
  readonly before: Tensor;
  readonly kernel: Tensor;
}

/** Pictures and kernels of whole numbers, with more windows than a kernel has weights. */
export function randomPictures(count: number, seed: number): Blank[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const whole = (shape: number[], most: number) =>
    tensor(
      shape,
      Array.from({ length: sizeOf(shape) }, () => Math.floor(next() * (2 * most + 1)) - most),
    );
  return Array.from({ length: count }, () => {
    const shape = [upTo(3), upTo(3)];
    return { before: whole([9 + upTo(4), 9 + upTo(4)], 9), kernel: whole(shape, 4) };
  });
}

export const withNoise = ({ shape, data }: Tensor, sigma: number, seed: number): Tensor => {
  const noise = normal(random(seed));
  return tensor(
    shape,
    data.map((v) => v + sigma * noise()),
  );
};

/** Σ over windows of what tap i sees times what tap j sees: XᵀX, [taps, taps]. */
export function gramOf({ shape, data }: Tensor, kernel: readonly number[]): Tensor<Float64Array> {
  const columns = unfold(resolve({ input: [1, 1, ...shape], weight: [1, 1, ...kernel] }), {
    shape: [1, 1, ...shape],
    data,
  });
  const [, taps, windows] = columns.shape;
  const gram = new Float64Array(taps * taps);
  for (let i = 0; i < taps; i++)
    for (let j = 0; j < taps; j++)
      for (let p = 0; p < windows; p++)
        gram[i * taps + j] += columns.data[i * windows + p] * columns.data[j * windows + p];
  return { shape: [taps, taps], data: gram };
}

/** The largest eigenvalue of a symmetric matrix that has no negative one, by powers of it. */
export function largestEigenvalue({ shape: [n], data }: Tensor<Float64Array>): number {
  let v = Array.from({ length: n }, (_, i) => 1 + 0.1 * i);
  let size = 0;
  for (let round = 0; round < 500; round++) {
    const next = v.map((_, i) => v.reduce((sum, x, j) => sum + data[i * n + j] * x, 0));
    size = Math.hypot(...next);
    if (size === 0) return 0;
    v = next.map((x) => x / size);
  }
  return size;
}

export interface Descent {
  /** Σ of the squared errors, before each step and after the last; a descent that runs away is cut short. */
  readonly losses: readonly number[];
  /** Weights after each step. */
  readonly weights: readonly Float32Array[];
}

/** Weights that a layer may begin with: from −1 to 1. */
export function beginning({ shape, data }: Tensor, seed: number): Tensor {
  const next = random(seed);
  return tensor(
    shape,
    data.map(() => 2 * next() - 1),
  );
}

/** Growth of the error after which nothing is to be hoped for. */
const RUNAWAY = 1e12;

/**
 * w ← w − rate · ∂Σ(y − ŷ)²/∂w.
 *
 * @param onStep with the steps done, the loss after them and the weights; the next step waits for it.
 */
export async function descend(
  { before, after }: Pair,
  start: Tensor,
  rate: number,
  steps: number,
  correlate: (x: Tensor, w: Tensor) => Promise<Tensor>,
  gradient: (x: Tensor, w: Tensor, dy: Tensor) => Promise<Tensor>,
  onStep?: (step: number, loss: number, weights: Float32Array) => Promise<void>,
): Promise<Descent> {
  let w = start;
  const losses: number[] = [];
  const weights: Float32Array[] = [];
  for (let step = 0; ; step++) {
    const y = await correlate(before, w);
    const error = y.data.map((v, i) => 2 * (v - after.data[i]));
    losses.push(error.reduce((sum, e) => sum + (e * e) / 4, 0));
    await onStep?.(step, losses[step], w.data as Float32Array);
    if (step === steps || losses[step] > RUNAWAY * losses[0]) return { losses, weights };
    const slope = await gradient(before, w, tensor(y.shape, error));
    w = tensor(
      w.shape,
      w.data.map((v, i) => v - rate * slope.data[i]),
    );
    weights.push(w.data as Float32Array);
  }
}

/** Largest difference between weights. */
export const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
