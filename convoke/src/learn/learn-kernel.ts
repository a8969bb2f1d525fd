/** The kernel between two pictures, learned by gradients and solved for, side by side. */
import { guard, OptionError } from "../errors.ts";
import { readOptions, wholeNumber } from "../options.ts";
import type { BorderSpec } from "../semantics/spec.ts";
import type { FloatArray, Tensor } from "../tensor/tensor.ts";
import { type Descent, type DescentSetting, descents, METHODS, type Method } from "./descent.ts";
import { layerGradient } from "./layer-gradient.ts";
import { type LeastSquares, leastSquares } from "./least-squares.ts";
import { type NormalEquations, normalEquations } from "./normal-equations.ts";
import { type Pair, pairOf } from "./pair.ts";
import { rmsOf, solvedErrors, type Watch } from "./results.ts";
import { turns } from "./turns.ts";

export interface LearnKernelOptions {
  /** Planes of the input, [P, H, W]: one kernel for all of them. */
  readonly before: Tensor<FloatArray>;
  /** Of the same shape, or of the [P, H - rows + 1, W - columns + 1] windows that are inside. */
  readonly after: Tensor<FloatArray>;
  /** Rows and columns of the kernel; a number stands for both. */
  readonly size: number | readonly [number, number];
  /**
   * What stood outside the input when it was filtered: all outputs are used. Default: only those whose
   * window is inside.
   */
  readonly border?: BorderSpec;
  /** Whether a constant is added to every output, and learned too. Default false. */
  readonly constant?: boolean;
  /** Outputs at these values or beyond may have been cut, and are not used. */
  readonly limits?: readonly [number, number];
  /** Step to which outputs were rounded, 1 for codes. Default 0: they were not. */
  readonly rounding?: number;
  /** Of the gradients: `conjugate` (the default), or `descent` with momentum. */
  readonly method?: Method;
  /** Most gradients to take. Default 2000. */
  readonly steps?: number;
  /** Default: what the machine has. */
  readonly threads?: number;
  /** The next step waits for what it gives back. */
  readonly onStep?: (step: LearnStep) => void | Promise<void>;
  /** What is at work and how much of it is done; for gradients, of the most that may be taken. */
  readonly onProgress?: (share: number, part: LearnPart) => void;
  /** Stops: the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

/** In this order: the equations are set up, gradients taken, the errors of both kernels measured. */
export type LearnPart = "equations" | "gradients" | "errors";

export interface LearnStep {
  readonly step: number;
  /** Root of the mean square of the error of all outputs. */
  readonly rms: number;
  /** rows · columns weights. */
  readonly kernel: Float64Array;
}

export interface KernelEstimate {
  /** rows · columns weights of a correlation. */
  readonly kernel: Float64Array;
  /** 0 where none is learned. */
  readonly constant: number;
  /** Root of the mean square of the error of all outputs. */
  readonly rms: number;
}

export interface LearnedKernel {
  readonly size: readonly [number, number];
  /** Outputs that were used, and those left out for their limits. */
  readonly outputs: number;
  readonly leftOut: number;
  readonly learned: KernelEstimate &
    Pick<Descent, "steps" | "converged"> & {
      readonly method: Method;
      readonly history: readonly Omit<LearnStep, "kernel">[];
    };
  readonly solved: KernelEstimate &
    Pick<LeastSquares, "rank" | "condition"> & {
      readonly unknowns: number;
      /** Deviation of each weight by rounding errors that have nothing to do with the picture. */
      readonly expected: Float64Array;
      /** Error of each weight that the rounding of this picture makes: see `results.ts`. */
      readonly rounded: Float64Array;
      /** Deviation of each weight by errors as large as those found, of whatever kind. */
      readonly found: Float64Array;
    };
  /** Largest between a weight learned and the same one solved for. */
  readonly difference: number;
  /** The error that a constant besides would leave; null where there is one. */
  readonly rmsWithConstant: number | null;
}

const OPTIONS = [
  "before",
  "after",
  "size",
  "border",
  "constant",
  "limits",
  "rounding",
  "method",
  "steps",
  "threads",
  "onStep",
  "onProgress",
  "signal",
] as const;

/**
 * Finds the kernel that makes `after` of `before`: by descent along the gradients of a convolution layer
 * under the mean squared error, and as the solution of the normal equations.
 *
 * @throws OptionError, ShapeError for options and pictures that do not fit; the reason of a signal.
 */
export async function learnKernel(options: LearnKernelOptions): Promise<LearnedKernel> {
  readOptions("learnKernel", options, OPTIONS);
  const { before, after, constant = false, rounding = 0, method = "conjugate" } = options;
  const { steps = 2000, threads = null, onStep, onProgress, signal } = options;
  guard(METHODS.includes(method), OptionError, () => ({
    name: "method",
    expected: METHODS.join(" or "),
    got: method,
  }));
  wholeNumber("steps", steps, 1);
  guard(Number.isFinite(rounding) && rounding >= 0, OptionError, () => ({
    name: "rounding",
    expected: "a finite number of at least 0",
    got: rounding,
  }));
  const turn = turns(signal);
  const pair = pairOf(before, after, options);
  /** From one share of a part to another. */
  const watch =
    (part: LearnPart, from = 0, to = 1): Watch =>
    (share) =>
      turn()?.then(() => onProgress?.(from + (to - from) * share, part));
  const equations = await normalEquations(pair, threads, watch("equations"));
  onProgress?.(1, "equations");
  const unit = unitOf(equations);
  const closed = leastSquares(equations, constant, unit);
  const taps = pair.kernel[0] * pair.kernel[1];
  const history: Omit<LearnStep, "kernel">[] = [];
  const went = await descend(
    pair,
    closed,
    constant ? unit : null,
    { method, steps, threads, turn },
    (w, loss, step) => {
      const rms = Math.sqrt((2 * loss) / pair.count);
      history.push({ step, rms });
      const told = onStep?.({ step, rms, kernel: w.slice(0, taps) });
      onProgress?.(step / steps, "gradients");
      return told;
    },
  );
  const estimate = (w: Float64Array, rms: number): KernelEstimate => ({
    kernel: w.slice(0, taps),
    constant: constant ? w[taps] : 0,
    rms,
  });
  const learned = estimate(
    went.solution,
    await rmsOf(pair, went.solution, watch("errors", 0, 1 / 3)),
  );
  const errors = await solvedErrors(pair, closed, rounding, watch("errors", 1 / 3, 1));
  const solved = estimate(closed.solution, errors.rms);
  onProgress?.(1, "errors");
  const { rank, condition, inverse } = closed;
  const unknowns = closed.solution.length;
  const deviation = (error: number) =>
    Float64Array.from({ length: taps }, (_, i) => error * Math.sqrt(inverse[i * unknowns + i]));
  return {
    size: pair.kernel,
    outputs: pair.count,
    leftOut: pair.used.length - pair.count,
    learned: {
      ...learned,
      method,
      steps: went.steps,
      converged: went.converged,
      history,
    },
    solved: {
      ...solved,
      rank,
      condition,
      unknowns,
      expected: deviation(rounding / Math.sqrt(12)),
      rounded: errors.rounded.slice(0, taps),
      found: deviation(solved.rms * Math.sqrt(pair.count / Math.max(1, pair.count - rank))),
    },
    difference: closed.solution
      .subarray(0, taps)
      .reduce((most, v, i) => Math.max(most, Math.abs(v - went.solution[i])), 0),
    rmsWithConstant: constant ? null : rmsWithConstant(equations, closed, solved.rms),
  };
}

/**
 * A column of ones besides takes (1ᵀr)² / 1ᵀ(1 - X(XᵀX)⁻¹Xᵀ)1 off the sum of squares of the errors r.
 */
function rmsWithConstant(
  { size, matrix, right, count }: NormalEquations,
  { solution, inverse }: LeastSquares,
  rms: number,
): number {
  const taps = size - 1;
  const sums = matrix.subarray(taps * size, taps * size + taps);
  let [error, own] = [right[taps], count];
  for (let i = 0; i < taps; i++) {
    error -= sums[i] * solution[i];
    for (let j = 0; j < taps; j++) own -= sums[i] * inverse[i * taps + j] * sums[j];
  }
  // Ones that the columns already make take nothing off.
  if (own <= 1e-9 * count) return rms;
  return Math.sqrt(Math.max(0, rms ** 2 - error ** 2 / own / count));
}

/** About the length of a column of X by that of the column of ones, as a power of two. */
function unitOf({ matrix, size, count }: NormalEquations): number {
  let sum = 0;
  for (let i = 0; i < size - 1; i++) sum += matrix[i * size + i];
  const mean = sum / (size - 1) / count;
  return mean > 0 ? 2 ** Math.round(Math.log2(mean) / 2) : 1;
}

interface DescendOptions {
  readonly method: Method;
  readonly steps: number;
  readonly threads: number | null;
  readonly turn: ReturnType<typeof turns>;
}

async function descend(
  pair: Pair,
  { solution: { length }, largest, smallest }: LeastSquares,
  unit: number | null,
  { method, steps, threads, turn }: DescendOptions,
  onStep: DescentSetting["onStep"],
): Promise<Descent> {
  const scaled = (w: Float64Array) =>
    w.map((v, i) => (unit !== null && i === length - 1 ? v * unit : v));
  if (!(largest > 0)) return { solution: new Float64Array(length), steps: 0, converged: true };
  using layer = await layerGradient(pair, unit, threads, turn);
  const setting = { largest, smallest, unknowns: length, steps };
  const went = await descents[method](layer, {
    ...setting,
    onStep: (w, loss, step) => onStep(scaled(w), loss, step),
  });
  return { ...went, solution: scaled(went.solution) };
}
