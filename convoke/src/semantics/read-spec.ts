/** Single fields of a Spec, checked and completed; `resolve` puts them together. */
import { guard, OptionError, ShapeError } from "../errors.ts";
import { choice, readOptions, wholeNumber } from "../options.ts";
import type { Activation, Border } from "./problem.ts";
import { type ActivationSpec, BORDER_NAMES, type BorderSpec, type PaddingSpec } from "./spec.ts";

/** @throws ShapeError unless there are 3 to 5 whole extents, the first of at least `leastFirst`, the others of 1. */
export function expectExtents(name: string, shape: readonly number[], leastFirst: number): void {
  guard(Array.isArray(shape) && shape.length >= 3 && shape.length <= 5, ShapeError, () => ({
    name: `the shape of ${name}`,
    expected: "3, 4 or 5 extents (1 to 3 spatial axes)",
    got: shape,
  }));
  shape.forEach((extent, axis) => {
    const least = axis === 0 ? leastFirst : 1;
    guard(Number.isSafeInteger(extent) && extent >= least, ShapeError, () => ({
      name: `extent ${axis} of ${name}`,
      expected: `a whole number of at least ${least}`,
      got: extent,
      nearest: least,
    }));
  });
}

/** One number for all axes, or one each. */
export function perAxis(
  name: string,
  value: number | readonly number[],
  axes: readonly string[],
  least: number,
): number[] {
  if (!Array.isArray(value)) return axes.map(() => wholeNumber(name, value, least));
  countOf(name, value, axes);
  return axes.map((axis, i) => wholeNumber(`${name} along ${axis}`, value[i], least));
}

/** Padding [before, after] of one axis, where it was given in numbers. */
export function paddingOf(
  padding: Exclude<PaddingSpec, string>,
  axes: readonly string[],
  axis: number,
): [number, number] {
  if (!Array.isArray(padding)) {
    const both = wholeNumber("padding", padding, 0);
    return [both, both];
  }
  countOf("padding", padding, axes);
  const own: unknown = padding[axis];
  const name = `padding along ${axes[axis]}`;
  if (!Array.isArray(own)) {
    const both = wholeNumber(name, own, 0);
    return [both, both];
  }
  guard(own.length === 2, OptionError, () => ({ name, expected: "[before, after]", got: own }));
  return [wholeNumber(`${name}, before`, own[0], 0), wholeNumber(`${name}, after`, own[1], 0)];
}

function countOf(name: string, value: readonly unknown[], axes: readonly string[]): void {
  guard(value.length === axes.length, OptionError, () => ({
    name,
    expected: `one entry for each of ${axes.join(", ")}`,
    got: value,
  }));
}

/** Names of NumPy, SciPy and PyTorch. */
const BORDERS_ELSEWHERE = {
  zeros: "zero",
  edge: "replicate",
  nearest: "replicate",
  mirror: "reflect",
  circular: "wrap",
  periodic: "wrap",
} as const;

export function borderFrom(spec: BorderSpec): Border {
  if (typeof spec === "object" && spec !== null) {
    readOptions("border", spec, ["constant"]);
    const value = finite("the constant of border", spec.constant);
    return Object.freeze({ kind: "constant", value });
  }
  return Object.freeze({
    kind: choice("border", spec, BORDER_NAMES, BORDERS_ELSEWHERE),
  });
}

const NAMED = {
  identity: { kind: "identity" },
  relu: { kind: "clamp", min: 0, max: Infinity },
  relu6: { kind: "clamp", min: 0, max: 6 },
  "hard-swish": { kind: "hard-swish" },
} as const satisfies Record<string, Activation>;

export function activationFrom(spec: ActivationSpec): Activation {
  if (typeof spec === "string") {
    const known = Object.keys(NAMED) as (keyof typeof NAMED)[];
    return Object.freeze(NAMED[choice("activation", spec, known)]);
  }
  readOptions("activation", spec, ["leakyRelu", "clamp", "hardSigmoid"]);
  guard(Object.keys(spec).length === 1, OptionError, () => ({
    name: "activation",
    expected: "exactly one of leakyRelu, clamp, hardSigmoid",
    got: spec,
  }));
  if ("leakyRelu" in spec) {
    return Object.freeze({ kind: "leaky-relu", slope: finite("leakyRelu", spec.leakyRelu) });
  }
  if ("clamp" in spec) {
    const [min, max] = pair("clamp", spec.clamp);
    guard(min <= max && single(min) < Infinity && single(max) > -Infinity, OptionError, () => ({
      name: "clamp",
      expected: "[min, max] with min ≤ max and a float32 number between",
      got: spec.clamp,
    }));
    return Object.freeze({ kind: "clamp", min, max });
  }
  const [alpha, beta] = pair("hardSigmoid", spec.hardSigmoid);
  return Object.freeze({
    kind: "hard-sigmoid",
    alpha: finite("alpha of hardSigmoid", alpha),
    beta: finite("beta of hardSigmoid", beta),
  });
}

function pair(name: string, value: unknown): [number, number] {
  guard(
    Array.isArray(value) && value.length === 2 && value.every((v) => typeof v === "number"),
    OptionError,
    () => ({
      name,
      expected: "two numbers",
      got: value,
    }),
  );
  return value as [number, number];
}

/** Finite in float32 too, where kernels compute: infinity times zero is no number. */
function finite(name: string, value: unknown): number {
  guard(typeof value === "number" && Number.isFinite(single(value)), OptionError, () => ({
    name,
    expected: "a number that is finite in float32",
    got: value,
  }));
  return value as number;
}

const single = Math.fround;
