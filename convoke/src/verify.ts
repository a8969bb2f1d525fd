/**
 * Every algorithm against the definition, for one problem: equality on integers where the algorithm
 * promises it, its bound on random numbers, and the same bits for any number of threads.
 */
import { boundOf } from "./algorithms/bounds.ts";
import { ALGORITHMS } from "./algorithms/index.ts";
import type { Machine } from "./plan/machine.ts";
import type { AlgorithmName, Plan } from "./plan/plan.ts";
import { detectMachine } from "./planner/detect.ts";
import type { PlanOptions } from "./planner/plan.ts";
import { format, parse } from "./semantics/descriptor.ts";
import type { Problem } from "./semantics/problem.ts";
import { reference } from "./semantics/reference.ts";
import { inputShape, weightShape } from "./semantics/shapes.ts";
import { integers, uniform } from "./tensor/random.ts";
import type { Tensor } from "./tensor/tensor.ts";
import { compile, plan } from "./whole.ts";

export interface VerifyRow {
  readonly algorithm: AlgorithmName;
  /** Why the algorithm does not run the problem; null when it was run. */
  readonly refusal: string | null;
  /** Whether integer data gave the reference's values exactly; null where that is not promised. */
  readonly exact: boolean | null;
  /** Largest |result − reference| over random data, and the largest share of its bound. */
  readonly maxError: number;
  readonly shareOfBound: number;
  /** Whether two threads gave the same bits as one; null where memory cannot be shared. */
  readonly sameBits: boolean | null;
  readonly passed: boolean;
}

export interface VerifyReport {
  readonly problem: Problem;
  readonly descriptor: string;
  readonly rows: readonly VerifyRow[];
  readonly passed: boolean;
}

interface Data {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor;
}

export async function verify(
  what: Problem | string,
  options: { readonly machine?: Machine; readonly seed?: number } = {},
): Promise<VerifyReport> {
  const problem = typeof what === "string" ? parse(what) : what;
  const { machine = detectMachine(), seed = 1 } = options;
  const whole = data(problem, (shape, s) => integers(shape, s, -4, 4), seed);
  const random = data(problem, (shape, s) => uniform(shape, s, -1, 1), seed);
  // The activation of a huge-sloped problem need not stay integer: compare before it.
  const plain: Problem = { ...problem, activation: { kind: "identity" } };
  const expected = { whole: reference(plain, whole).data, random: reference(problem, random).data };

  const rows: VerifyRow[] = [];
  for (const algorithm of ALGORITHMS) {
    const { name } = algorithm;
    // Some algorithms make code for one weight, and are asked with it.
    const setting = { problem, machine, threads: 1, weight: null };
    const fixed = algorithm.refuses(setting) !== null;
    const refusal = fixed
      ? algorithm.refuses({ ...setting, weight: Array.from(random.weight.data) })
      : null;
    if (refusal !== null) {
      rows.push({
        algorithm: name,
        refusal,
        exact: null,
        maxError: 0,
        shareOfBound: 0,
        sameBits: null,
        passed: true,
      });
      continue;
    }
    const on = (p: Problem, d: Data, threads: number) =>
      runOn(p, d, {
        algorithm: name,
        machine,
        threads,
        ...(fixed ? { weight: d.weight } : {}),
      });
    const [exactly] = await on(plain, whole, 1);
    const [once, chosen] = await on(problem, random, 1);
    const [twice] = machine.sharedMemory ? await on(problem, random, 2) : [null];
    const { wholeNumbers } = algorithm.precision(chosen, chosen.schedule);
    const bound = boundOf(chosen, random);
    let [maxError, shareOfBound] = [0, 0];
    once.forEach((value, i) => {
      const error = Math.abs(value - expected.random[i]);
      maxError = Math.max(maxError, error);
      if (error > 0) shareOfBound = Math.max(shareOfBound, error / bound[i]);
    });
    const exact = wholeNumbers ? exactly.every((value, i) => value === expected.whole[i]) : null;
    const sameBits = twice && once.every((value, i) => Object.is(value, twice[i]));
    const passed = exact !== false && shareOfBound <= 1 && sameBits !== false;
    rows.push({ algorithm: name, refusal, exact, maxError, shareOfBound, sameBits, passed });
  }
  return { problem, descriptor: format(problem), rows, passed: rows.every((row) => row.passed) };
}

function data(
  problem: Problem,
  make: (shape: readonly number[], seed: number) => Tensor,
  seed: number,
): Data {
  const input = make(inputShape(problem), seed);
  const weight = make(weightShape(problem), seed + 1);
  return problem.bias
    ? { input, weight, bias: make([problem.outChannels], seed + 2) }
    : { input, weight };
}

async function runOn(
  problem: Problem,
  { input, ...parameters }: Data,
  options: PlanOptions & { algorithm: AlgorithmName },
): Promise<[Float32Array, Plan]> {
  const p = plan(problem, options);
  // Helpers that sleep are woken, however short the run: what is to be seen is that they do no harm.
  using executable = await compile({ ...p, wakes: p.threads > 1 }, parameters);
  executable.input.data.set(input.data);
  await executable.run();
  return [executable.output.data.slice(), p];
}
