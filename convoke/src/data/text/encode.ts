/** Tokens ⇄ their numbers, in rows of one length as nets take them. */
import { guard, OptionError } from "../../errors.ts";
import { wholeNumber } from "../../options.ts";
import type { Indices } from "../../tensor/tensor.ts";
import { PAD, UNKNOWN, type Vocabulary } from "./vocabulary.ts";

/**
 * One row a document, [documents, length]: longer ones are cut at the end, shorter ones filled up
 * with `<pad>` there, unknown tokens become `<unk>`. Without a length, that of the longest.
 *
 * @throws OptionError unless the length is a whole number from 1 on.
 */
export function encode(
  documents: readonly (readonly string[])[],
  { numbers }: Vocabulary,
  length: number = documents.reduce((most, tokens) => Math.max(most, tokens.length), 1),
): Indices {
  wholeNumber("length", length, 1);
  const data = new Int32Array(documents.length * length).fill(PAD);
  documents.forEach((tokens, row) => {
    const shown = Math.min(tokens.length, length);
    for (let i = 0; i < shown; i++) data[row * length + i] = numbers.get(tokens[i]) ?? UNKNOWN;
  });
  return { shape: [documents.length, length], data };
}

/**
 * The tokens of one row, without its padding.
 *
 * @throws OptionError when a number is not in the vocabulary.
 */
export function decode(row: Iterable<number>, { tokens }: Vocabulary): string[] {
  return [...row]
    .filter((number) => number !== PAD)
    .map((number) => {
      guard(tokens[number] !== undefined, OptionError, () => ({
        name: "a token's number",
        expected: `a whole number from 0 to ${tokens.length - 1}`,
        got: number,
      }));
      return tokens[number];
    });
}
