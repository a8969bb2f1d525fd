/**
 * Who computes a case's convolutions: the reference, or one algorithm through the fast path. Adapters
 * are written once, against `Engine`.
 *
 * A fast result carries its bound: inputs rounded to float32 and a sum of n products are off by at
 * most γ(n + 5)·Σ|x||w|, and what the inputs were off by passes through |w|.
 */

import { boundOf } from "../src/algorithms/bounds.ts";
import { ALGORITHMS } from "../src/algorithms/index.ts";
import { PLAIN_MACHINE } from "../src/plan/machine.ts";
import type { AlgorithmName, Schedule } from "../src/plan/plan.ts";
import { detectMachine } from "../src/planner/detect.ts";
import type { Problem } from "../src/semantics/problem.ts";
import { magnitude, productsOf, reference } from "../src/semantics/reference.ts";
import { gamma } from "../src/semantics/rounding.ts";
import { type FloatArray, type Tensor, tensor } from "../src/tensor/tensor.ts";
import { compile, plan } from "../src/whole.ts";
import type { Value } from "./value.ts";

export type Engine = (
  problem: Problem,
  input: Value,
  weight: Value,
  bias: Value | null,
) => Promise<Value>;

/** The algorithm cannot take a problem of this case. */
export class Refused extends Error {}

export const referenceEngine: Engine = async (problem, input, weight, bias) => ({
  ...reference(problem, argumentsOf(input, weight, bias)),
  error: null,
});

/**
 * An engine for one case. `inexact` is called when a result comes from an algorithm that rounds whole
 * numbers too: equality cannot be asked of it, its bound can.
 */
export function algorithmEngine(name: AlgorithmName, inexact: () => void): Engine {
  const algorithm = ALGORITHMS.find((a) => a.name === name)!;
  const machine = detectMachine() ?? PLAIN_MACHINE;
  return async (problem, input, weight, bias) => {
    const args = argumentsOf(single(input), single(weight), bias && single(bias));
    // Some algorithms make code for one weight, and are asked with it.
    const setting = { problem, machine, threads: 1, weight: null };
    const fixed = algorithm.refuses(setting) !== null;
    const known = fixed ? { weight: args.weight } : {};
    const refusal = fixed
      ? algorithm.refuses({ ...setting, weight: Array.from(args.weight.data) })
      : null;
    if (refusal !== null) throw new Refused(refusal);
    // The suites hold for what runs unasked; "fast" results have a bound of their own, and tests of it.
    const own = { ...setting, weight: fixed ? Array.from(args.weight.data) : null };
    const fast = (s: Schedule) => algorithm.precision(own, s).accuracy === "fast";
    if (algorithm.schedules(own).every(fast)) throw new Refused('its results are not "faithful"');
    const p = plan(problem, { algorithm: name, accuracy: "faithful", threads: 1, ...known });
    using executable = await compile(p, args);
    executable.input.data.set(args.input.data);
    await executable.run();
    const { shape, data } = executable.output;
    const precision = algorithm.precision(p, p.schedule);
    const error = bound(problem, input, weight, bias);
    if (precision.accuracy !== "exact") {
      boundOf(p, args).forEach((value, i) => {
        error[i] += value;
      });
    }
    if (!precision.wholeNumbers) inexact();
    return { shape, data: Float64Array.from(data), error };
  };
}

/** Most that a sum of the definition may be off in float32. */
export function bound(
  problem: Problem,
  input: Value,
  weight: Value,
  bias: Value | null,
): Float64Array {
  const share = gamma(productsOf(problem) + 5);
  const sizes = magnitude(problem, argumentsOf(input, weight, bias)).data;
  const result = sizes.map((size) => share * size + 2 ** -140);
  if (!input.error) return result;
  const carried = magnitude(
    { ...problem, bias: false },
    argumentsOf({ ...input, data: input.error }, weight, null),
  ).data;
  return result.map((own, i) => own + 1.01 * carried[i]);
}

export function argumentsOf(
  input: Tensor<FloatArray>,
  weight: Tensor<FloatArray>,
  bias: Tensor<FloatArray> | null,
) {
  return bias ? { input, weight, bias } : { input, weight };
}

export const single = ({ shape, data }: Tensor<Float64Array>): Tensor => tensor(shape, data);
