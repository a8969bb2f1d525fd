/** Runs of neighbours from one buffer to another, each at its own stride: the parts of a concatenation. */
import { compare, int, least, load4, plus, quotient, remainder, times } from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";
import { overTasks } from "./tasks.ts";

/** Run r begins at first + r · stride. */
export interface Place {
  readonly buffer: Buffer;
  readonly first: number;
  readonly stride: number;
}

export interface CopyRunsConfig {
  readonly threads: number;
  readonly runs: number;
  readonly length: number;
  readonly from: Place;
  readonly to: Place;
}

/** Elements of a task: longer runs are cut. */
const PIECE = 4096;

export function copyRuns({ threads, runs, length, from, to }: CopyRunsConfig): Step {
  const pieces = Math.ceil(length / PIECE);
  const whole = length - (length % 4);
  const buffers = [from.buffer, to.buffer];
  return overTasks({ name: "copy", threads, tasks: runs * pieces, buffers }, (k, task) => {
    const run = k.let("run", quotient(task, pieces));
    const piece = k.let("piece", remainder(task, pieces));
    const at = ({ first, stride }: Place, i: Expr) => plus(plus(times(run, stride), i), first);
    const copy = (i: Expr, lanes: number) =>
      k.store4(to.buffer, [at(to, i)], k.let("x", load4(from.buffer, at(from, i))), lanes);
    const start = times(piece, PIECE / 4);
    k.loop("q", { from: start, to: least(plus(start, PIECE / 4), whole / 4) }, (q) =>
      copy(times(q, 4), 4),
    );
    if (whole === length) return;
    const end = () => copy(int(whole), length - whole);
    if (pieces === 1) end();
    else k.if(compare("eq", piece, pieces - 1), end);
  });
}
