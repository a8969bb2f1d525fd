/** The gradients of a case by `convoke/backward`, with the most that they may be off. */
import { boundOf } from "../src/algorithms/bounds.ts";
import { ALGORITHMS, named } from "../src/algorithms/index.ts";
import { weightGradientPrecision } from "../src/algorithms/weight-gradient.ts";
import { weightGradientBound } from "../src/algorithms/weight-gradient-bound.ts";
import { compileBackward } from "../src/backward/executable.ts";
import { inputGradientPlan } from "../src/backward/program.ts";
import { detectMachine } from "../src/planner/detect.ts";
import { inputGradient, weightGradient } from "../src/semantics/adjoint.ts";
import type { Problem } from "../src/semantics/problem.ts";
import { gamma } from "../src/semantics/rounding.ts";
import { outputStrides } from "../src/semantics/shapes.ts";
import { sizeOf, type Tensor } from "../src/tensor/tensor.ts";
import { argumentsOf, bound, single } from "./engine.ts";
import { exactly, type Value } from "./value.ts";

/** @param inexact called when a gradient comes from an algorithm that rounds whole numbers. */
export async function backwardGradients(
  problem: Problem,
  tensors: { readonly x: Value; readonly w: Value; readonly dy: Value },
  inexact: () => void,
): Promise<Readonly<Record<"dx" | "dw" | "db", Value>>> {
  const [x, w, dy] = [tensors.x, tensors.w, tensors.dy].map(single);
  using executable = await compileBackward(problem, { threads: 1 });
  executable.x!.data.set(x.data);
  executable.w!.data.set(w.data);
  executable.dy!.data.set(dy.data);
  await executable.run();
  const read = (view: Tensor | null, error: Float64Array): Value => ({
    shape: view!.shape,
    data: Float64Array.from(view!.data),
    error,
  });
  const { dx, dw, db } = executable;
  return {
    dx: read(dx, inputError(problem, w, dy, inexact)),
    dw: read(dw, weightError(problem, x, dy, inexact)),
    db: read(db, biasError(problem, dy)),
  };
}

function inputError(problem: Problem, w: Tensor, dy: Tensor, inexact: () => void): Float64Array {
  const gradient = inputGradient(problem);
  const wanted = { dx: true, dw: true, db: true };
  const machine = detectMachine();
  const chosen = inputGradientPlan({ problem, wanted, machine, threads: 1, accuracy: "faithful" });
  const precision = named(ALGORITHMS, chosen.algorithm).precision(chosen, chosen.schedule);
  if (!precision.wholeNumbers) inexact();
  const error = bound(gradient.problem, exactly(double(dy)), exactly(double(w)), null);
  if (precision.accuracy === "exact") return error;
  const own = boundOf(chosen, argumentsOf(dy, w, null));
  return error.map((value, i) => value + own[i]);
}

function weightError(problem: Problem, x: Tensor, dy: Tensor, inexact: () => void): Float64Array {
  const gradient = weightGradient(problem);
  const input = exactly(double(gradient.input(x, dy)));
  const weight = exactly(double(gradient.weight(x, dy)));
  const data = bound(gradient.problem, input, weight, null);
  // The result has the shape of the problem's output, in nchw.
  const [wide, narrow] = [gradient.problem.batch, gradient.problem.outChannels];
  const taps = gradient.problem.axes.map((a) => a.output);
  const error = gradient.result({ shape: [wide, narrow, ...taps], data }).data;
  const machine = detectMachine();
  const setting = { problem, machine, accuracy: "faithful" } as const;
  const precision = weightGradientPrecision(setting);
  if (!precision.wholeNumbers) inexact();
  if (precision.accuracy === "exact") return error;
  const own = weightGradientBound(setting, x, dy);
  return error.map((value, i) => value + own[i]);
}

function biasError(problem: Problem, dy: Tensor): Float64Array {
  const sums = new Float64Array(problem.outChannels);
  const { channel } = outputStrides(problem);
  dy.data.forEach((value, i) => {
    sums[Math.floor(i / channel) % problem.outChannels] += Math.abs(value);
  });
  const share = gamma(problem.batch * sizeOf(problem.axes.map((a) => a.output)) + 3);
  return sums.map((size) => share * size + 2 ** -140);
}

const double = ({ shape, data }: Tensor<Float32Array | Float64Array>): Tensor<Float64Array> => ({
  shape,
  data: Float64Array.from(data),
});
