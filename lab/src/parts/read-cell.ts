/** What a person types into a cell: digits of any width, a real minus sign, fractions. */
import { type Rational, readRational, toNumber } from "convoke/workshop";
import { withHyphen } from "./minus.ts";

/** `1/3`, `−0.5`, `１／３`, `½`: exactly; null for what is no number, or beyond the largest. */
export function readCell(text: string): Rational | null {
  const plain = withHyphen(text.normalize("NFKC")).replace("⁄", "/");
  const value = readRational(plain);
  return value && Number.isFinite(toNumber(value)) ? value : null;
}
