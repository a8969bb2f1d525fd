/** Shapes, receptive fields and names as cells of a table. */
import type { ReceptiveField } from "convoke/cost/network";
import { withPoint } from "./numbers.ts";

export const shapeText = (shape: readonly number[]): string =>
  shape.length === 0 ? "1" : shape.join("×");

/** What an output sees, and its stride; nothing where no window has slid. */
export function fieldText(fields: readonly ReceptiveField[]): [string, string] {
  if (fields.length === 0) return ["", ""];
  const strides = fields.map(({ stride }) => (stride === null ? "-" : strideText(stride)));
  if (strides.every((text) => text === "-")) strides.length = 1;
  return [fields.map(({ extent }) => `${extent}`).join("×"), strides.join("×")];
}

/** Less than 1 behind a transposed convolution: as a fraction. */
export function strideText(stride: number): string {
  const parts = Math.round(1 / stride);
  return stride < 1 && Math.abs(parts * stride - 1) < 1e-9 ? `1/${parts}` : withPoint(stride);
}

/** Names come from files: no control characters, and not longer than the table bears. */
export function oneLine(text: string, width = 400): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
  if (clean.length <= width) return clean;
  // Names of one file often begin alike: their end says more.
  const tail = Math.ceil((width - 1) / 2);
  return `${clean.slice(0, width - 1 - tail)}…${clean.slice(-tail)}`;
}
