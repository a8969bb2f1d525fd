/** Where labelled sentences come from: a table with the columns split, label and text. */
import { join } from "node:path";
import { FormatError } from "convoke";
import { type LabelledTexts, readLabelledTexts, tokenize } from "convoke/data";
import { Failure } from "../../failure.ts";
import { readBytes } from "../../image/read.ts";

/** 2,500 sentences of film reviews, negative or positive: Pang and Lee, ACL 2005. */
const SHARED = join("data", "text", "rt-polarity-2500.tsv");

/** One example a place in each list. */
export interface Sentences {
  readonly texts: readonly string[];
  readonly tokens: readonly (readonly string[])[];
  readonly labels: Int32Array;
}

export interface TextData {
  readonly source: string;
  readonly classes: number;
  readonly train: Sentences;
  readonly test: Sentences;
}

/**
 * The sentences of a table, or else those that CONVOKE_SHARED leads to.
 *
 * @throws Failure when there are none, or a table that cannot be used.
 */
export async function readTextsFrom(file: string | undefined): Promise<TextData> {
  const { CONVOKE_SHARED: shared } = process.env;
  const source = file ?? (shared ? join(shared, SHARED) : null);
  if (source === null) {
    throw new Failure(
      "input",
      "expected --data with a table of the columns split, label and text, or CONVOKE_SHARED with a folder that holds data/text/rt-polarity-2500.tsv, got neither",
    );
  }
  const splits = tableOf(source, await readBytes(source));
  const part = (name: string): Sentences => {
    const found = splits.get(name);
    if (found) return sentences(found);
    const names = [...splits.keys()].join(" and ") || "none";
    throw new Failure("input", `expected texts of the split ${name} in ${source}, got ${names}`);
  };
  const [train, test] = [part("train"), part("test")];
  const classes = 1 + train.labels.reduce((a, b) => Math.max(a, b), 0);
  const strange = test.labels.find((label) => label >= classes);
  if (classes < 2 || strange !== undefined) {
    throw new Failure(
      "input",
      `expected at least the labels 0 and 1 to learn from in ${source}, and no others in its test, got ${strange ?? 0}`,
    );
  }
  return { source, classes, train, test };
}

function tableOf(source: string, bytes: Uint8Array): ReadonlyMap<string, LabelledTexts> {
  try {
    return readLabelledTexts(new TextDecoder().decode(bytes));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new Failure("input", `cannot read the texts in ${source}: ${error.message}`);
  }
}

const sentences = ({ texts, labels }: LabelledTexts): Sentences => ({
  texts,
  tokens: texts.map((text) => tokenize(text)),
  labels: labels.data,
});
