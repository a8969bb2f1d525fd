/** Lines that let a band of frequencies pass: windowed sinc functions, and recursive filters cut off. */
import {
  fromNumber,
  minus,
  ONE,
  powerOf,
  type Rational,
  times,
  toNumber,
} from "../../numbers/rational.ts";
import { subtract } from "../algebra.ts";
import { type Kernel, kernel, kernelOf } from "../kernel.ts";
import { check } from "./check.ts";
import { type CatalogueEntry, type Design, numbers, plainDesign } from "./entry.ts";
import { normalised } from "./gaussian.ts";
import { between, choice, cutoff, oddTaps, taps as tapsRule } from "./parameters.ts";
import { WINDOW_NAMES, type WindowName, windowOf } from "./windows.ts";

const windowRule = choice("window", WINDOW_NAMES);

/**
 * 2f sinc(2f i) times a window, normalised to sum 1: at f the response is one half.
 *
 * @param f cycles a sample, between 0 and 1/2.
 * @param taps odd.
 * @throws OptionError for values out of range.
 */
export function lowPass(f: number, taps: number, window: WindowName): Kernel {
  check("lowPass", cutoff("cutoff", 0.25), f);
  check("lowPass", oddTaps(31), taps);
  check("lowPass", windowRule, window);
  const radius = (taps - 1) / 2;
  const w = windowOf(window, taps);
  return kernelOf([taps], normalised(w.map((weight, at) => weight * sincAt(f, at - radius))));
}

/** sin(2πfi) / πi, 2f in the middle. */
const sincAt = (f: number, i: number): number =>
  i === 0 ? 2 * f : Math.sin(2 * Math.PI * f * i) / (Math.PI * i);

/** One minus the low pass: sum 0. */
export const highPass = (f: number, taps: number, window: WindowName): Kernel =>
  subtract(kernel([1]), lowPass(f, taps, window));

/**
 * The low pass up to `high` minus the one up to `low`: sum 0.
 *
 * @throws OptionError unless low < high.
 */
export function bandPass(low: number, high: number, taps: number, window: WindowName): Kernel {
  check(
    "bandPass",
    { ...cutoff("high", 0.3), rule: "a number above the low one", holds: (v) => v > low },
    high,
  );
  return subtract(lowPass(high, taps, window), lowPass(low, taps, window));
}

/**
 * The impulse response of y[n] = y[n−1] + α (x[n] − y[n−1]), cut off: α (1 − α)^i of the sample i
 * before. The output lies on the last tap: it sees the past only. α is taken for the fraction that
 * the double is, and the taps are exact; what is cut off is (1 − α)^taps of the sum.
 *
 * @throws OptionError for values out of range.
 */
export function onePole(alpha: number, taps: number): Design {
  check("onePole", alphaRule, alpha);
  check("onePole", tapsRule(40), taps);
  const a = fromNumber(alpha);
  const keep = minus(ONE, a);
  // Powers of a long fraction grow by its digits each: beyond a few thousand bits they are floats.
  const long = a.under.toString(2).length * taps > 4096;
  const values: (Rational | number)[] = [];
  let power: Rational = ONE;
  for (let i = 0; i < taps; i++) {
    values.unshift(long ? alpha * (1 - alpha) ** i : times(a, power));
    if (!long) power = times(power, keep);
  }
  const left = long ? (1 - alpha) ** taps : toNumber(powerOf(keep, taps));
  return {
    kernel: kernelOf([taps], values, [taps - 1]),
    errors: [
      {
        name: "sum",
        value: left === 0 ? 0 : -left,
        en: "sum minus 1: what the recursive filter would still add",
        zh: "总和减 1：递归滤波器本应继续累加的部分",
      },
      {
        name: "energy",
        // Σ over i ≥ taps of (α (1−α)^i)², against the same from 0.
        value: left ** 2,
        en: "energy of what was cut off, of the whole response's",
        zh: "被截去部分的能量，相对整个响应",
      },
    ],
  };
}

const alphaRule = {
  ...between("alpha", "", 0.5, 0, 1),
  rule: "a number above 0, at most 1",
  holds: (v: number) => v > 0 && v <= 1,
};
const windowed = [oddTaps(31), windowRule] as const;
const windowOfValues = (values: Readonly<Record<string, number | string>>) =>
  values.window as WindowName;

export const PASSES = {
  lowpass: {
    en: "line: passes frequencies below the cutoff",
    zh: "一维：通过截止频率以下的频率",
    formula: "sin(2πfi) / πi · window / Σ",
    source: "windowed sinc; windows: Harris, 1978",
    parameters: [cutoff("cutoff", 0.25), ...windowed],
    make: (values) => {
      const [f, n] = numbers(values, "cutoff", "taps");
      return plainDesign(lowPass(f, n, windowOfValues(values)));
    },
  },
  highpass: {
    en: "line: passes frequencies above the cutoff",
    zh: "一维：通过截止频率以上的频率",
    formula: "δ - lowpass",
    source: "windowed sinc; windows: Harris, 1978",
    parameters: [cutoff("cutoff", 0.25), ...windowed],
    make: (values) => {
      const [f, n] = numbers(values, "cutoff", "taps");
      return plainDesign(highPass(f, n, windowOfValues(values)));
    },
  },
  bandpass: {
    en: "line: passes frequencies between two",
    zh: "一维：通过两个频率之间的频率",
    formula: "lowpass(high) - lowpass(low)",
    source: "windowed sinc; windows: Harris, 1978",
    parameters: [cutoff("low", 0.1), cutoff("high", 0.25), ...windowed],
    make: (values) => {
      const [low, high, n] = numbers(values, "low", "high", "taps");
      return plainDesign(bandPass(low, high, n, windowOfValues(values)));
    },
  },
  "one-pole": {
    en: "line: running mean that forgets, from the left; a recursive filter cut off",
    zh: "一维：自左向右、逐渐遗忘的滑动平均（截断的递归滤波器）",
    formula: "α (1 - α)^i, i = 0 … taps - 1 to the left",
    source: "exponential smoothing: Brown, 1956",
    parameters: [alphaRule, tapsRule(40)],
    make: (values) => {
      const [alpha, n] = numbers(values, "alpha", "taps");
      return onePole(alpha, n);
    },
  },
  "one-pole-high": {
    en: "line: what the running mean leaves over",
    zh: "一维：滑动平均之余（一阶高通）",
    formula: "δ - one-pole",
    source: "exponential smoothing: Brown, 1956",
    parameters: [alphaRule, tapsRule(40)],
    make: (values) => {
      const [alpha, n] = numbers(values, "alpha", "taps");
      const low = onePole(alpha, n);
      const rest = low.errors[0].value;
      return {
        kernel: subtract(kernel([1]), low.kernel),
        errors: [
          {
            name: "sum",
            value: rest === 0 ? 0 : -rest,
            en: "sum, which would be 0: what the recursive filter would still take off",
            zh: "总和（本应为 0）：递归滤波器本应继续减去的部分",
          },
        ],
      };
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
