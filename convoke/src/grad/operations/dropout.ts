/** Numbers left out at random. */
import { guard, OptionError } from "../../errors.ts";
import { mul, simd } from "../../ir/build.ts";
import type { Buffer } from "../../ir/tree.ts";
import { all, map } from "../../kernels/map.ts";
import { below as belowOf, counted, evenly, laneNumbers } from "../../kernels/random-bits.ts";
import { below } from "../../tensor/random.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, runNumber, type Value } from "../value.ts";

/** Random numbers are compared with p in steps of 2⁻²⁴. */
const STEPS = 2 ** 24;

/**
 * Each number is 0 with probability p, else 1/(1 - p) times what it was; for training alone. Which
 * ones are left out is a function of the seed, the number of the run and their place: nothing is
 * stored, the backward pass draws the same again. Layers that shall not drop the same places need
 * seeds of their own.
 *
 * Source: Srivastava et al., "Dropout", 2014.
 *
 * @param p at least 0, less than 1.
 * @throws OptionError for another p, or a seed that is no whole number.
 * @see Dive into Deep Learning 4.6
 */
export function dropout(x: Value, p: number, seed: number): Value {
  guard(p >= 0 && p < 1, OptionError, () => ({
    name: "the probability of dropout",
    expected: "a number from 0 to below 1",
    got: p,
  }));
  guard(Number.isSafeInteger(seed), OptionError, () => ({
    name: "the seed of dropout",
    expected: "a whole number",
    got: seed,
  }));
  if (p === 0) return x;
  const count = sizeOf(x.shape);
  const least = Math.round(p * STEPS);
  const factor = 1 / (1 - p);
  const drop = (from: Buffer, to: Buffer, run: Buffer, threads: number) =>
    steps(
      map({
        name: "dropout",
        threads,
        count,
        reads: [from],
        writes: [to],
        scalars: [[run, 0]],
        once: (k, [number]) => [
          belowOf(k, simd("i32x4.splat", seed | 0), number),
          k.let("lanes", laneNumbers()),
        ],
        f: (k, [value], [key, lanes], at) => {
          const drawn = evenly(belowOf(k, key, counted(at, lanes)));
          const kept = simd("f32x4.ge", drawn, all(least));
          return [simd("v128.bitselect", mul(value, all(factor)), all(0), kept)];
        },
      }),
    );
  return apply(
    {
      name: "dropout",
      integers: [1],
      shape: x.shape,
      define: ([values, [run]]) => {
        const key = below(seed | 0, run);
        return values.map((value, i) => (below(key, i) >>> 8 >= least ? value * factor : 0));
      },
      forward: ({ inputs: [from, run], output }, { threads }) => drop(from, output, run, threads),
      backward: ({ inputs: [, run], gradient, results: [result] }, { threads }) =>
        drop(gradient, result!, run, threads),
    },
    [x, runNumber],
  );
}
