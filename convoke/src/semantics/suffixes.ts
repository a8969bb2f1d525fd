/** The part of a descriptor behind the numbers: `_transposed_reflect_nhwc_hwio_bias_relu`. */
import type { Activation, Border, Problem } from "./problem.ts";
import { DATA_LAYOUTS, type DataLayout, WEIGHT_LAYOUTS, type WeightLayout } from "./spec.ts";

export type Settings = Pick<
  Problem,
  "op" | "orientation" | "border" | "dataLayout" | "weightLayout" | "bias" | "activation"
>;

/** What no suffix at all means, but for `transposed`, which changes the default weight layout. */
export const defaultSettings = (transposed: boolean): Settings => ({
  op: transposed ? "convTranspose" : "conv",
  orientation: "correlation",
  border: { kind: "zero" },
  dataLayout: "nchw",
  weightLayout: transposed ? "iohw" : "oihw",
  bias: false,
  activation: { kind: "identity" },
});

/** Suffixes of everything that is not the default, in the one canonical order. */
export function suffixesOf(problem: Settings): string[] {
  const plain = defaultSettings(problem.op === "convTranspose");
  return [
    problem.op === "convTranspose" ? "transposed" : "",
    problem.orientation === plain.orientation ? "" : problem.orientation,
    borderWord(problem.border),
    problem.dataLayout === plain.dataLayout ? "" : problem.dataLayout,
    problem.weightLayout === plain.weightLayout ? "" : problem.weightLayout,
    problem.bias ? "bias" : "",
    activationWord(problem.activation),
  ].filter((suffix) => suffix !== "");
}

/** `settings` with what `suffix` says; null when it says nothing known. */
export function settingsOf(suffix: string, settings: Settings): Settings | null {
  if (suffix === "transposed") return settings;
  if (suffix === "bias") return { ...settings, bias: true };
  if (suffix === "correlation" || suffix === "convolution")
    return { ...settings, orientation: suffix };
  if ((DATA_LAYOUTS as readonly string[]).includes(suffix)) {
    return { ...settings, dataLayout: suffix as DataLayout };
  }
  if ((WEIGHT_LAYOUTS as readonly string[]).includes(suffix)) {
    return { ...settings, weightLayout: suffix as WeightLayout };
  }
  const border = borderOf(suffix);
  if (border) return { ...settings, border };
  const activation = activationOf(suffix);
  return activation && { ...settings, activation };
}

function borderWord(border: Border): string {
  if (border.kind === "zero") return "";
  return border.kind === "constant" ? `constant${numberWord(border.value)}` : border.kind;
}

function borderOf(word: string): Border | null {
  switch (word) {
    case "zero":
    case "replicate":
    case "reflect":
    case "symmetric":
    case "wrap":
      return { kind: word };
    default: {
      const [value] = numbersOf(word, "constant", 1);
      return Number.isFinite(value) ? { kind: "constant", value } : null;
    }
  }
}

function activationWord(activation: Activation): string {
  switch (activation.kind) {
    case "identity":
      return "";
    case "clamp": {
      const { min, max } = activation;
      if (Object.is(min, 0) && max === Infinity) return "relu";
      if (Object.is(min, 0) && max === 6) return "relu6";
      return `clamp${numberWord(min)}to${numberWord(max)}`;
    }
    case "leaky-relu":
      return `leaky${numberWord(activation.slope)}`;
    case "hard-sigmoid":
      return `hardsigmoid${numberWord(activation.alpha)}to${numberWord(activation.beta)}`;
    case "hard-swish":
      return "hardswish";
    default:
      return activation satisfies never;
  }
}

function activationOf(word: string): Activation | null {
  if (word === "relu") return { kind: "clamp", min: 0, max: Infinity };
  if (word === "relu6") return { kind: "clamp", min: 0, max: 6 };
  if (word === "hardswish") return { kind: "hard-swish" };
  const [min, max] = numbersOf(word, "clamp", 2);
  if (min !== undefined && min <= max) return { kind: "clamp", min, max };
  const [slope] = numbersOf(word, "leaky", 1);
  if (Number.isFinite(slope)) return { kind: "leaky-relu", slope };
  const [alpha, beta] = numbersOf(word, "hardsigmoid", 2);
  return Number.isFinite(alpha) && Number.isFinite(beta)
    ? { kind: "hard-sigmoid", alpha, beta }
    : null;
}

/** Safe in a URL: no plus sign; an infinity is `inf`. */
function numberWord(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return String(value).replace("e+", "e").replace("Infinity", "inf");
}

const NUMBER = /^-?(inf|\d+(\.\d+)?(e-?\d+)?)$/;

/** The numbers behind `prefix`, joined by `to`; none unless there are exactly `count`. */
function numbersOf(word: string, prefix: string, count: number): number[] {
  if (!word.startsWith(prefix)) return [];
  const parts = word.slice(prefix.length).split("to");
  if (parts.length !== count || !parts.every((part) => NUMBER.test(part))) return [];
  return parts.map((part) => Number(part.replace("inf", "Infinity")));
}
