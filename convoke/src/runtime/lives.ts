/**
 * From when to when buffers hold what is still read: in each run from the first step that writes one to
 * the last that reads it. Buffers whose lives do not meet may share addresses, since a step begins when
 * the one before is done on all threads.
 */
import { accessesOf } from "../ir/accesses.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";

/** Steps, counted over all runs, both included: one span for each run that uses the buffer. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export type Lives = ReadonlyMap<Buffer, readonly Span[]>;

/**
 * Lives of those of the buffers that may come and go. Left out are those whose contents some run finds
 * there: it reads them before it has written any.
 */
export function livesOf(runs: readonly (readonly Step[])[], buffers: ReadonlySet<Buffer>): Lives {
  const lives = new Map<Buffer, Span[]>();
  const found = new Set<Buffer>();
  let at = 0;
  for (const run of runs) {
    const begun = at;
    for (const { kernel } of run) {
      const { reads, writes } = accessesOf(kernel);
      for (const buffer of new Set([...writes, ...reads])) {
        if (!buffers.has(buffer)) continue;
        const spans = lives.get(buffer) ?? [];
        lives.set(buffer, spans);
        const own = spans.at(-1);
        if (own && own.first >= begun) spans[spans.length - 1] = { first: own.first, last: at };
        else {
          spans.push({ first: at, last: at });
          if (!writes.has(buffer)) found.add(buffer);
        }
      }
      at++;
    }
  }
  for (const buffer of found) lives.delete(buffer);
  return lives;
}

/** Whether there is a step at which both are alive. */
export const meet = (a: readonly Span[], b: readonly Span[]): boolean =>
  a.some((one) => b.some((two) => one.first <= two.last && two.first <= one.last));
