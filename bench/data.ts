/**
 * What goes into a workload and what must come out: seeded tensors, the float64 reference, and how
 * far off a float32 result may be. Kept in .cache/, since references of large layers take a while.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  inputShape,
  outputShape,
  type Problem,
  sizeOf,
  type Tensor,
  tensor,
  weightShape,
} from "convoke";
import {
  errorBound,
  type Gradient,
  inputGradient,
  magnitude,
  reference,
  weightGradient,
} from "convoke/reference";
import { CACHE } from "./places.ts";
import type { LayerWorkload } from "./workloads.ts";

export interface Data {
  /** Holds `input.bin` and `weight.bin`. */
  readonly folder: string;
  readonly expected: Float64Array;
  /** Most that each output may be off: what rounding can do to a plain sum, and five digits of Σ|x||w|. */
  readonly allowed: Float64Array;
  /** The rows of the output that `expected` has, one after another; null where it has all. */
  readonly rows: readonly number[] | null;
}

export const DIGITS = 1e-5;

export function dataOf(
  { name, problem, backward }: LayerWorkload,
  say: (text: string) => void,
): Data {
  const folder = join(CACHE, "data", name);
  const at = (file: string) => join(folder, file);
  if (!existsSync(at("allowed.bin"))) {
    mkdirSync(folder, { recursive: true });
    say(`computing the reference of ${name}, once`);
    const args = {
      input: tensor(inputShape(problem), noise(sizeOf(inputShape(problem)), 1)),
      weight: tensor(weightShape(problem), noise(sizeOf(weightShape(problem)), 2)),
    };
    save(at("input.bin"), args.input.data);
    save(at("weight.bin"), args.weight.data);
    const outcome = backward ? gradients(problem, args, at) : forward(problem, args);
    save(at("expected.bin"), outcome.expected);
    save(at("allowed.bin"), outcome.allowed);
  }
  return {
    folder,
    expected: doubles(at("expected.bin")),
    allowed: doubles(at("allowed.bin")),
    rows: null,
  };
}

interface Arguments {
  readonly input: Tensor;
  readonly weight: Tensor;
}
type Outcome = Pick<Data, "expected" | "allowed">;

const forward = (problem: Problem, args: Arguments): Outcome => ({
  expected: reference(problem, args).data,
  allowed: allowance(problem, args),
});

/** That of the input, then that of the weight, for a seeded gradient of the output. */
function gradients(
  problem: Problem,
  { input, weight }: Arguments,
  at: (file: string) => string,
): Outcome {
  const shape = outputShape(problem);
  const dy = tensor(shape, noise(sizeOf(shape), 3));
  save(at("gradient.bin"), dy.data);
  const solved = (gradient: Gradient, a: Tensor, b: Tensor): Outcome => {
    const args = { input: gradient.input(a, b), weight: gradient.weight(a, b) };
    const { shape: whole, data } = reference(gradient.problem, args);
    const size = magnitude(gradient.problem, args);
    const allowed = errorBound(gradient.problem, size).map((b, i) => b + DIGITS * size.data[i]);
    return {
      expected: gradient.result({ shape: whole, data }).data,
      allowed: gradient.result({ shape: whole, data: allowed }).data,
    };
  };
  const parts = [
    solved(inputGradient(problem), dy, weight),
    solved(weightGradient(problem), input, dy),
  ];
  const joined = (pick: (outcome: Outcome) => Float64Array) =>
    Float64Array.from(parts.flatMap((part) => [...pick(part)]));
  return { expected: joined((o) => o.expected), allowed: joined((o) => o.allowed) };
}

function allowance(problem: Problem, args: Arguments): Float64Array {
  const size = magnitude(problem, args);
  return errorBound(problem, size).map((bound, i) => bound + DIGITS * size.data[i]);
}

/** Null when every value is within its allowance, else the first that is not, in a sentence. */
export function mistake(
  values: ArrayLike<number>,
  { expected, allowed }: Pick<Data, "expected" | "allowed">,
): string | null {
  if (values.length !== expected.length)
    return `${values.length} values instead of ${expected.length}`;
  for (let i = 0; i < expected.length; i++) {
    // Written so that NaN is a mistake.
    if (Math.abs(values[i] - expected[i]) <= allowed[i]) continue;
    return `value ${i} is ${values[i]}, expected ${expected[i]}`;
  }
  return null;
}

/** Evenly spread over [−1, 1), the same everywhere: a 32-bit linear congruential generator. */
export function noise(count: number, seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state / 2 ** 31 - 1;
  }
  return values;
}

/** Whole or not at all: a run that is interrupted leaves no half file behind. */
export function save(path: string, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
  writeFileSync(`${path}.part`, new Uint8Array(buffer, byteOffset, byteLength));
  renameSync(`${path}.part`, path);
}

export const doubles = (path: string): Float64Array =>
  new Float64Array(Uint8Array.from(readFileSync(path)).buffer);
