/** `convoke filter`'s options: one table for the command line, the help and the tests. */

import { type Command, Option } from "commander";
import { BORDER_NAMES, type ConvSpec, MOST_THREADS } from "convoke";
import { CALLED } from "../called.ts";
import { Failure, perhaps, quoted } from "../failure.ts";
import { type FilterOptions, RANGES } from "../filter/options.ts";
import { FORMATS } from "../image/image.ts";
import { readKernel } from "../kernels/read.ts";
import type { Words } from "../strings.ts";

/** What commander hands over. */
export interface RawFilterOptions {
  readonly kernel?: string[];
  readonly border: string;
  readonly stride: string;
  readonly dilation: string;
  readonly padding: string;
  readonly orientation: "correlation" | "convolution";
  readonly threads?: string;
  /** False for `--no-wide`. */
  readonly wide: boolean;
  readonly linearLight?: boolean;
  readonly range: FilterOptions["range"];
  readonly depth?: string;
  readonly format?: FilterOptions["format"];
  readonly maxPixels: string;
  readonly preview?: boolean;
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** For an option that may be given again. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value];

export function addFilterOptions(command: Command, t: Words): Command {
  return command
    .addOption(new Option("-k, --kernel <K>", t.kernel).argParser(collect))
    .addOption(new Option("--border <B>", t.border).default("reflect"))
    .addOption(new Option("--stride <S>", t.stride).default("1"))
    .addOption(new Option("--dilation <D>", t.dilation).default("1"))
    .addOption(new Option("--padding <P>", t.padding).default("same"))
    .addOption(
      choice("--orientation <O>", t.orientation, ["correlation", "convolution"]).default(
        "correlation",
      ),
    )
    .addOption(new Option("--threads <N>", t.threads))
    .addOption(new Option("--no-wide", t.noWide))
    .addOption(new Option("--linear-light", t.linearLight))
    .addOption(choice("--range <R>", t.range, RANGES).default("auto"))
    .addOption(choice("--depth <D>", t.depth, ["8", "16", "float"]))
    .addOption(choice("--format <F>", t.format, [...FORMATS, "npy"]))
    .addOption(new Option("--max-pixels <N>", t.maxPixels).default("200000000"))
    .addOption(new Option("--preview", t.preview))
    .addOption(new Option("--no-preview", t.noPreview))
    .addOption(new Option("--json", t.json))
    .addOption(new Option("--explain", t.explain));
}

/** An option that takes one of these words, which its help lists. */
export function choice(flags: string, description: string, words: readonly string[]): Option {
  const option = new Option(flags, description).choices(words);
  const rule = `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}`;
  return option.argParser((text: string) => {
    if (words.includes(text)) return text;
    throw new Failure(
      "usage",
      `expected ${rule} for --${option.name()}, got ${quoted(text)}${perhaps(text, words)}`,
    );
  });
}

/** @throws Failure for values that are no numbers, and for no kernel at all. */
export async function readFilterOptions(raw: RawFilterOptions): Promise<FilterOptions> {
  const names = raw.kernel ?? [];
  if (names.length === 0)
    throw new Failure("usage", `expected at least one --kernel, got none (see: ${CALLED} kernels)`);
  const { depth } = raw;
  return {
    kernels: await Promise.all(names.map(readKernel)),
    border: border(raw.border),
    stride: pair("--stride", raw.stride),
    dilation: pair("--dilation", raw.dilation),
    padding: padding(raw.padding),
    orientation: raw.orientation,
    threads: raw.threads === undefined ? null : threadsOf(raw.threads),
    linearLight: raw.linearLight ?? false,
    range: raw.range,
    depth: depth === undefined ? null : depth === "float" ? "float" : depth === "16" ? 16 : 8,
    format: raw.format ?? null,
    maxPixels: whole("--max-pixels", raw.maxPixels, 1),
  };
}

/** @throws Failure unless the text is the number of threads that may be asked for. */
export const threadsOf = (text: string): number => whole("--threads", text, 1, MOST_THREADS);

/** @throws Failure unless the text is a whole number of at least `least`, and at most `most`. */
export function whole(name: string, text: string, least: number, most = Infinity): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const rule = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new Failure("usage", `expected a whole number ${rule} for ${name}, got ${quoted(text)}`);
}

/** @throws Failure unless the text is one whole number from 1 on for rows and columns, or one each. */
export function pair(name: string, text: string): readonly [number, number] {
  const parts = text.split(",").map((part) => whole(name, part, 1));
  if (parts.length > 2)
    throw new Failure("usage", `expected N or ROWS,COLUMNS for ${name}, got ${text}`);
  return [parts[0], parts[1] ?? parts[0]];
}

/** @throws Failure unless the text is the name of a border, or a number. */
export function border(text: string): FilterOptions["border"] {
  const named = BORDER_NAMES.find((name) => name === text);
  if (named) return named;
  const constant = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(constant)) return { constant };
  throw new Failure(
    "usage",
    `expected ${BORDER_NAMES.join(", ")} or a number for --border, got ${quoted(text)}${perhaps(text, BORDER_NAMES)}`,
  );
}

function padding(text: string): NonNullable<ConvSpec["padding"]> {
  if (text === "same" || text === "same-lower" || text === "valid" || text === "full") return text;
  const parts = text.split(",");
  const numbers = parts.map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (numbers.every(Number.isSafeInteger)) {
    if (numbers.length === 1) return numbers[0];
    if (numbers.length === 2) return numbers;
    if (numbers.length === 4)
      return [
        [numbers[0], numbers[1]],
        [numbers[2], numbers[3]],
      ];
  }
  throw new Failure(
    "usage",
    `expected same, same-lower, valid, full, N, ROWS,COLUMNS or TOP,BOTTOM,LEFT,RIGHT for --padding, got ${text}`,
  );
}
