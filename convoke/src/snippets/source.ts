/**
 * Kernels and layers as source text. Fractions are quotients of whole numbers, which TypeScript and
 * Python round to the nearest double, as everything here does; Python at any length.
 */
import { type Rational, toNumber } from "../numbers/rational.ts";
import { choice } from "../options.ts";
import type { Kernel } from "../workshop/kernel.ts";
import { kernelShape, type Layer } from "../workshop/layers/layer.ts";
import { double, JAVASCRIPT, PYTHON as PYTHON_NUMERALS } from "./numbers.ts";
import { tuple } from "./python.ts";

/** What has a name, and is a kernel or a layer. */
export type Designed =
  | { readonly kind: "kernel"; readonly name: string; readonly kernel: Kernel }
  | { readonly kind: "layer"; readonly name: string; readonly layer: Layer };

/** How a language writes numbers. */
export interface Dialect {
  readonly fraction: (value: Rational) => string;
  readonly float: (value: number) => string;
}

const isSafe = (value: bigint): boolean => Number.isSafeInteger(Number(value));
const divided = ({ over, under }: Rational): string =>
  under === 1n ? `${over}` : `${over} / ${under}`;

export const TYPESCRIPT: Dialect = {
  // Beyond 2^53 the two numbers would be rounded before they are divided.
  fraction: (v) => (isSafe(v.over) && isSafe(v.under) ? divided(v) : `${toNumber(v)}`),
  float: (v) => double(v, JAVASCRIPT),
};
export const PYTHON: Dialect = { fraction: divided, float: (v) => double(v, PYTHON_NUMERALS) };

/** Nested lists, a line for each row. */
export function rowsText({ shape, values, exact }: Kernel, dialect: Dialect): string {
  const cell = (i: number) => (exact ? dialect.fraction(exact[i]) : dialect.float(values[i]));
  const rows = (axis: number, from: number, size: number): string => {
    const n = shape[axis];
    const step = size / n;
    if (axis === shape.length - 1)
      return `[${Array.from({ length: n }, (_, i) => cell(from + i)).join(", ")}]`;
    const pad = "  ".repeat(axis + 1);
    const inner = Array.from({ length: n }, (_, i) => pad + rows(axis + 1, from + i * step, step));
    return `[\n${inner.join(",\n")},\n${"  ".repeat(axis)}]`;
  };
  return rows(0, 0, values.length);
}

/** One line without characters that a compiler refuses, whatever a file was called. */
export const titleOf = ({ name }: Pick<Designed, "name">): string =>
  [...name.replace(/[\s\p{Cc}]+/gu, " ")].slice(0, 200).join("");

export const SOURCE_FORMS = ["typescript", "numpy", "pytorch"] as const;
export type SourceForm = (typeof SOURCE_FORMS)[number];

const WRITERS = { typescript: typescriptOf, numpy: numpyOf, pytorch: pytorchOf } as const;

/**
 * The values in float64, as constants of a module: `kernel` and `origin` of a kernel; `weight`, `bias`
 * and options of a layer. PyTorch gets a function `apply` too, of up to three axes, with zeros outside.
 *
 * @throws OptionError for a form that is none of the three.
 */
export function sourceOf(form: SourceForm, designed: Designed): string {
  return WRITERS[choice("the form of a source", form, SOURCE_FORMS)](designed);
}

function typescriptOf(designed: Designed): string {
  if (designed.kind === "kernel") {
    const { kernel } = designed;
    return `// ${titleOf(designed)}: as layers apply it; the tap at origin lies on the output
export const kernel = ${rowsText(kernel, TYPESCRIPT)};
export const origin = [${kernel.origin.join(", ")}];
`;
  }
  const { weight, bias, stride, padding, dilation, groups } = designed.layer;
  return `// ${titleOf(designed)}: [out, in / groups, ...kernel]
export const weight = ${rowsText(weight, TYPESCRIPT)};
export const bias = ${bias ? rowsText(bias, TYPESCRIPT) : "null"};
export const options = {
  stride: [${stride.join(", ")}],
  padding: [${padding.map((p) => `[${p.join(", ")}]`).join(", ")}],
  dilation: [${dilation.join(", ")}],
  groups: ${groups},
};
`;
}

function numpyOf(designed: Designed): string {
  const array = (k: Kernel) => `np.array(${rowsText(k, PYTHON)}, dtype=np.float64)`;
  const head = `# ${titleOf(designed)}\nimport numpy as np\n\n`;
  if (designed.kind === "kernel") {
    const { origin } = designed.kernel;
    return `${head}# as layers apply it (cross-correlation); the tap at origin lies on the output
kernel = ${array(designed.kernel)}
origin = (${origin.map((o) => `${o},`).join(" ")})
`;
  }
  const { weight, bias } = designed.layer;
  return `${head}# [out, in / groups, *kernel]
weight = ${array(weight)}
bias = ${bias ? array(bias) : "None"}
${geometryOf(designed.layer)}`;
}

function pytorchOf(designed: Designed): string {
  const tensor = (k: Kernel) => `torch.tensor(${rowsText(k, PYTHON)}, dtype=torch.float64)`;
  const head = `# ${titleOf(designed)}\nimport torch\n\n`;
  if (designed.kind === "kernel") {
    const k = designed.kernel;
    const pads = k.shape.map((n, axis) => [k.origin[axis], n - 1 - k.origin[axis]] as const);
    const body = `${head}kernel = ${tensor(k)}\nweight = kernel[None, None]\n`;
    return body + functionOf(k.shape.length, pads, "");
  }
  const { weight, bias, padding } = designed.layer;
  const body = `${head}weight = ${tensor(weight)}
bias = ${bias ? tensor(bias) : "None"}
${geometryOf(designed.layer)}`;
  const more = `${bias ? ", bias.to(x.dtype)" : ""}, stride=stride, dilation=dilation, groups=groups`;
  return body + functionOf(kernelShape(designed.layer).length, padding, more);
}

function geometryOf({ stride, padding, dilation, groups }: Layer): string {
  return `stride = ${tuple(stride)}
padding = (${padding.map((p) => `${tuple(p)},`).join(" ")})
dilation = ${tuple(dilation)}
groups = ${groups}
`;
}

/** PyTorch pads the last axis first, and crops where numbers are below 0. */
function functionOf(axes: number, pads: Layer["padding"], more: string): string {
  if (axes > 3) return "";
  const flat = [...pads].reverse().flat().join(", ");
  return `

def apply(x):
    x = torch.nn.functional.pad(x, (${flat}))
    return torch.nn.functional.conv${axes}d(x, weight.to(x.dtype)${more})
`;
}
