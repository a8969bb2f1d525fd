/** Numbers that a person typed for a tensor. */
import { FormatError } from "convoke";
import { readRational, toNumber } from "convoke/workshop";

/**
 * Row-major, between blanks, commas or semicolons; `1/3` is a number too.
 *
 * @throws FormatError for what is no number, or another count than `size`.
 */
export function readNumbers(text: string, name: string, size: number): Float64Array {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  const values = words.map((word) => {
    const value = readRational(word);
    if (value === null) throw new FormatError(`expected numbers for ${name}, got "${word}"`);
    return toNumber(value);
  });
  if (values.length !== size)
    throw new FormatError(`expected ${size} numbers for ${name}, got ${values.length}`);
  return Float64Array.from(values);
}
