/** Text → tokens, by a rule short enough to remember. */
import { fault, OptionError } from "../../errors.ts";
import { readOptions } from "../../options.ts";

export interface TokenizeOptions {
  /** Unicode's own lower case, of no language in particular; true unless said otherwise. */
  readonly lowerCase?: boolean;
  /** "characters" (code points other than spaces) is for scripts that put no space between words. */
  readonly unit?: "words" | "characters";
}

/** A run of letters, marks and digits, with apostrophes inside; or anything else, one at a time. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\S/gu;
const CHARACTER = /\S/gu;

/**
 * The tokens of a text: lower case, composed characters (NFC), then every run of letters, marks and
 * digits is a word, apostrophes inside it included, every other character but a space a token of
 * its own. "Don't stop – 3.5 stars!" is `don't stop – 3 . 5 stars !`.
 *
 * @throws OptionError for an unknown option or unit.
 */
export function tokenize(text: string, options: TokenizeOptions = {}): string[] {
  readOptions("tokenize", options, ["lowerCase", "unit"]);
  const { lowerCase = true, unit = "words" } = options;
  if (unit !== "words" && unit !== "characters")
    throw fault(OptionError, { name: "unit", expected: '"words" or "characters"', got: unit });
  const plain = (lowerCase ? text.toLowerCase() : text).normalize("NFC");
  return plain.match(unit === "words" ? WORD : CHARACTER) ?? [];
}
