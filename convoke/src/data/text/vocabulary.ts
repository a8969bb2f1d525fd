/** Tokens and their numbers. 0 pads, 1 stands for every token that is not in the vocabulary. */
import { FormatError, show } from "../../errors.ts";
import { readOptions, wholeNumber } from "../../options.ts";

export const PAD = 0;
export const UNKNOWN = 1;
const SPECIALS = ["<pad>", "<unk>"];

export interface Vocabulary {
  /** The token of each number; the first two are `<pad>` and `<unk>`. */
  readonly tokens: readonly string[];
  /** The number of each token. */
  readonly numbers: ReadonlyMap<string, number>;
}

export interface VocabularyOptions {
  /** Tokens seen less often are left out; 1 unless said otherwise. */
  readonly minFreq?: number;
  /** The most tokens, `<pad>` and `<unk>` included: the most frequent are kept. */
  readonly maxTokens?: number;
}

/**
 * The vocabulary of tokenized documents, most frequent first, equally frequent ones by their code
 * units: it does not depend on the order of documents. Take it from the training set alone.
 *
 * @throws OptionError unless minFreq is a whole number from 1 on and maxTokens one from 2 on.
 * @see torchtext.vocab.build_vocab_from_iterator (min_freq, max_tokens)
 */
export function buildVocabulary(
  documents: Iterable<Iterable<string>>,
  options: VocabularyOptions = {},
): Vocabulary {
  readOptions("buildVocabulary", options, ["minFreq", "maxTokens"]);
  const { minFreq = 1, maxTokens = Infinity } = options;
  wholeNumber("minFreq", minFreq, 1);
  if (maxTokens !== Infinity) wholeNumber("maxTokens", maxTokens, SPECIALS.length);

  const counts = new Map<string, number>();
  for (const document of documents)
    for (const token of document) counts.set(token, (counts.get(token) ?? 0) + 1);
  for (const special of SPECIALS) counts.delete(special);
  const frequent = [...counts]
    .filter(([, count]) => count >= minFreq)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, maxTokens - SPECIALS.length)
    .map(([token]) => token);
  return numbered([...SPECIALS, ...frequent]);
}

/** The vocabulary as JSON. */
export function saveVocabulary({ tokens }: Vocabulary): string {
  return JSON.stringify({ version: 1, tokens });
}

/** @throws FormatError unless the text is what `saveVocabulary` writes. */
export function loadVocabulary(text: string): Vocabulary {
  let saved: { version?: unknown; tokens?: unknown } | null;
  try {
    saved = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(`expected a vocabulary as JSON, got ${show(text)}`, null, { cause });
  }
  if (saved?.version !== 1)
    throw new FormatError(`expected a vocabulary of version 1, got ${show(saved?.version)}`);
  const { tokens } = saved;
  if (!Array.isArray(tokens) || !tokens.every((token) => typeof token === "string"))
    throw new FormatError(`expected a list of tokens in the vocabulary, got ${show(tokens)}`);
  if (SPECIALS.some((special, n) => tokens[n] !== special)) {
    throw new FormatError(
      `expected ${SPECIALS.join(" and ")} first in the vocabulary, got ${show(tokens.slice(0, 2))}`,
    );
  }
  const vocabulary = numbered(tokens);
  const twice = tokens.find((token, n) => vocabulary.numbers.get(token) !== n);
  if (twice !== undefined)
    throw new FormatError(`expected every token once in the vocabulary, got ${show(twice)} twice`);
  return vocabulary;
}

const numbered = (tokens: readonly string[]): Vocabulary => ({
  tokens,
  numbers: new Map(tokens.map((token, n) => [token, n])),
});
