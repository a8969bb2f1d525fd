/** Options that the commands of the workshop share, read once. */
import { type Rational, readRational } from "convoke/workshop";
import { Failure, quoted } from "../failure.ts";

/** @throws Failure unless the text is numbers or fractions between commas or blanks. */
export function fractions(name: string, text: string): Rational[] {
  return words(text).map((word) => {
    const value = readRational(word);
    if (value) return value;
    throw new Failure(
      "usage",
      `expected numbers or fractions such as -1/2 for ${name}, got ${quoted(word)}`,
    );
  });
}

/** @throws Failure unless the text is whole numbers of at least `least` between commas or blanks. */
export function wholes(name: string, text: string, least: number, most = 1e6): number[] {
  return words(text).map((word) => {
    const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    throw new Failure(
      "usage",
      `expected whole numbers from ${least} to ${most} for ${name}, got ${quoted(word)}`,
    );
  });
}

const words = (text: string): string[] => text.trim().split(/\s*,\s*|\s+/);

/** Extents of a picture or a feature map: `480x640`, `480,640`, or one number for all axes. */
export function extents(text: string | undefined, axes: number, fallback: number): number[] {
  if (text === undefined) return new Array<number>(axes).fill(fallback);
  const list = wholes("--image", text.replace(/[x×]/gi, ","), 1, 1 << 20);
  if (list.length === 1) return new Array<number>(axes).fill(list[0]);
  if (list.length === axes) return list;
  throw new Failure("usage", `expected ${axes} extents for --image, got ${text}`);
}
