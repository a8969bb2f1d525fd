/**
 * A kernel as the workshop handles it: numbers on a grid of any number of axes, with the place that
 * lies on the output. Where all of them are fractions they are kept as such, and every operation
 * that stays within fractions is exact; the nearest doubles stand beside them.
 *
 * A kernel is written as a layer applies it (cross-correlation):
 *
 *   y[o] = Σ values[i] · x[o + i − origin]          i over the shape
 */

import { FormatError, fault, guard, OptionError, ShapeError } from "../errors.ts";
import { type Field, FLOATS, RATIONALS } from "../numbers/field.ts";
import {
  formatRational,
  fromNumber,
  type Rational,
  rational,
  readRational,
  toNumber,
} from "../numbers/rational.ts";
import { readOptions } from "../options.ts";
import { sizeOf } from "../tensor/tensor.ts";

export interface Kernel {
  /** Outermost first: [rows, columns] in 2-D. */
  readonly shape: readonly number[];
  /** Along each axis, the tap that meets the input under the output; may lie outside the grid. */
  readonly origin: readonly number[];
  /** Row-major. */
  readonly values: Float64Array;
  /** The same as fractions; null where some are known as floats only. */
  readonly exact: readonly Rational[] | null;
}

/** A number, or text that `readRational` reads. Numbers that are not whole are floats. */
export type Entry = number | string | Rational;
export type Nested = Entry | readonly Nested[];

/** Elements of a kernel: beyond them an operation is a mistake, not a design. */
export const MOST_ELEMENTS = 1 << 22;
export const MOST_AXES = 8;

/**
 * Nested rows as a kernel: `kernel([[1, "-1/2"]])`.
 *
 * @param options.origin by default the middle; of an even number of taps the one before it, as
 *   `padding: "same"` aligns them (R8).
 * @throws ShapeError when rows differ in length, or there is nothing in them.
 * @throws FormatError when an entry is not a finite number, or text that is not one.
 * @throws OptionError when the origin is not a whole number for each axis.
 */
export function kernel(
  rows: readonly Nested[],
  options: { origin?: readonly number[] } = {},
): Kernel {
  readOptions("kernel", options, ["origin"]);
  const { shape, entries } = flatten(rows);
  const read = entries.map(readEntry);
  return kernelOf(shape, read, options.origin ?? middleOf(shape));
}

/**
 * Values in row-major order; exact when all of them are fractions.
 *
 * @throws ShapeError, OptionError, FormatError as `kernel` does.
 */
export function kernelOf(
  shape: readonly number[],
  values: readonly (Rational | number)[] | Float64Array,
  origin: readonly number[] = middleOf(shape),
): Kernel {
  checkShape(shape);
  guard(values.length === sizeOf(shape), ShapeError, () => ({
    name: `a kernel of shape [${shape.join(", ")}]`,
    expected: `${sizeOf(shape)} values`,
    got: values.length,
  }));
  guard(origin.length === shape.length && origin.every(Number.isInteger), OptionError, () => ({
    name: "origin",
    expected: `${shape.length} whole numbers`,
    got: origin,
  }));
  const list = [...values];
  const exact = list.every((v) => typeof v !== "number") ? (list as Rational[]) : null;
  const doubles = Float64Array.from(list, (v) => (typeof v === "number" ? v : toNumber(v)));
  guard(doubles.every(Number.isFinite), FormatError, () => ({
    name: "the values of a kernel",
    expected: "finite numbers",
    got: doubles.find((v) => !Number.isFinite(v)),
  }));
  return { shape: [...shape], origin: [...origin], values: doubles, exact };
}

/** The place of the output by default: as many taps behind it as before, or one more. */
export const middleOf = (shape: readonly number[]): number[] =>
  shape.map((extent) => Math.floor((extent - 1) / 2));

/** The kernel with every double taken for the fraction that it is. */
export const exactly = (k: Kernel): Kernel =>
  k.exact ? k : kernelOf(k.shape, [...k.values].map(fromNumber), k.origin);

/** The kernel without its fractions. */
export const approximately = (k: Kernel): Kernel => kernelOf(k.shape, k.values, k.origin);

