/**
 * Every algorithm against the definition, for one problem: equality on integers, the stated bound
 * on random numbers, and the same bits for any number of threads.
 */
import { ALGORITHMS } from "./algorithms/index.ts";
import type { Machine } from "./plan/machine.ts";
import type { AlgorithmName } from "./plan/plan.ts";
import { detectMachine } from "./planner/detect.ts";
import { plan } from "./planner/plan.ts";
import { compile } from "./runtime/compile.ts";
import { format, parse } from "./semantics/descriptor.ts";
import type { Problem } from "./semantics/problem.ts";
import { errorBound, magnitude, reference } from "./semantics/reference.ts";
import { inputShape, weightShape } from "./semantics/shapes.ts";
import { integers, uniform } from "./tensor/random.ts";
import type { Tensor } from "./tensor/tensor.ts";

export interface VerifyRow {
  readonly algorithm: AlgorithmName;
  /** Why the algorithm does not run the problem; null when it was run. */
  readonly refusal: string | null;
  /** Whether integer data gave the reference's values exactly. */
  readonly exact: boolean;
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
  const bound = errorBound(problem, magnitude(problem, random));

  const rows: VerifyRow[] = [];
  for (const { name, refuses } of ALGORITHMS) {
    const refusal = refuses(problem, machine);
    if (refusal !== null) {
      rows.push({
        algorithm: name,
        refusal,
        exact: false,
        maxError: 0,
        shareOfBound: 0,
        sameBits: null,
        passed: true,
      });
      continue;
    }
    const on = (p: Problem, d: Data, threads: number) =>
      runOn(p, d, { algorithm: name, machine, threads });
    const exactly = await on(plain, whole, 1);
    const once = await on(problem, random, 1);
    const twice = machine.sharedMemory ? await on(problem, random, 2) : null;
    let [maxError, shareOfBound] = [0, 0];
    once.forEach((value, i) => {
      const error = Math.abs(value - expected.random[i]);
      maxError = Math.max(maxError, error);
      if (error > 0) shareOfBound = Math.max(shareOfBound, error / bound[i]);
    });
    const exact = exactly.every((value, i) => value === expected.whole[i]);
    const sameBits = twice && once.every((value, i) => Object.is(value, twice[i]));
    const passed = exact && shareOfBound <= 1 && sameBits !== false;
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
  options: { algorithm: AlgorithmName; machine: Machine; threads: number },
): Promise<Float32Array> {
  using executable = await compile(plan(problem, options), parameters);
  executable.input.data.set(input.data);
  await executable.run();
  return executable.output.data.slice();
}
