/**
 * Rows of a table by number, and back: to[i] = table[words[i]], and table[words[i]] += from[i].
 *
 * Back, a task is a block of columns over all words in order, so each number is a sum in a fixed
 * order, and no two threads write the same one.
 */

import type { Int, KernelBuilder } from "../ir/build.ts";
import { add, compare, load, load4, plus, times } from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";
import { overTasks, overVectors } from "./tasks.ts";

export interface EmbeddingConfig {
  readonly threads: number;
  readonly count: number;
  /** Numbers of a row. */
  readonly columns: number;
  /** Whole numbers below the rows of the table. */
  readonly words: Buffer;
}

/** Columns of a task: as many floats as a line of the cache holds. */
const BLOCK = 16;

export function lookUp(config: EmbeddingConfig, from: Buffer, to: Buffer): Step {
  const { threads, count, columns, words } = config;
  const buffers = [words, from, to];
  return overTasks({ name: "embedding", threads, tasks: count, buffers }, (k, i) => {
    const row = k.let("row", times(k.let("word", load(words, i)), columns));
    const at = k.let("at", times(i, columns));
    overVectors(k, columns, (c, lanes) =>
      k.store4(to, [plus(at, c)], k.let("x", load4(from, plus(row, c))), lanes),
    );
  });
}

/** @param skipped a word that adds nothing; null for none. */
export function scatter(
  config: EmbeddingConfig,
  from: Buffer,
  to: Buffer,
  skipped: number | null,
): Step {
  const { threads, count, columns, words } = config;
  const tasks = Math.ceil(columns / BLOCK);
  const rest = columns - BLOCK * (tasks - 1);
  const buffers = [words, from, to];
  return overTasks({ name: "embedding_back", threads, tasks, buffers }, (k, block) => {
    const own = (first: Int, width: number) =>
      k.loop("i", count, (i) => {
        const word = k.let("word", load(words, i));
        const sum = () => {
          const row = k.let("row", plus(times(word, columns), first));
          const at = k.let("at", plus(times(i, columns), first));
          addRow(k, from, at, to, row, width);
        };
        if (skipped === null) sum();
        else k.if(compare("eq", word, skipped), () => {}, sum);
      });
    if (tasks === 1) own(0, rest);
    else
      k.if(
        compare("lt", block, tasks - 1),
        () => own(times(block, BLOCK), BLOCK),
        () => own(BLOCK * (tasks - 1), rest),
      );
  });
}

function addRow(
  k: KernelBuilder,
  from: Buffer,
  at: Expr,
  to: Buffer,
  row: Variable,
  width: number,
): void {
  for (let c = 0; c < width; c += 4) {
    const sum = k.let("sum", add(load4(to, plus(row, c)), load4(from, plus(at, c))));
    k.store4(to, [plus(row, c)], sum, Math.min(4, width - c));
  }
}
