/**
 * What a chain of layers does save here: timed beside the layer it replaces, in turns, after both were
 * seen to compute the same within what is stated.
 */
import { host } from "#host";
import { readOptions } from "../../options.ts";
import type { AlgorithmName } from "../../plan/plan.ts";
import { uniform } from "../../tensor/random.ts";
import type { Layer } from "../layers/layer.ts";
import { roundingOf, weightGap } from "./agree.ts";
import { type Running, running } from "./running.ts";

export interface ChainTime {
  /** Median of one run, in milliseconds. */
  readonly milliseconds: number;
  /** What computes each layer. */
  readonly algorithms: readonly AlgorithmName[];
}

export interface MeasuredChain extends ChainTime {
  /** Largest difference to the layer, outputs of the engine's class `exact` over inputs from −1 to 1. */
  readonly off: number;
  /** Most that it may be: by the difference in weights, and by rounding. */
  readonly allowed: number;
  /** Largest difference of the runs that were timed, whose algorithms may round more. */
  readonly timedOff: number;
}

export interface MeasuredChains {
  readonly whole: ChainTime;
  readonly chains: readonly MeasuredChain[];
}

const WARM_UP = 40;
const WINDOW = 3;
const ROUNDS = 15;

/**
 * @param input extents of one channel.
 * @throws as `plan` does; RangeError never: a chain that disagrees is told by `off` > `allowed`.
 */
export async function measureChains(
  whole: Layer,
  chains: readonly (readonly Layer[])[],
  input: readonly number[],
  options: { readonly threads?: number } = {},
): Promise<MeasuredChains> {
  readOptions("measureChains", options, ["threads"]);
  const { threads = 1 } = options;
  const all = [[whole], ...chains];
  const exact = await outputs(all, input, threads);
  const offs = exact.map((output) => difference(output, exact[0]));
  const timed = await timedInTurns(all, input, threads);
  const [own, ...others] = timed;
  return {
    whole: { milliseconds: own.milliseconds, algorithms: own.algorithms },
    chains: others.map(({ milliseconds, algorithms, output }, i) => ({
      milliseconds,
      algorithms,
      off: offs[i + 1],
      allowed: weightGap(whole, chains[i]) + roundingOf([whole]) + roundingOf(chains[i]),
      timedOff: difference(output, own.output),
    })),
  };
}

/** One after the other, so that memory is held for one only. */
async function outputs(
  all: readonly (readonly Layer[])[],
  input: readonly number[],
  threads: number,
): Promise<Float32Array[]> {
  const results: Float32Array[] = [];
  for (const layers of all) {
    using one = await running(layers, input, { threads, accuracy: "exact" });
    fill(one);
    await one.run();
    results.push(one.output.slice());
  }
  return results;
}

async function timedInTurns(
  all: readonly (readonly Layer[])[],
  input: readonly number[],
  threads: number,
): Promise<(ChainTime & { readonly output: Float32Array })[]> {
  const ready: { readonly one: Running; readonly times: number[] }[] = [];
  try {
    for (const layers of all) {
      const one = await running(layers, input, { threads });
      ready.push({ one, times: [] });
      fill(one);
    }
    for (const { one } of ready) await window(one, WARM_UP);
    for (let round = 0; round < ROUNDS; round++)
      for (const { one, times } of ready) times.push(await window(one, WINDOW));
    return ready.map(({ one, times }) => ({
      milliseconds: times.sort((a, b) => a - b)[times.length >> 1],
      algorithms: one.algorithms,
      output: one.output.slice(),
    }));
  } finally {
    for (const { one } of ready) one[Symbol.dispose]();
  }
}

const fill = ({ input }: Running): void => input.set(uniform([input.length], 1, -1, 1).data);

/** Milliseconds of one run, over runs of at least so many milliseconds in all. */
async function window(one: Running, least: number): Promise<number> {
  const start = host.now();
  let [runs, spent] = [0, 0];
  while (spent < least) {
    await one.run();
    runs++;
    spent = host.now() - start;
  }
  return spent / runs;
}

const difference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
