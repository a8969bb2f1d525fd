/** The command line of the benchmark, read once; what it does not know gets one sentence. */
import { parseArgs } from "node:util";
import { ConvokeError } from "convoke";
import { CONVOKE_WORDS } from "./adapters/convoke.ts";
import { PEER_NAMES, type PeerName } from "./peers.ts";
import { GROUPS, WORKLOADS, type Workload, workloadsOf } from "./workloads.ts";

export const HELP = `npm run bench [-- WHAT… --against A,B --threads 1,2 --as V,W --node N --save NAME --json]

  WHAT       ${Object.keys(GROUPS).join(", ")}; a workload; or any descriptor,
             backward-DESCRIPTOR for its gradients. Default: quick
  --against  ${PEER_NAMES.join(", ")}; or none. Default: all that are here
  --threads  how many each engine may use, one race each. Default: 1,2
  --as       variants of Convoke: default, or ${CONVOKE_WORDS.join(", ")}, joined by +. Default: default
  --node     runs Convoke and the peers in WebAssembly in this Node, 20 for instance (npm run matrix brings it)
  --save     keeps the results in bench/results/NAME.json, beside those of other workloads
  --json     prints them as JSON

npm run bench -- algorithms [DESCRIPTOR…]   every algorithm side by side, in every Node that is here
npm run bench -- planner [DESCRIPTOR…]      how often the estimate picks within 10 % of the best measured
npm run bench -- workloads                  what there is to run
npm run bench -- report                     tables of docs/performance.md and charts, from the results kept
`;

export class Usage extends Error {}

export interface Arguments {
  readonly workloads: readonly Workload[];
  /** Null: all that are here. */
  readonly against: readonly PeerName[] | null;
  readonly threads: readonly number[];
  readonly variants: readonly string[];
  /** The wanted major version; null for the Node that runs this. */
  readonly node: number | null;
  readonly save: string | null;
  readonly json: boolean;
}

const OPTIONS = {
  against: { type: "string" },
  threads: { type: "string", default: "1,2" },
  as: { type: "string", default: "default" },
  node: { type: "string" },
  save: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/** @throws Usage */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const words = positionals.length > 0 ? positionals : ["quick"];
  return {
    workloads: [...new Set(words.flatMap(meant))],
    against: values.against === undefined ? null : list(values.against).map(peer),
    threads: list(values.threads).map((text) => whole("--threads", text, 1, 64)),
    variants: list(values.as).map(variant),
    node: values.node === undefined ? null : whole("--node", values.node, 20, 99),
    save: values.save === undefined ? null : plainName(values.save),
    json: values.json,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const unknown = args.find(
      (arg) => arg.startsWith("--") && !Object.hasOwn(OPTIONS, arg.slice(2).split("=")[0]),
    );
    if (unknown === undefined) throw new Usage((error as Error).message);
    const known = Object.keys(OPTIONS).map((name) => `--${name}`);
    throw new Usage(
      `expected one of ${known.join(", ")}, got ${unknown}: ${perhaps(unknown, known)}`,
    );
  }
}

function meant(word: string): readonly Workload[] {
  try {
    return workloadsOf(word);
  } catch (error) {
    if (!(error instanceof ConvokeError)) throw error;
    // What begins like a descriptor is one, and its own message is the better one.
    if (/^(mb|g|ic)\d/.test(word)) throw new Usage(error.message);
    const known = [...Object.keys(GROUPS), ...WORKLOADS.map(({ name }) => name)];
    throw new Usage(`expected a workload or a descriptor, got ${word}: ${perhaps(word, known)}`);
  }
}

function peer(name: string): PeerName {
  const known = PEER_NAMES.find((candidate) => candidate === name);
  if (known) return known;
  throw new Usage(
    `expected ${PEER_NAMES.join(", ")} or none for --against, got ${name}: ${perhaps(name, PEER_NAMES)}`,
  );
}

function variant(text: string): string {
  for (const word of text.split("+")) {
    if (text === "default" || CONVOKE_WORDS.includes(word)) continue;
    const known = ["default", ...CONVOKE_WORDS];
    throw new Usage(
      `expected one of ${known.join(", ")} for --as, got ${word}: ${perhaps(word, known)}`,
    );
  }
  return text;
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Usage(`expected a whole number from ${least} to ${most} for ${option}, got ${text}`);
}

function plainName(text: string): string {
  if (/^[\w-]+$/.test(text)) return text;
  throw new Usage(`expected a name of letters, digits and hyphens for --save, got ${text}`);
}

/** `none` is an empty list. */
const list = (text: string): string[] =>
  text === "none" ? [] : text.split(",").filter((item) => item !== "");

const perhaps = (word: string, known: readonly string[]): string =>
  `is it ${nearest(word, known)}?`;

/** A candidate that begins like that, or the one with the fewest insertions, deletions and replacements. */
export function nearest(word: string, candidates: readonly string[]): string {
  const longer = candidates.find((candidate) => candidate.startsWith(word));
  if (longer !== undefined) return longer;
  const edits = candidates.map((candidate) => {
    let row = Array.from({ length: candidate.length + 1 }, (_, j) => j);
    for (const [i, letter] of [...word].entries()) {
      const next = [i + 1];
      for (const [j, other] of [...candidate].entries())
        next.push(Math.min(row[j] + (letter === other ? 0 : 1), row[j + 1] + 1, next[j] + 1));
      row = next;
    }
    return row[candidate.length];
  });
  return candidates[edits.indexOf(Math.min(...edits))];
}
