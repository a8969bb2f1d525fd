/** Single fields of a Spec, checked and completed; `resolve` puts them together. */
import { guard, OptionError } from "../errors.ts";
import { nearest, readOptions } from "../options.ts";
import type { Activation, Border } from "./problem.ts";
import type { ActivationSpec, BorderSpec, PaddingSpec } from "./spec.ts";

/**
 * @param elsewhere what others call some of them
 * @throws OptionError unless `value` is one of `known`.
 */
export function choice<T extends string>(
  name: string,
  value: T,
  known: readonly T[],
  elsewhere: Readonly<Record<string, T>> = {},
): T {
  guard(known.includes(value), OptionError, () => ({
    name,
    expected: `one of ${known.join(", ")}`,
    got: value,
    nearest: Object.hasOwn(elsewhere, value) ? elsewhere[value] : nearest(String(value), known),
  }));
  return value;
}

/** @throws OptionError unless `value` is a safe integer of at least `least`. */
export function wholeNumber(name: string, value: unknown, least: number): number {
  guard(Number.isSafeInteger(value) && (value as number) >= least, OptionError, () => ({
    name,
    expected: `a whole number of at least ${least}`,
    got: value,
    nearest:
      typeof value === "number" && value > least
        ? Math.min(Math.round(value), Number.MAX_SAFE_INTEGER)
        : least,
  }));
  // −0 becomes 0: a Problem has one form.
  return (value as number) + 0;
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

const BORDERS = ["zero", "replicate", "reflect", "symmetric", "wrap"] as const;
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
    kind: choice("border", spec, BORDERS, BORDERS_ELSEWHERE),
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
