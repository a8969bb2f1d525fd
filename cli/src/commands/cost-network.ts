/** `convoke cost MODEL.onnx`: what a whole network costs. */
import { basename } from "node:path";
import { type Network, networkCost, networkFromNet } from "convoke/cost/network";
import { networkCsv } from "../cost/network/csv.ts";
import { NET_NAMES, netNamed } from "../cost/network/nets.ts";
import { isNetworkFile, readNetwork } from "../cost/network/read.ts";
import { networkText } from "../cost/network/text.ts";
import { Failure, quoted } from "../failure.ts";
import type { Language } from "../strings.ts";
import { cost, type RawCostOptions } from "./cost.ts";
import { whole } from "./filter-options.ts";

export interface RawNetworkOptions extends RawCostOptions {
  readonly input?: readonly string[];
}

/** What was typed on the command line, not what has a default. */
type Typed = (option: string) => boolean;

/** A file is a network, so is the name of a net that is trained here; any other word is a layer. */
export async function costOfAny(
  word: string,
  raw: RawNetworkOptions,
  typed: Typed,
  language: Language,
): Promise<void> {
  if (isNetworkFile(word) || NET_NAMES.includes(word))
    return costOfNetwork(word, raw, typed, language);
  if (typed("input"))
    throw new Failure("usage", `expected a file of a network for --input, got ${quoted(word)}`);
  return cost(word, raw, language);
}

async function costOfNetwork(
  path: string,
  raw: RawNetworkOptions,
  typed: Typed,
  language: Language,
): Promise<void> {
  for (const [option, name] of Object.entries(OF_A_LAYER))
    if (typed(option))
      throw new Failure("usage", `expected no ${name} with a whole network: it is about one layer`);
  if (raw.json && raw.csv)
    throw new Failure("usage", "expected --json or --csv, not both: one report is printed");
  const batch = raw.batch === undefined ? {} : { batch: whole("--batch", raw.batch, 1) };
  const network = await networkOf(path, batch, raw.input ?? []);
  const dtype = typed("dtype") ? raw.dtype : undefined;
  const report = networkCost(network, dtype === undefined ? {} : { dtype });
  const text = raw.json
    ? JSON.stringify(report, null, 2)
    : raw.csv
      ? networkCsv(report)
      : networkText(report, {
          title: basename(path),
          dtype: dtype ?? floatsOf(network),
          backward: raw.backward ?? false,
          language,
        });
  process.stdout.write(`${text}\n`);
}

async function networkOf(
  word: string,
  batch: { readonly batch?: number },
  inputs: readonly string[],
): Promise<Network> {
  const net = netNamed(word);
  if (net === null) return readNetwork(word, { ...batch, inputs: inputsOf(inputs) });
  if (inputs.length > 0)
    throw new Failure("usage", `expected no --input with the net ${word}: its input has one shape`);
  return networkFromNet(net, batch);
}

/** The types of its parameters. */
function floatsOf({ values }: Network): string {
  const own = [...values.values()].filter(({ role }) => role === "parameter");
  return [...new Set(own.map(({ dtype }) => dtype))].join(", ") || "float32";
}

const OF_A_LAYER = { algorithms: "--algorithms", whatIf: "--what-if", measure: "--measure" };

/** NAME=1x3x240x320, again for each input. */
function inputsOf(texts: readonly string[]): Record<string, readonly number[]> {
  const shapes: [string, readonly number[]][] = texts.map((text) => {
    const at = text.lastIndexOf("=");
    const parts = text.slice(at + 1).split(/[x×,]/);
    if (at < 1 || !parts.every((part) => /^[1-9]\d{0,14}$/.test(part)))
      throw new Failure(
        "usage",
        `expected NAME=1x3x240x320, a name and extents of at least 1, for --input, got ${quoted(text)}`,
      );
    return [text.slice(0, at), parts.map(Number)];
  });
  return Object.fromEntries(shapes);
}
