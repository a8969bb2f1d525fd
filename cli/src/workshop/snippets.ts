/**
 * Kernels and layers as source text. Fractions are quotients of whole numbers, which TypeScript and
 * Python round to the nearest double, as everything here does; Python at any length.
 */
import {
  centred,
  type Kernel,
  kernelShape,
  type Layer,
  type Rational,
  toNumber,
} from "convoke/workshop";
import type { Operand } from "../kernels/operand.ts";

interface Dialect {
  readonly fraction: (value: Rational) => string;
  readonly float: (value: number) => string;
}

const isSafe = (value: bigint): boolean => Number.isSafeInteger(Number(value));
const divided = ({ over, under }: Rational): string =>
  under === 1n ? `${over}` : `${over} / ${under}`;

const TYPESCRIPT: Dialect = {
  // Beyond 2^53 the two numbers would be rounded before they are divided.
  fraction: (v) => (isSafe(v.over) && isSafe(v.under) ? divided(v) : `${toNumber(v)}`),
  float: (v) => (Object.is(v, -0) ? "-0" : `${v}`),
};
const PYTHON: Dialect = { fraction: divided, float: (v) => (Object.is(v, -0) ? "-0.0" : `${v}`) };

/** Nested lists, a line for each row. */
function listOf({ shape, values, exact }: Kernel, dialect: Dialect): string {
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

/** One line, whatever a file was called. */
const titleOf = (operand: Operand): string => operand.name.replace(/\s+/g, " ").slice(0, 200);

export function typescriptOf(operand: Operand): string {
  if (operand.kind === "kernel") {
    const { kernel } = operand;
    return `// ${titleOf(operand)}: as layers apply it; the tap at origin lies on the output
export const kernel = ${listOf(kernel, TYPESCRIPT)};
export const origin = [${kernel.origin.join(", ")}];
`;
  }
  const { weight, bias, stride, padding, dilation, groups } = operand.layer;
  return `// ${titleOf(operand)}: [out, in / groups, ...kernel]
export const weight = ${listOf(weight, TYPESCRIPT)};
export const bias = ${bias ? listOf(bias, TYPESCRIPT) : "null"};
export const options = {
  stride: [${stride.join(", ")}],
  padding: [${padding.map((p) => `[${p.join(", ")}]`).join(", ")}],
  dilation: [${dilation.join(", ")}],
  groups: ${groups},
};
`;
}

export function numpyOf(operand: Operand): string {
  const array = (k: Kernel) => `np.array(${listOf(k, PYTHON)}, dtype=np.float64)`;
  const head = `# ${titleOf(operand)}\nimport numpy as np\n\n`;
  if (operand.kind === "kernel") {
    const { origin } = operand.kernel;
    return `${head}# as layers apply it (cross-correlation); the tap at origin lies on the output
kernel = ${array(operand.kernel)}
origin = (${origin.map((o) => `${o},`).join(" ")})
`;
  }
  const { weight, bias } = operand.layer;
  return `${head}# [out, in / groups, *kernel]
weight = ${array(weight)}
bias = ${bias ? array(bias) : "None"}
${geometryOf(operand.layer)}`;
}

export function pytorchOf(operand: Operand): string {
  const tensor = (k: Kernel) => `torch.tensor(${listOf(k, PYTHON)}, dtype=torch.float64)`;
  const head = `# ${titleOf(operand)}\nimport torch\n\n`;
  if (operand.kind === "kernel") {
    const k = operand.kernel;
    const pads = k.shape.map((n, axis) => [k.origin[axis], n - 1 - k.origin[axis]] as const);
    const body = `${head}kernel = ${tensor(k)}\nweight = kernel[None, None]\n`;
    return body + functionOf(k.shape.length, pads, "");
  }
  const { weight, bias, padding } = operand.layer;
  const body = `${head}weight = ${tensor(weight)}
bias = ${bias ? tensor(bias) : "None"}
${geometryOf(operand.layer)}`;
  const more = `${bias ? ", bias.to(x.dtype)" : ""}, stride=stride, dilation=dilation, groups=groups`;
  return body + functionOf(kernelShape(operand.layer).length, padding, more);
}

const tuple = (list: readonly number[]): string => `(${list.map((v) => `${v},`).join(" ")})`;

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

/** For formats that keep no origin. */
export const numbersOf = (operand: Operand): Kernel =>
  operand.kind === "kernel" ? centred(operand.kernel) : operand.layer.weight;
