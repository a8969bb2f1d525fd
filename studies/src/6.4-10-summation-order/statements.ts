/** What is said of two ways to the same sums, tried on layers of few and many channels. */
import { tensor } from "convoke";
import { ulps } from "convoke/reference";
import { differs } from "../matrices.ts";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import type { Subject } from "./study.ts";
import { type Pair, pairs, product, truthOf } from "./sums.ts";

/** A product of 1, and what cancels: the sum is 1, or 0 where the 1 was lost. */
const CANCELLING: Pair = {
  w: tensor([1, 3], [1, 1, 1]),
  x: tensor([3, 1], [1, 2 ** 27, -(2 ** 27)]),
};

export async function statementsOf(
  { inOrder, pairwise, convolved }: Subject,
  example: Pair,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const wholes = pairs(count, seed, true);
  const fractions = [...pairs(count, seed + 1, false), CANCELLING];
  const few = pairs(count, seed + 2, false, 1, 2);
  const all = [example, ...fractions, ...wholes];
  const apart = (pair: Pair) => differs(product(pair, inOrder), product(pair, pairwise));
  return inTurn(
    [
      () =>
        tried("claim", "different", [example, ...wholes, ...fractions, ...few], (pair) =>
          apart(pair) ? null : { channels: pair.x.shape[0], numbers: kindOf(pair) },
        ),
      () =>
        triedOn(
          "truth",
          "whole",
          wholes,
          async (pair) => apart(pair) ?? differs(product(pair, inOrder), await convolved(pair)),
        ),
      () => tried("truth", "few", few, apart),
      () =>
        triedOn("truth", "bounded", all, async (pair) => {
          const { y, bound } = truthOf(pair);
          const most = bound(pair.x.shape[0]);
          const ways = [product(pair, inOrder), product(pair, pairwise), await convolved(pair)];
          for (const { data } of ways) {
            const trial = within(pair, data, y, most);
            if (trial) return trial;
          }
          return null;
        }),
      () =>
        tried("truth", "pairwise", all, (pair) => {
          const { y, bound } = truthOf(pair);
          const roundings = 1 + Math.ceil(Math.log2(pair.x.shape[0]));
          return within(pair, product(pair, pairwise).data, y, bound(roundings));
        }),
      () =>
        tried("slip", "lastBit", fractions, (pair) => {
          const [a, b] = [product(pair, inOrder).data, product(pair, pairwise).data];
          const most = a.reduce((n, v, i) => Math.max(n, ulps(v, b[i])), 0);
          return most <= 1 ? null : { channels: pair.x.shape[0], apart: most };
        }),
      () =>
        tried("slip", "ofResult", fractions, (pair) => {
          const [a, b] = [product(pair, inOrder).data, product(pair, pairwise).data];
          const share = 2 * pair.x.shape[0] * 2 ** -24;
          const at = a.findIndex((v, i) => Math.abs(v - b[i]) > share * Math.abs(v));
          return at < 0
            ? null
            : {
                channels: pair.x.shape[0],
                difference: Math.abs(a[at] - b[at]),
                allowed: share * Math.abs(a[at]),
              };
        }),
      () =>
        tried("slip", "doubles", fractions, (pair) => {
          const terms = doubleTerms(pair);
          const forwards = terms.reduce((a, b) => a + b);
          const backwards = terms.reduceRight((a, b) => a + b);
          return forwards === backwards
            ? null
            : { channels: terms.length, value: forwards, difference: backwards - forwards };
        }),
      () =>
        triedOn("slip", "random", fractions.slice(0, 20), async (pair) =>
          differs(await convolved(pair), await convolved(pair))
            ? null
            : { channels: pair.x.shape[0], equal: true },
        ),
    ],
    onProgress,
  );
}

/** Products of the first output in float64, where they are exact. */
function doubleTerms({ w, x }: Pair): number[] {
  const [channels, places] = x.shape;
  return Array.from({ length: channels }, (_, c) => w.data[c] * x.data[c * places]);
}

function within(pair: Pair, y: Float32Array, wanted: Float64Array, most: Float64Array): Trial {
  const at = y.findIndex((v, i) => !(Math.abs(v - wanted[i]) <= most[i]));
  return at < 0 ? null : { channels: pair.x.shape[0], value: y[at], other: wanted[at] };
}

const kindOf = ({ x, w }: Pair): string =>
  [...x.data, ...w.data].every(Number.isInteger) ? "wholeNumbers" : "fractions";
