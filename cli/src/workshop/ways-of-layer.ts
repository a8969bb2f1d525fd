/** A layer as chains of lower rank: which ranks are tried, and what comes out. */

import { type WorkshopWords, wayTitle } from "@convoke/studies/words";
import {
  type Chain,
  canonicalChain,
  channelChain,
  channelsIn,
  channelsOut,
  kernelShape,
  type Layer,
  spatialChain,
  tuckerChain,
  type Way,
} from "convoke/workshop";
import { Failure } from "../failure.ts";

export const CHAINS = ["spatial", "channel", "tucker", "canonical"] as const;
export type ChainKind = (typeof CHAINS)[number];

export interface LayerAsked {
  /** Null: all that the layer has, the canonical one of small layers only. */
  readonly kinds: readonly ChainKind[] | null;
  /** Null: a quarter and half of the full rank. */
  readonly ranks: readonly number[] | null;
}

/** Numbers of a layer times rank, up to which a canonical chain is looked for unasked: it takes seconds. */
const MOST_CANONICAL = 1 << 14;

/** @param say told what is made, and how much of it is done. */
export async function layerWays(
  l: Layer,
  { kinds, ranks }: LayerAsked,
  t: WorkshopWords,
  say: (what: () => string) => void,
): Promise<Way[]> {
  const ways: Way[] = [];
  for (const kind of kinds ?? CHAINS.filter((one) => suits(one, l))) {
    const full = fullRank(kind, l);
    const tried = ranks ?? [
      ...new Set([full / 4, full / 2].map((r) => Math.max(1, Math.round(r)))),
    ];
    const able = tried.filter((r) => r <= full);
    if (kinds !== null && able.length === 0)
      throw new Failure(
        "usage",
        `expected ranks of at most ${full} for the chain ${kind}, got ${tried.join(", ")}`,
      );
    for (const rank of able) {
      const facts = factsOf(kind, l, rank);
      const title = wayTitle({ kind, facts }, t);
      say(() => title);
      // Lets the line be seen before the work begins.
      await new Promise(setImmediate);
      const { layers, error } = chainOf(kind, l, rank, (share) =>
        say(() => `${title}  ${Math.floor(100 * share)} %`),
      );
      ways.push({
        kind,
        key: `${kind}-${rank}`,
        facts,
        kernels: null,
        layers,
        error,
        exact: false,
      });
    }
  }
  return ways;
}

function suits(kind: ChainKind, l: Layer): boolean {
  const shape = kernelShape(l);
  const taps = shape.reduce((a, b) => a * b, 1);
  if (fullRank(kind, l) < 2) return false;
  if (kind === "spatial") return shape.filter((n) => n > 1).length > 1;
  if (kind === "tucker") return taps > 1 && Math.min(channelsIn(l), channelsOut(l)) > 1;
  if (kind === "canonical")
    return taps > 1 && l.weight.values.length * fullRank(kind, l) <= 2 * MOST_CANONICAL;
  return true;
}

/** Of the matrix that is split; of the other two, where they begin to have as many numbers as the layer. */
function fullRank(kind: ChainKind, l: Layer): number {
  const shape = kernelShape(l);
  const [out, input] = [channelsOut(l), channelsIn(l)];
  const taps = shape.reduce((a, b) => a * b, 1);
  switch (kind) {
    case "spatial":
      return Math.min(input * shape[0], (out * taps) / shape[0]);
    case "channel":
      return Math.min(out, input * taps);
    case "tucker":
      return Math.max(out, input);
    case "canonical":
      return Math.ceil((out * input * taps) / (out + input + shape.reduce((a, b) => a + b, 0)));
    default:
      return kind satisfies never;
  }
}

function chainOf(
  kind: ChainKind,
  l: Layer,
  rank: number,
  onProgress: (share: number) => void,
): Chain {
  switch (kind) {
    case "spatial":
      return spatialChain(l, rank);
    case "channel":
      return channelChain(l, rank);
    case "tucker":
      return tuckerChain(l, tuckerRanks(l, rank));
    case "canonical":
      return canonicalChain(l, rank, { onProgress });
    default:
      return kind satisfies never;
  }
}

/** Both sides as asked, no more than there are. */
const tuckerRanks = (l: Layer, rank: number): [number, number] => [
  Math.min(rank, channelsIn(l)),
  Math.min(rank, channelsOut(l)),
];

function factsOf(kind: ChainKind, l: Layer, rank: number): Way["facts"] {
  return { r: kind === "tucker" ? tuckerRanks(l, rank).join("+") : rank };
}
