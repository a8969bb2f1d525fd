/**
 * Ways down to the least squares: each asks a layer for gradients, and nothing else about the pictures.
 * From 0 on, both stay in the span of the gradients, so that where many kernels are as near, they come
 * to the shortest of them.
 */
import type { LayerGradient } from "./layer-gradient.ts";

export const METHODS = ["conjugate", "descent"] as const;
export type Method = (typeof METHODS)[number];

export interface Descent {
  readonly solution: Float64Array;
  /** Gradients taken, forward and backward through the layer. */
  readonly steps: number;
  /** Whether it ended because the kernel stood still, as far as float32 can tell, not for want of steps. */
  readonly converged: boolean;
}

export interface DescentSetting {
  /** The eigenvalues of XᵀX between which its others lie, but those that are 0. */
  readonly largest: number;
  readonly smallest: number;
  readonly unknowns: number;
  readonly steps: number;
  /** Before each step: the kernel, its loss and the number of steps done. */
  readonly onStep: (
    solution: Float64Array,
    loss: number,
    step: number,
  ) => void | Promise<void> | undefined;
}

/** Change, by the largest weight, below which a kernel stands still. */
const STILL = 1e-6;
/** Below which it does, too, when changes do not halve any more: gradients are no more exact. */
const RESTLESS = 1e-3;

export const descents: Readonly<
  Record<Method, (layer: LayerGradient, setting: DescentSetting) => Promise<Descent>>
> = { conjugate, descent };

/**
 * Gradient descent with momentum: w ← w - rate·g + momentum·(last move). With L and l the largest and
 * the smallest eigenvalue, rate = 4 / (√L + √l)² and momentum = ((√L - √l) / (√L + √l))², an error
 * shrinks by q = √momentum a step, the best that fixed numbers can do.
 *
 * Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
 */
async function descent(
  layer: LayerGradient,
  { largest, smallest, unknowns, steps, onStep }: DescentSetting,
): Promise<Descent> {
  const [high, low] = [Math.sqrt(largest), Math.sqrt(smallest)];
  const rate = 4 / (high + low) ** 2;
  const shrink = (high - low) / (high + low);
  const momentum = shrink ** 2;
  const solution = new Float64Array(unknowns);
  const move = new Float64Array(unknowns);
  // Errors shrink to an e²th over so many steps.
  const period = Math.ceil(2 / (1 - shrink));
  let [before, least, rest] = [Infinity, Infinity, false];
  for (let step = 0; step < steps; step++) {
    const { gradient, loss } = await layer.at(solution);
    await onStep(solution, loss, step);
    for (let i = 0; i < unknowns; i++) {
      move[i] = momentum * move[i] - rate * gradient[i];
      solution[i] += move[i];
    }
    // What is left to go is at most the move · (q + q² + …) of those to come.
    const left = sizeOf(move) / (1 - shrink);
    least = Math.min(least, left);
    if ((step + 1) % period === 0) {
      rest = least > before / 2 && least <= RESTLESS * sizeOf(solution);
      [before, least] = [least, Infinity];
    }
    if (rest || left <= STILL * sizeOf(solution))
      return { solution, steps: step + 1, converged: true };
  }
  return { solution, steps, converged: false };
}

/**
 * Conjugate gradients, begun anew from the gradient where they ended until that moves nothing: in exact
 * arithmetic once would do, and take as many steps as there are different eigenvalues; gradients in
 * float32 are only so exact, and each new beginning takes off what they missed.
 *
 * Source: Hestenes and Stiefel, "Methods of conjugate gradients for solving linear systems", 1952.
 */
async function conjugate(
  layer: LayerGradient,
  { smallest, unknowns, steps, onStep }: DescentSetting,
): Promise<Descent> {
  const solution = new Float64Array(unknowns);
  let [step, before] = [0, Infinity];
  while (step < steps) {
    const { gradient, loss } = await layer.at(solution);
    await onStep(solution, loss, step++);
    const residual = gradient.map((g) => -g);
    const first = dot(residual, residual);
    const direction = residual.slice();
    const moved = new Float64Array(unknowns);
    let [square, now] = [first, loss];
    for (let i = 0; i < 3 * unknowns && step < steps && square > 0; i++) {
      const image = await layer.curvature(direction);
      const curvature = dot(direction, image);
      // Flatter than any direction that is not flat: what is left is rounding.
      if (curvature < 0.5 * smallest * dot(direction, direction)) break;
      const pace = square / curvature;
      for (let k = 0; k < unknowns; k++) {
        moved[k] += pace * direction[k];
        residual[k] -= pace * image[k];
      }
      now -= (pace * square) / 2;
      const last = square;
      square = dot(residual, residual);
      await onStep(added(solution, moved), Math.max(0, now), step++);
      if (square <= 1e-14 * first) break;
      for (let k = 0; k < unknowns; k++)
        direction[k] = residual[k] + (square / last) * direction[k];
    }
    for (let k = 0; k < unknowns; k++) solution[k] += moved[k];
    const [change, size] = [sizeOf(moved), sizeOf(solution)];
    // The next change is about as much smaller as this one was than the last.
    const ahead = change * (before === Infinity ? 1 : Math.min(1, change / before));
    if (ahead <= STILL * size || (change > before / 2 && change <= RESTLESS * size))
      return { solution, steps: step, converged: true };
    before = change;
  }
  return { solution, steps, converged: false };
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, v, i) => sum + v * b[i], 0);

const sizeOf = (a: Float64Array): number => a.reduce((max, v) => Math.max(max, Math.abs(v)), 0);

const added = (a: Float64Array, b: Float64Array): Float64Array => a.map((v, i) => v + b[i]);
