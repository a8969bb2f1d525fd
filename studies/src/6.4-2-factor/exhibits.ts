/** Tables and series of what can be taken apart, and of what it saves. */
import { random } from "convoke/data";
import {
  convolve,
  type Kernel,
  kernelOf,
  type Layer,
  layer,
  measureChains,
  namedKernel,
  priceOf,
} from "convoke/workshop";
import type { Series, Table } from "../model/exhibit.ts";
import type { Fact } from "../model/facts.ts";
import { kernelsOf, type Size, sizeText } from "./cases.ts";
import { splitOf } from "./splits.ts";
import type { Subject } from "./study.ts";

const NAMED = ["box", "sobel-x", "roberts-1", "laplacian4", "laplacian8", "sharpen", "gaussian159"];

/** Well-known kernels, and a blur with a Laplacian behind it, which was made of two. */
export function namedTable(subject: Subject): Table {
  const kernels: [string, Kernel][] = NAMED.map((name) => [name, namedKernel(name).kernel]);
  const binomial = convolve(kernelOf([1, 3], [1, 2, 1]), kernelOf([3, 1], [1, 2, 1]));
  kernels.push(["blurredLaplacian", convolve(binomial, namedKernel("laplacian4").kernel)]);
  return {
    kind: "table",
    name: "named",
    head: ["kernel", "size", "rank", "factors", "sizesOfFactors"],
    rows: kernels.map(([name, k]) => {
      const { count, factors } = splitOf(k, subject);
      return [
        name,
        sizeText(k.shape),
        subject.rankOfKernel(k),
        count,
        factors.map(({ shape }) => sizeText(shape)).join(" ∗ "),
      ];
    }),
  };
}

const SIZES: readonly Size[] = [
  [2, 2],
  [3, 3],
  [4, 4],
  [1, 3],
  [1, 4],
  [1, 5],
];

/** How many of drawn kernels are a product of two. */
export function shareTable(subject: Subject, count: number, seed: number): Table {
  return {
    kind: "table",
    name: "shares",
    head: ["size", "tried", "split"],
    rows: SIZES.map((size) => [
      sizeText(size),
      count,
      kernelsOf(size, count, seed).filter((k) => splitOf(k, subject).count > 1).length,
    ]),
  };
}

/** What is lost by so many separable terms. */
export function termsSeries(k: Kernel, { nearestSum }: Subject): Series {
  const counts = Array.from({ length: Math.min(...k.shape) }, (_, i) => i + 1);
  return {
    kind: "series",
    name: "errors",
    axis: "terms",
    x: counts,
    lines: [{ name: "error", y: counts.map((r) => nearestSum(k, r).error) }],
  };
}

/** Weights drawn at random: nothing in them is redundant, so this is the worst case. */
export function drawnLayer(channels: number, seed: number): Layer {
  const next = random(seed);
  const values = Float64Array.from({ length: channels ** 2 * 9 }, () => Math.fround(next() - 0.5));
  return layer(kernelOf([channels, channels, 3, 3], values), { padding: 1 });
}

/** A layer and the chains that come near it: error, counted products, milliseconds. */
export async function chainsTable(
  whole: Layer,
  { spatialChain, channelChain }: Subject,
): Promise<Table> {
  const channels = whole.weight.shape[0];
  const input = [28, 28];
  const ranks = [...new Set([Math.ceil(channels / 4), Math.ceil(channels / 2)])];
  const chains = ranks.flatMap((rank) => [
    { way: "spatial", rank, chain: spatialChain(whole, rank) },
    { way: "channel", rank, chain: channelChain(whole, rank) },
  ]);
  const times = await measureChains(
    whole,
    chains.map(({ chain }) => chain.layers),
    input,
  );
  const own = priceOf([whole], input);
  const row = (name: string, rank: Fact, error: number, price: typeof own, ms: number): Fact[] => [
    name,
    rank,
    error,
    price.parameters,
    own.multiplications / price.multiplications,
    times.whole.milliseconds / ms,
  ];
  return {
    kind: "table",
    name: "chains",
    head: ["way", "rank", "error", "weights", "fewerProducts", "faster"],
    timed: ["faster"],
    rows: [
      row("whole", "–", 0, own, times.whole.milliseconds),
      ...chains.map(({ way, rank, chain }, i) =>
        row(way, rank, chain.error, priceOf(chain.layers, input), times.chains[i].milliseconds),
      ),
    ],
  };
}