/** Whether two kernels are the same grid of the same numbers about the same origin. */
export const sameKernel = (a: Kernel, b: Kernel): boolean =>
  `${a.shape}` === `${b.shape}` &&
  `${a.origin}` === `${b.origin}` &&
  (a.exact !== null && b.exact !== null
    ? a.exact.every((v, i) => formatRational(v) === formatRational(b.exact![i]))
    : a.values.every((v, i) => v === b.values[i]));

/** Nested rows, as `kernel` reads them: fractions as text, floats as numbers. */
export function nestedOf({ shape, values, exact }: Kernel): readonly Nested[] {
  const entries: Entry[] = exact ? exact.map(entryOf) : [...values];
  const rows = (axis: number, from: number): Nested => {
    if (axis === shape.length) return entries[from];
    const step = sizeOf(shape.slice(axis + 1));
    return Array.from({ length: shape[axis] }, (_, i) => rows(axis + 1, from + i * step));
  };
  return rows(0, 0) as readonly Nested[];
}

/** A computation over the values of kernels, in fractions when all of them have them, else in doubles. */
export function inTheirField(
  kernels: readonly Kernel[],
  compute: <T>(field: Field<T>, values: readonly (readonly T[])[]) => readonly T[],
): readonly Rational[] | readonly number[] {
  const fractions = kernels.map((k) => k.exact);
  return fractions.every((exact) => exact !== null)
    ? compute(RATIONALS, fractions)
    : compute(
        FLOATS,
        kernels.map((k) => [...k.values]),
      );
}

const entryOf = (value: Rational): Entry =>
  value.under === 1n && Number.isSafeInteger(Number(value.over))
    ? Number(value.over)
    : formatRational(value);

function readEntry(entry: Entry): Rational | number {
  if (typeof entry === "number") return Number.isSafeInteger(entry) ? rational(entry) : entry;
  const value = typeof entry === "string" ? readRational(entry) : reduced(entry);
  if (value) return value;
  throw fault(FormatError, {
    name: "an entry of a kernel",
    expected: "a number or a fraction such as 1/9",
    got: entry,
  });
}

/** In lowest terms; null for what is no fraction. */
const reduced = (entry: Rational | null): Rational | null =>
  typeof entry?.over === "bigint" && typeof entry.under === "bigint" && entry.under !== 0n
    ? rational(entry.over, entry.under)
    : null;

function flatten(rows: readonly Nested[]): { shape: number[]; entries: Entry[] } {
  const shape: number[] = [];
  for (let at: Nested = rows; isList(at); at = at[0]) {
    shape.push(at.length);
    if (at.length === 0) break;
  }
  checkShape(shape);
  const entries: Entry[] = [];
  const walk = (value: Nested, axis: number): void => {
    const fits = isList(value) ? value.length === shape[axis] : axis === shape.length;
    guard(fits, ShapeError, () => ({
      name: `axis ${axis} of a kernel`,
      expected: axis < shape.length ? `rows of ${shape[axis]}` : "a number",
      got: value,
    }));
    if (isList(value)) for (const part of value) walk(part, axis + 1);
    else entries.push(value);
  };
  walk(rows, 0);
  return { shape, entries };
}

const isList = (value: Nested): value is readonly Nested[] => Array.isArray(value);

/** @throws ShapeError for a shape that no kernel has: ask before anything is made of that size. */
export function checkShape(shape: readonly number[]): void {
  checkAxes(shape.length);
  const whole = shape.every((e) => Number.isInteger(e) && e >= 1);
  guard(whole && sizeOf(shape) <= MOST_ELEMENTS, ShapeError, () => ({
    name: "the shape of a kernel",
    expected: `extents of at least 1, at most ${MOST_ELEMENTS} elements`,
    got: shape,
  }));
}

/** @throws ShapeError */
export function checkAxes(axes: number): void {
  guard(Number.isInteger(axes) && axes >= 1 && axes <= MOST_AXES, ShapeError, () => ({
    name: "the axes of a kernel",
    expected: `1 to ${MOST_AXES} of them`,
    got: axes,
  }));
}
