/** The part of a descriptor behind the numbers: `_transposed_reflect_nhwc_hwio_bias_relu`. */
import { FormatError, fault } from "../errors.ts";
import type { Activation, Border, Problem } from "./problem.ts";
import { activationFrom, borderFrom } from "./read-spec.ts";
import { DATA_LAYOUTS, WEIGHT_LAYOUTS } from "./spec.ts";

export type Settings = Pick<
  Problem,
  "op" | "orientation" | "border" | "dataLayout" | "weightLayout" | "bias" | "activation"
>;

/** What no suffix at all means, but for `transposed`, which changes the default weight layout. */
const defaultSettings = (transposed: boolean): Settings => ({
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

/**
 * The settings that the suffixes of `word` say; the rest is default.
 *
 * @throws FormatError for an unknown suffix, and for two that say the same setting.
 * @throws OptionError for a border or an activation that `resolve` would refuse.
 */
export function readSuffixes(word: string, suffixes: readonly string[]): Settings {
  const said: Partial<Settings> = {};
  for (const suffix of suffixes) {
    const setting = settingOf(suffix);
    if (setting === null) {
      throw fault(FormatError, {
        name: `the descriptor ${word}`,
        expected: "transposed, convolution, bias, a layout, a border or an activation behind _",
        got: suffix,
      });
    }
    for (const name of Object.keys(setting)) {
      if (!Object.hasOwn(said, name)) continue;
      throw fault(FormatError, {
        name: `the descriptor ${word}`,
        expected: `one suffix that says the ${name}`,
        got: suffix,
      });
    }
    Object.assign(said, setting);
  }
  return { ...defaultSettings(said.op === "convTranspose"), ...said };
}

/** The one setting that a suffix says; null when it says nothing known. */
function settingOf(suffix: string): Partial<Settings> | null {
  if (suffix === "transposed") return { op: "convTranspose" };
  if (suffix === "bias") return { bias: true };
  if (suffix === "correlation" || suffix === "convolution") return { orientation: suffix };
  if (contains(DATA_LAYOUTS, suffix)) return { dataLayout: suffix };
  if (contains(WEIGHT_LAYOUTS, suffix)) return { weightLayout: suffix };
  const border = borderOf(suffix);
  if (border) return { border };
  const activation = activationOf(suffix);
  return activation && { activation };
}

function contains<T extends string>(known: readonly T[], word: string): word is T {
  return (known as readonly string[]).includes(word);
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
      return borderFrom(word);
    default: {
      const [constant] = numbersOf(word, "constant", 1);
      return constant === undefined ? null : borderFrom({ constant });
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
  if (word === "relu" || word === "relu6") return activationFrom(word);
  if (word === "hardswish") return activationFrom("hard-swish");
  const [leakyRelu] = numbersOf(word, "leaky", 1);
  if (leakyRelu !== undefined) return activationFrom({ leakyRelu });
  const [min, max] = numbersOf(word, "clamp", 2);
  if (min !== undefined) return activationFrom({ clamp: [min, max] });
  const [alpha, beta] = numbersOf(word, "hardsigmoid", 2);
  return alpha === undefined ? null : activationFrom({ hardSigmoid: [alpha, beta] });
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
