/**
 * A net over all examples of a set, as runs of a session: whole batches, and one smaller batch for
 * those that are left, so that no example counts twice.
 */
import type { RunSpec } from "../../grad/program.ts";
import type { Session } from "../../grad/session.ts";
import type { Net } from "../net.ts";
import {
  addResults,
  type Batch,
  batchOf,
  type Examples,
  type Loss,
  type Measures,
  measuresOf,
  noSums,
  writeRows,
} from "./batch.ts";

export interface Evaluation {
  /** To be opened as part of a session. */
  readonly runs: Readonly<Record<string, RunSpec>>;
  readonly measure: (session: Session) => Promise<Measures>;
}

export function evaluation(
  net: Net,
  loss: Loss,
  examples: Examples,
  batchSize: number,
): Evaluation {
  const count = examples.inputs.shape[0];
  const parts = piecesOf(count, batchSize).map((piece) => ({
    ...piece,
    batch: batchOf(net, loss, examples.targets, piece.size, false),
  }));
  return {
    runs: Object.fromEntries(
      parts.map(({ name, batch }) => [name, { outputs: [batch.output, batch.loss] }]),
    ),
    measure: async (session) => {
      const sums = noSums();
      for (const { name, batch, from, to } of parts) {
        for (let at = from; at < to; at += batch.size) {
          const rows = rowsFrom(at, batch);
          writeRows(session, batch.inputs, examples.inputs, rows);
          writeRows(session, batch.targets, examples.targets, rows);
          await session.run(name);
          addResults(sums, session, batch, examples.targets, rows);
        }
      }
      return measuresOf(sums, examples);
    },
  };
}

/** Stretches of examples that are run in batches of one size. */
export function piecesOf(count: number, batchSize: number) {
  const whole = count - (count % batchSize);
  return [
    { name: "whole batches", size: batchSize, from: 0, to: whole },
    { name: "what is left", size: count - whole, from: whole, to: count },
  ].filter(({ from, to }) => to > from);
}

const rowsFrom = (at: number, { size }: Pick<Batch, "size">): Int32Array =>
  Int32Array.from({ length: size }, (_, i) => at + i);
