/** What is said of strips, tried: every fetch is counted. */
import { random } from "convoke/data";
import { differs, rowsOf } from "../matrices.ts";
import { inTurn, type Statement, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { type fetches, type inStrips, whole } from "./strips.ts";

export interface Subject {
  readonly fetches: typeof fetches;
  readonly inStrips: typeof inStrips;
}

/** A cache in which a strip of this width finds every pixel of its last k rows again. */
export const cacheFor = (taps: number, width: number): number => (taps + 1) * (taps + width - 1);

export async function statementsOf(
  { fetches, inStrips }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const cases = Array.from({ length: count }, () => {
    const [taps, width] = [1 + upTo(3), [2, 3, 4, 6, 12][upTo(5) - 1]];
    const scan = { taps, width, rows: 8 + upTo(8), columns: 24, cache: cacheFor(taps, width) };
    return { scan, strips: 24 / width, length: scan.rows + taps - 1 };
  });
  const images = Array.from({ length: Math.ceil(count / 3) }, () => {
    const [taps, width] = [1 + upTo(3), upTo(4)];
    const of = (side: number) => rowsOf(side, side, () => Math.floor(9 * next()) - 4);
    return { width, x: of(9), k: of(taps) };
  });
  return inTurn(
    [
      () =>
        tried("claim", "fewer", cases, ({ scan }) => {
          const [value, other] = [fetches(scan), fetches({ ...scan, width: 1 })];
          return value < other ? null : { taps: scan.taps, width: scan.width, value, other };
        }),
      () =>
        tried("claim", "wider", cases, ({ scan }) => {
          // Half of them have a cache for the narrower strip only.
          const wide = { ...scan, width: 2 * scan.width };
          if (scan.rows % 2 === 0) wide.cache = cacheFor(scan.taps, wide.width);
          const [value, other] = [fetches(wide), fetches({ ...scan, cache: wide.cache })];
          return value <= other
            ? null
            : { taps: scan.taps, width: wide.width, cache: wide.cache, value, half: other };
        }),
      () =>
        triedOn("truth", "same", images, async ({ x, k, width }) =>
          differs(await inStrips(x, k, width), await whole(x, k)),
        ),
      () =>
        tried("truth", "formula", cases, ({ scan, strips, length }) => {
          const value = fetches(scan);
          const other = strips * length * (scan.taps + scan.width - 1);
          return value === other ? null : { taps: scan.taps, width: scan.width, value, other };
        }),
      () =>
        tried("slip", "spare", cases, ({ scan, strips, length }) => {
          const [value, other] = [fetches(scan), strips * length * (scan.taps + scan.width)];
          return value === other ? null : { taps: scan.taps, width: scan.width, value, other };
        }),
      () =>
        tried("slip", "inverse", cases, ({ scan }) => {
          const [value, other] = [fetches(scan), fetches({ ...scan, width: 1 }) / scan.width];
          return value === other ? null : { taps: scan.taps, width: scan.width, value, other };
        }),
    ],
    onProgress,
  );
}
