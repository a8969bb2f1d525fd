/** The kernel of the page: an odd square of 3 × 3 to 9 × 9 about its middle, exact where it is typed. */
import {
  add,
  formatRational,
  fromNumber,
  type Kernel,
  kernelOf,
  type Rational,
  rational,
  readKernel,
} from "convoke/workshop";
import { withMinus } from "../../../parts/minus.ts";

export const SIZES = [3, 5, 7, 9] as const;
export type Size = (typeof SIZES)[number];

/** @throws the one sentence of `readKernel`, or a RangeError for kernels that are too large. */
export function squareKernel(text: string): Kernel {
  const read = readKernel(text);
  if (read.shape.length !== 2)
    throw new RangeError(`expected a kernel of rows and columns, got ${read.shape.length} axes`);
  const reach = Math.max(
    ...read.shape.map((extent, axis) =>
      Math.max(read.origin[axis], extent - 1 - read.origin[axis], -read.origin[axis]),
    ),
  );
  const size = SIZES.find((n) => (n - 1) / 2 >= reach);
  if (size === undefined)
    throw new RangeError(
      `expected at most 9 × 9 numbers about the middle for the kernel, got ${read.shape.join(" × ")}`,
    );
  return add(read, kernelOf([size, size], new Array(size ** 2).fill(ZERO)));
}

const ZERO = rational(0);

export const sizeOf = (k: Kernel): Size => SIZES.find((n) => n === k.shape[0])!;

/** Zeros around it, or the middle of it. */
export function resized(k: Kernel, size: Size): Kernel {
  const old = k.shape[0];
  const off = (old - size) / 2;
  const list = valuesOf(k);
  return kernelOf(
    [size, size],
    Array.from({ length: size * size }, (_, i) => {
      const [y, x] = [Math.floor(i / size) + off, (i % size) + off];
      return y < 0 || x < 0 || y >= old || x >= old ? ZERO : list[y * old + x];
    }),
  );
}

/** The kernel with another number in one place; floats stay floats, their neighbours too. */
export function withValue(k: Kernel, at: number, value: Rational): Kernel {
  const list = valuesOf(k).with(at, value);
  return kernelOf(k.shape, list, k.origin);
}

const valuesOf = (k: Kernel): readonly (Rational | number)[] => k.exact ?? [...k.values];

/** Largest common denominator whose parts a drag moves by. */
const FINEST = 1024n;

/**
 * What one step of a drag adds: one part of the common denominator, so that ninths stay ninths;
 * 1/20 where there is none that a person would write.
 */
export function stepOf({ exact }: Kernel): Rational {
  let under = 1n;
  for (const v of exact ?? []) {
    under = (under / common(under, v.under)) * v.under;
    if (under > FINEST) break;
  }
  return exact && under <= FINEST ? rational(1, under) : rational(1, 20);
}

const common = (a: bigint, b: bigint): bigint => (b === 0n ? a : common(b, a % b));

/** The value of a cell, `steps` further. */
export function moved(k: Kernel, at: number, steps: number): Rational {
  const step = stepOf(k);
  const value = k.exact?.[at] ?? fourDigits(k.values[at]);
  return rational(
    value.over * step.under + BigInt(steps) * step.over * value.under,
    value.under * step.under,
  );
}

/** Floats that are dragged become decimals of a few digits. */
const fourDigits = (value: number): Rational => {
  const short = Math.round(value * 1e4);
  return Number.isSafeInteger(short) ? rational(short, 10_000) : fromNumber(value);
};

/** As a cell shows it, with a real minus sign: a fraction while it is short, else as many digits as there is room for. */
export const cellText = (k: Kernel, at: number): string => withMinus(shortText(k, at));

function shortText(k: Kernel, at: number): string {
  const room = k.shape[1] > 5 ? 5 : 7;
  const exact = k.exact?.[at];
  const fraction = exact ? formatRational(exact) : "";
  if (exact && fraction.length <= room) return fraction;
  const value = k.values[at];
  if (value !== 0 && Math.abs(value) < 10 ** (3 - room)) return value.toExponential(0);
  return `${Number(value.toPrecision(3).slice(0, room))}`.replace(/^(-?)0\./, "$1.");
}

/** All of it. */
export const fullText = (k: Kernel, at: number): string => {
  const exact = k.exact?.[at];
  return withMinus(exact ? formatRational(exact) : `${k.values[at]}`);
};
