/** Gradients of one convolution from its kernels, and from the adjoint in float64. */
import { boundOf } from "../../src/algorithms/bounds.ts";
import { ALGORITHMS, named } from "../../src/algorithms/index.ts";
import { weightGradientPrecision } from "../../src/algorithms/weight-gradient.ts";
import { weightGradientBound } from "../../src/algorithms/weight-gradient-bound.ts";
import { compileBackward } from "../../src/backward/executable.ts";
import { inputGradientPlan } from "../../src/backward/program.ts";
import type { Machine } from "../../src/plan/machine.ts";
import type { Accuracy, Plan } from "../../src/plan/plan.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { inputGradient, weightGradient } from "../../src/semantics/adjoint.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { gamma } from "../../src/semantics/rounding.ts";
import { inputShape, outputShape, outputStrides, weightShape } from "../../src/semantics/shapes.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import { type FloatArray, sizeOf, type Tensor } from "../../src/tensor/tensor.ts";

export const NAMES = ["dx", "dw", "db"] as const;

export interface Data {
  readonly x: Tensor;
  readonly w: Tensor;
  readonly dy: Tensor;
}

export interface How {
  readonly machine?: Machine;
  readonly accuracy?: Accuracy;
}

const dataOf = (p: Problem, make: (shape: readonly number[], seed: number) => Tensor): Data => ({
  x: make(inputShape(p), 1),
  w: make(weightShape(p), 2),
  dy: make(outputShape(p), 3),
});
export const whole = (p: Problem) => dataOf(p, (shape, seed) => integers(shape, seed, -3, 3));
export const random = (p: Problem) => dataOf(p, (shape, seed) => uniform(shape, seed, -1, 1));

export async function gradients(
  problem: Problem,
  data: Data,
  threads = 1,
  { machine = detectMachine(), accuracy = "faithful" }: How = {},
) {
  const options = { threads, machine, accuracy };
  using executable = await compileBackward(problem, options);
  for (const name of ["x", "w", "dy"] as const) executable[name]!.data.set(data[name].data);
  await executable.run();
  const { dx, dw, db } = executable;
  return { dx: dx!.data.slice(), dw: dw!.data.slice(), db: db!.data.slice() };
}

/** How the input gradient is computed. */
export const planOf = (
  problem: Problem,
  { machine = detectMachine(), accuracy = "faithful" }: How = {},
): Plan =>
  inputGradientPlan({
    problem,
    wanted: { dx: true, dw: true, db: true },
    machine,
    threads: 1,
    accuracy,
  });

/** The same in double precision, and how far off each may be. */
export function expected(
  problem: Problem,
  { x, w, dy }: Data,
  { machine = detectMachine(), accuracy = "faithful" }: How = {},
) {
  const ofInput = inputGradient(problem);
  const ofWeight = weightGradient(problem);
  const forInput = { input: ofInput.input(dy, w), weight: ofInput.weight(dy, w) };
  const forWeight = { input: ofWeight.input(x, dy), weight: ofWeight.weight(x, dy) };
  const weights = weightGradientPrecision({ problem, machine, accuracy });
  const chosen = planOf(problem, { machine, accuracy });
  const precision = named(ALGORITHMS, chosen.algorithm).precision(chosen, chosen.schedule);
  return {
    values: {
      dx: reference(ofInput.problem, forInput).data,
      dw: ofWeight.result(reference(ofWeight.problem, forWeight)).data,
      db: channelSums(problem, dy),
    },
    bounds: {
      dx: boundOf(chosen, forInput),
      dw: weightGradientBound({ problem, machine, accuracy }, x, dy),
      db: channelSums(problem, { ...dy, data: dy.data.map(Math.abs) }).map((size) => {
        const terms = problem.batch * sizeOf(problem.axes.map((a) => a.output));
        return gamma(terms + 2) * size;
      }),
    },
    exact: { dx: precision.wholeNumbers, dw: weights.wholeNumbers, db: true },
  };
}

function channelSums(problem: Problem, { data }: Tensor<FloatArray>): Float64Array {
  const sums = new Float64Array(problem.outChannels);
  const { channel } = outputStrides(problem);
  data.forEach((value, i) => {
    sums[Math.floor(i / channel) % problem.outChannels] += value;
  });
  return sums;
}
