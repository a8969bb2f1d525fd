/**
 * Kernels and layers as JSON. A kernel is its rows, `[["1/9", 2], …]`, fractions as text; where its
 * origin is not the middle, `{ "values": rows, "origin": [1, 0] }`. A layer is
 * `{ "weight": rows, "bias": [...], "stride": …, "padding": …, "dilation": …, "groups": … }`.
 */
import { ConvokeError } from "convoke";
import {
  isCentred,
  type Kernel,
  kernel,
  type Layer,
  type LayerOptions,
  layer,
  type Nested,
  nestedOf,
} from "convoke/workshop";
import { Failure, reasonOf } from "../failure.ts";
import type { Operand } from "./operand.ts";

/** @throws Failure for anything that is none of these forms. */
export function operandOfJson(name: string, text: string): Operand {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure("input", `cannot read the kernel ${name} as JSON: ${reasonOf(error)}`);
  }
  try {
    return operandOf(name, value);
  } catch (error) {
    // What a file says is input, not usage.
    if (error instanceof ConvokeError)
      throw new Failure("input", `cannot read the kernel ${name}: ${error.message}`);
    throw error;
  }
}

function operandOf(name: string, value: unknown): Operand {
  if (isNested(value)) {
    const made = kernel(rowsOf(name, value));
    return made.shape.length > 3
      ? { kind: "layer", name, layer: layer(made) }
      : { kind: "kernel", name, kernel: made };
  }
  if (typeof value !== "object" || value === null) throw wrong(name);
  const { values, origin, weight, bias, ...rest } = value as Record<string, unknown>;
  if (isNested(values) && (origin === undefined || isNumbers(origin))) {
    const options = origin === undefined ? {} : { origin };
    return { kind: "kernel", name, kernel: kernel(values, options) };
  }
  if (!isNested(weight)) throw wrong(name);
  const added = isNested(bias) ? { bias: kernel(bias) } : {};
  return {
    kind: "layer",
    name,
    layer: layer(kernel(weight), { ...optionsOf(name, rest), ...added }),
  };
}

/** A list of numbers is a kernel of one axis. */
function rowsOf(name: string, value: readonly Nested[]): readonly Nested[] {
  if (value.length === 0) return checkedRows(name, []);
  if (!value.some(Array.isArray)) return value;
  if (!value.every(Array.isArray)) throw wrong(name);
  return checkedRows(name, value as readonly (readonly Nested[])[]);
}

/** @throws Failure unless there are rows, all of one length, and something in them. */
function checkedRows<Row extends readonly unknown[]>(
  name: string,
  rows: readonly Row[],
): readonly Row[] {
  const widths = rows.map((row) => row.length);
  if (rows.length === 0 || widths[0] === 0)
    throw new Failure("input", `expected at least one number in the kernel ${name}, got none`);
  if (widths.some((w) => w !== widths[0])) {
    throw new Failure(
      "input",
      `expected rows of equal length in the kernel ${name}, got lengths ${widths.join(", ")}`,
    );
  }
  return rows;
}

const FIELDS = ["stride", "padding", "dilation", "groups"] as const;

function optionsOf(name: string, rest: Readonly<Record<string, unknown>>): LayerOptions {
  for (const [key, value] of Object.entries(rest)) {
    const known = FIELDS.some((field) => field === key);
    const whole =
      typeof value === "number" ||
      (Array.isArray(value) && value.every((v) => typeof v === "number" || isNumbers(v)));
    if (!known || !whole)
      throw new Failure(
        "input",
        `expected ${FIELDS.join(", ")} as whole numbers beside the weight of the layer ${name}, got ${key}: ${JSON.stringify(value)?.slice(0, 60)}`,
      );
  }
  return rest as LayerOptions;
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((v) => typeof v === "number");

const isNested = (value: unknown): value is readonly Nested[] =>
  Array.isArray(value) &&
  value.every((v) => typeof v === "number" || typeof v === "string" || isNested(v));

const wrong = (name: string): Failure =>
  new Failure(
    "input",
    `expected an array of rows of numbers in the kernel ${name}, got something else`,
  );

/** As `operandOfJson` reads it. A line for each row. */
export function jsonOfKernel(k: Kernel): string {
  const rows = rowsText(nestedOf(k), 0);
  const plain = isCentred(k) && k.shape.length < 4;
  return plain ? rows : `{ "values": ${rows}, "origin": ${JSON.stringify(k.origin)} }`;
}

export function jsonOfLayer({ weight, bias, stride, padding, dilation, groups }: Layer): string {
  const fields = {
    weight: rowsText(nestedOf(weight), 0),
    ...(bias ? { bias: JSON.stringify(nestedOf(bias)) } : {}),
    stride: JSON.stringify(stride),
    padding: JSON.stringify(padding),
    dilation: JSON.stringify(dilation),
    groups: `${groups}`,
  };
  const lines = Object.entries(fields).map(([key, text]) => `  "${key}": ${text}`);
  return `{\n${lines.join(",\n")}\n}`;
}

function rowsText(value: Nested | readonly Nested[], depth: number): string {
  if (!Array.isArray(value) || !value.some(Array.isArray)) return JSON.stringify(value);
  const inner = (value as readonly Nested[]).map((v) => rowsText(v, depth + 1));
  return `[\n${inner.map((line) => "  ".repeat(depth + 1) + line).join(",\n")}\n${"  ".repeat(depth)}]`;
}
