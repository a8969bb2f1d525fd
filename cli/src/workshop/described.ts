/** Kernels and layers in words, and as what a program reads. */

import type { WorkshopWords } from "@convoke/studies/words";
import { grouped, inDigits } from "@convoke/studies/words";
import { formatRational, type Kernel, type Layer, sumOf } from "convoke/workshop";
import type { Operand } from "../kernels/operand.ts";
import { layerText } from "../kernels/stored.ts";
import { kernelPlot } from "./plot.ts";
import { pictureText, valuesText } from "./values-text.ts";
import type { Found } from "./written.ts";

export const times = (shape: readonly number[]): string => shape.join("×");

/** `3×3, origin [1, 1], exact, sum 0` */
export function kernelFacts(k: Kernel, t: WorkshopWords): string {
  const facts = [
    times(k.shape),
    `${t.origin} [${k.origin.join(", ")}]`,
    k.exact ? t.exact : t.floats,
    `${t.sum} ${sumText(k)}`,
  ];
  return facts.join(", ");
}

/** Of fractions exactly. */
function sumText(k: Kernel): string {
  const { value, exact } = sumOf(k);
  return exact ? formatRational(exact) : inDigits(value + 0, 6);
}

/** Values, then a picture. */
export function kernelText(k: Kernel, t: WorkshopWords): string {
  const color = process.stdout.isTTY === true && process.stdout.getColorDepth() >= 24;
  const parts = [valuesText(k) ?? `  ${t.onlyPicture}`, pictureText(k, color)];
  return parts.filter((part) => part !== null).join("\n\n");
}

export function layerFacts(l: Layer, t: WorkshopWords): string {
  const { values } = l.weight;
  const of = (value: number) => inDigits(value, 4);
  let [least, most, sum, zeros] = [Infinity, -Infinity, 0, 0];
  for (const v of values) {
    least = Math.min(least, v);
    most = Math.max(most, v);
    sum += v;
    if (v === 0) zeros++;
  }
  const facts = [
    `${grouped(values.length + (l.bias?.values.length ?? 0))} ${t.parameters}`,
    `${t.smallest} ${of(least)}`,
    `${t.largest} ${of(most)}`,
    `${t.mean} ${of(sum / values.length)}`,
    `${t.zeros} ${grouped(zeros)}`,
  ];
  return `${layerText(l)}\n  ${facts.join(", ")}`;
}

export const kernelJson = (k: Kernel): object => ({
  shape: k.shape,
  origin: k.origin,
  values: [...k.values],
  exact: k.exact?.map(formatRational) ?? null,
});

export const layerJson = ({ weight, bias, ...geometry }: Layer): object => ({
  weight: kernelJson(weight),
  bias: bias && kernelJson(bias),
  ...geometry,
});

export const operandJson = (operand: Operand): object =>
  operand.kind === "kernel"
    ? { name: operand.name, kind: "kernel", ...kernelJson(operand.kernel) }
    : { name: operand.name, kind: "layer", ...layerJson(operand.layer) };

/** An operand in all forms; `more` stands behind its values. */
export function foundOf(
  operand: Operand,
  t: WorkshopWords,
  more: { readonly lines?: readonly string[]; readonly report?: object } = {},
): Found {
  const { lines = [], report = {} } = more;
  return {
    operand: () => operand,
    text: () => [...headOf(operand, t), ...lines].join("\n"),
    report: () => ({ ...operandJson(operand), ...report }),
    picture: () =>
      kernelPlot(operand.name, operand.kind === "kernel" ? operand.kernel : operand.layer.weight),
  };
}

function headOf(operand: Operand, t: WorkshopWords): string[] {
  if (operand.kind === "kernel")
    return [
      `${operand.name}: ${kernelFacts(operand.kernel, t)}`,
      "",
      kernelText(operand.kernel, t),
    ];
  const { layer } = operand;
  const first = slice(layer);
  const shown = first === null ? null : valuesText(first);
  return [
    `${operand.name}: ${layerFacts(layer, t)}`,
    ...(shown === null ? [] : ["", `  ${t.firstKernel}`, shown]),
  ];
}

/** The kernel from the first channel to the first. */
function slice({ weight }: Layer): Kernel | null {
  const shape = weight.shape.slice(2);
  const size = shape.reduce((a, b) => a * b, 1);
  if (shape.length > 2) return null;
  return {
    shape,
    origin: shape.map(() => 0),
    values: weight.values.slice(0, size),
    exact: weight.exact?.slice(0, size) ?? null,
  };
}
