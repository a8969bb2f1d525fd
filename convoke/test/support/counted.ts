/**
 * The counted run: walks the taps of every output, as the definition lists them, and counts what is
 * done. No formula in it: what `convoke/cost` says in closed form is held to these numbers.
 */

import type { Problem } from "../../src/semantics/problem.ts";
import { taps } from "../../src/semantics/taps.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { anyProblem } from "./problems.ts";

/** Sums of products: what is multiplied, and what is added to an earlier product of the same sum. */
export interface CountedSums {
  multiplications: number;
  additions: number;
}

export interface CountedRun {
  /** Every tap, and every tap that has an input. */
  readonly taps: CountedSums;
  readonly inside: CountedSums;
  /** Outputs a bias is added to: all, and those with a product inside. */
  readonly outputs: number;
  readonly outputsMet: number;
  /** The gradients, from the same products: sums by input and by weight. */
  readonly inputGradient: CountedSums;
  readonly weightGradient: CountedSums;
  /** The weight gradient with the products of taps that have no input. */
  readonly weightGradientOutside: CountedSums;
}

/** Sums that are started by their first product and grow by one addition with every other one. */
function sums() {
  const counted: CountedSums = { multiplications: 0, additions: 0 };
  const started = new Set<string>();
  return {
    counted,
    started,
    multiplyAdd(target: string): void {
      counted.multiplications++;
      if (started.has(target)) counted.additions++;
      started.add(target);
    },
  };
}

export function countedRun(problem: Problem): CountedRun {
  const all = sums();
  const inside = sums();
  const dx = sums();
  const dw = sums();
  const dwOutside = sums();
  let outputs = 0;
  for (const spatial of positions(problem.axes.map((a) => a.output)))
    for (let batch = 0; batch < problem.batch; batch++)
      for (let channel = 0; channel < problem.outChannels; channel++) {
        outputs++;
        const y = `${batch} ${channel} ${spatial}`;
        for (const { input, weight } of taps(problem, { batch, channel, spatial })) {
          const w = `${weight.out} ${weight.in} ${weight.spatial}`;
          all.multiplyAdd(y);
          dwOutside.multiplyAdd(w);
          if (input.spatial === null) continue;
          inside.multiplyAdd(y);
          dw.multiplyAdd(w);
          dx.multiplyAdd(`${input.batch} ${input.channel} ${input.spatial}`);
        }
      }
  return {
    taps: all.counted,
    inside: inside.counted,
    outputs,
    outputsMet: inside.started.size,
    inputGradient: dx.counted,
    weightGradient: dw.counted,
    weightGradientOutside: dwOutside.counted,
  };
}

export function* positions(extents: readonly number[]): Generator<number[]> {
  if (extents.length === 0) return yield [];
  for (let i = 0; i < extents[0]; i++)
    for (const rest of positions(extents.slice(1))) yield [i, ...rest];
}

/** Few enough products to walk them one by one. */
export const walkable = anyProblem.filter(
  ({ axes, batch, inChannels, outChannels, groups }) =>
    (batch * inChannels * outChannels * sizeOf(axes.map((a) => a.output * a.kernel))) / groups <=
    1500,
);
