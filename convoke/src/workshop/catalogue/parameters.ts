/** The parameters that kernels of the catalogue share: one rule each, in words and as a test. */
import type { ChoiceParameter, NumberParameter } from "./entry.ts";

/** Taps along an axis: longer kernels are a mistake, or work for recursive filters. */
export const MOST_SIZE = 511;
export const MOST_SIGMA = 80;

const whole = (least: number, most: number) => ({
  rule: `a whole number from ${least} to ${most}`,
  holds: (v: number) => Number.isInteger(v) && v >= least && v <= most,
});

export const size = (fallback: number): NumberParameter => ({
  kind: "number",
  name: "size",
  unit: "taps",
  fallback,
  ...whole(1, MOST_SIZE),
});

/** Odd, or 0: as far as 3 σ. */
export const gaussianSize: NumberParameter = {
  kind: "number",
  name: "size",
  unit: "taps",
  fallback: 0,
  rule: `0 (as far as 3 sigma), or an odd number from 1 to ${MOST_SIZE}`,
  holds: (v) => v === 0 || (Number.isInteger(v) && v % 2 === 1 && v >= 1 && v <= MOST_SIZE),
};

export const oddTaps = (fallback: number): NumberParameter => ({
  kind: "number",
  name: "taps",
  unit: "taps",
  fallback,
  rule: `an odd number from 3 to ${MOST_SIZE}`,
  holds: (v) => Number.isInteger(v) && v % 2 === 1 && v >= 3 && v <= MOST_SIZE,
});

export const taps = (fallback: number): NumberParameter => ({
  kind: "number",
  name: "taps",
  unit: "taps",
  fallback,
  ...whole(1, MOST_SIZE),
});

export const sigma = (fallback: number, name = "sigma"): NumberParameter => ({
  kind: "number",
  name,
  unit: "pixels",
  fallback,
  rule: `a number above 0, at most ${MOST_SIGMA} (pixels)`,
  holds: (v) => v > 0 && v <= MOST_SIGMA,
});

export const between = (
  name: string,
  unit: string,
  fallback: number,
  least: number,
  most: number,
): NumberParameter => ({
  kind: "number",
  name,
  unit,
  fallback,
  rule:
    unit === "degrees" ? `degrees from ${least} to ${most}` : `a number from ${least} to ${most}`,
  holds: (v) => v >= least && v <= most,
});

export const count = (
  name: string,
  unit: string,
  fallback: number,
  least: number,
  most: number,
): NumberParameter => ({ kind: "number", name, unit, fallback, ...whole(least, most) });

export const angle = between("angle", "degrees", 0, -360, 360);

/** Strictly between: 0 and 1/2 leave nothing to pass, or everything. */
export const cutoff = (name: string, fallback: number): NumberParameter => ({
  kind: "number",
  name,
  unit: "cycles a sample",
  fallback,
  rule: "a number above 0 and below 0.5 (cycles a sample)",
  holds: (v) => v > 0 && v < 0.5,
});

export const choice = (name: string, choices: readonly string[]): ChoiceParameter => ({
  kind: "choice",
  name,
  unit: "",
  rule: `one of ${choices.join(", ")}`,
  fallback: choices[0],
  choices,
});
