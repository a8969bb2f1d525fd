/**
 * The nodes of a graph. A value has a shape; its numbers exist only in the memory of a session that
 * computes it. Functions such as `relu(x)` make values and compute nothing: what a model does is traced
 * once and compiled as a whole.
 */
import { guard, OptionError, ShapeError } from "../errors.ts";
import type { Range } from "../ir/tree.ts";
import { wholeNumber } from "../options.ts";
import { expectTensor, type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import type { Operation } from "./operation.ts";

export interface Value {
  readonly shape: readonly number[];
  /** Floats, or whole numbers (labels, words) that lie in a range. */
  readonly element: "f32" | "i32";
  readonly range: Range | null;
  /** Whether a gradient flows to it: it is a trained parameter, or made of one. */
  readonly tracked: boolean;
  readonly origin: Origin;
}

export type Origin =
  /** Written by the caller before every run. */
  | { readonly kind: "input"; readonly name: string }
  | ParameterOrigin
  | {
      readonly kind: "operation";
      readonly operation: Operation;
      readonly inputs: readonly Value[];
    };

interface ParameterOrigin {
  readonly kind: "parameter";
  readonly name: string;
  /** Where its numbers start, and where `Session.save` puts them. */
  readonly data: Float32Array;
}

/** A value that stays from run to run: weights, and states such as running means. */
export interface Parameter extends Value {
  readonly origin: ParameterOrigin;
}

/** A value of floats that the caller writes before every run. */
export function input(name: string, shape: readonly number[]): Value {
  return {
    ...described(name, shape),
    element: "f32",
    range: null,
    tracked: false,
    origin: { kind: "input", name },
  };
}

/** The same for whole numbers from 0 to `count - 1`: labels of classes, words of a vocabulary. */
export function indices(name: string, shape: readonly number[], count: number): Value {
  wholeNumber(`the count of ${name}`, count, 1);
  return {
    ...described(name, shape),
    element: "i32",
    range: { min: 0, max: count - 1 },
    tracked: false,
    origin: { kind: "input", name },
  };
}

/**
 * The number of a run, which its session counts, from 1, over the runs that ask for it: what an
 * operation draws at random, it draws by this. A training that goes on writes it as it was read.
 */
export const runNumber: Value = {
  shape: [1],
  element: "i32",
  range: { min: 0, max: 2 ** 31 - 1 },
  tracked: false,
  origin: { kind: "input", name: "the number of the run" },
};

/**
 * A trained parameter, by its first values (copied).
 *
 * @throws ShapeError when `start` is no tensor.
 */
export function parameter(name: string, start: Tensor<FloatArray>): Parameter {
  return { ...stored(name, start), tracked: true };
}

/** A state: stays from run to run and is written by operations, but no gradient flows to it. */
export function state(name: string, start: Tensor<FloatArray>): Parameter {
  return { ...stored(name, start), tracked: false };
}

function stored(name: string, start: Tensor<FloatArray>): Omit<Parameter, "tracked"> {
  expectTensor(`the start of ${name}`, start);
  const data = Float32Array.from(start.data);
  return {
    ...described(name, start.shape),
    element: "f32",
    range: null,
    origin: { kind: "parameter", name, data },
  };
}

function described(name: string, shape: readonly number[]): Pick<Value, "shape"> {
  const whole = shape.every((extent) => Number.isInteger(extent) && extent >= 1);
  guard(whole && sizeOf(shape) < 2 ** 30, ShapeError, () => ({
    name: `the shape of ${name}`,
    expected: "extents of at least 1, fewer than 2³⁰ numbers in all",
    got: shape,
  }));
  return { shape: Object.freeze([...shape]) };
}

const NUMBERS = { f32: "floats", i32: "whole numbers" } as const;

let untracked = 0;

/** Values made inside `body` are constants to what is made of them outside: no gradient flows. */
export function noGrad<T>(body: () => T): T {
  untracked++;
  try {
    return body();
  } finally {
    untracked--;
  }
}

/**
 * The value that an operation makes of others.
 *
 * @throws OptionError for whole numbers where it takes floats, and the other way round.
 */
export function apply(operation: Operation, inputs: readonly Value[]): Value {
  inputs.forEach((value, i) => {
    const wanted = operation.integers?.includes(i) ? "i32" : "f32";
    guard(value.element === wanted, OptionError, () => ({
      name: `input ${i} of ${operation.name}`,
      expected: NUMBERS[wanted],
      got: `${nameOf(value)}, ${NUMBERS[value.element]}`,
    }));
  });
  return {
    shape: operation.shape,
    element: "f32",
    range: null,
    tracked: untracked === 0 && inputs.some(({ tracked }) => tracked),
    origin: { kind: "operation", operation, inputs },
  };
}

/** What a message calls a value. */
export function nameOf({ origin, shape }: Value): string {
  const name = origin.kind === "operation" ? `the result of ${origin.operation.name}` : origin.name;
  return `${name} [${shape.join(", ")}]`;
}
