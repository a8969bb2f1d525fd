/** A kernel typed in: rows end at `;`, numbers at commas or blanks; `1/9` and `0.1` are fractions. */
import { type Kernel, kernel, type Rational, readRational } from "convoke/workshop";
import { Failure } from "../failure.ts";
import { checkedRows } from "./rows.ts";

/** Whether a word can only be meant as numbers. */
export const looksInline = (text: string): boolean =>
  /^[\s\d.,;/+\-eE[\]]+$/.test(text) && /\d/.test(text);

/** A single row of several numbers stays one of two axes, [1, n]. */
export function inlineKernel(text: string): Kernel {
  const rows = text
    .replace(/[[\]]/g, " ")
    .trim()
    .replace(/;\s*$/, "")
    .split(";")
    .map((row) =>
      row
        .trim()
        .split(/\s*,\s*|\s+/)
        .map((word) => entry(word, text)),
    );
  return kernel(checkedRows(text, rows, "usage"));
}

function entry(word: string, text: string): Rational {
  const value = readRational(word);
  if (value) return value;
  throw new Failure(
    "usage",
    `expected numbers, or fractions such as 1/9, in the kernel "${text}", got "${word}"`,
  );
}
