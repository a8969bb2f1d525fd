/**
 * Elementwise: out₀[i], out₁[i], … = f(in₀[i], in₁[i], …) for all i < count, four at a time.
 *
 *   for each task: a block of BLOCK elements, for i in it: one vector of each, f, one vector of each
 *
 * Scalars are single elements of buffers, read once a call. Buffers that are read must have a slack
 * of three elements: the last vector may run over the end. An output may be an input as well.
 */
import {
  float,
  type Int,
  type KernelBuilder,
  kernel,
  least,
  load4,
  loadSplat,
  loadSplatInt,
  plus,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";

export interface MapConfig {
  readonly name: string;
  readonly threads: number;
  readonly count: number;
  readonly reads: readonly Buffer[];
  readonly writes: readonly Buffer[];
  readonly scalars?: readonly (readonly [buffer: Buffer, index: number])[];
  /** Made of the scalars once, and given to `f` in their place. */
  readonly once?: (k: KernelBuilder, scalars: readonly Expr[]) => readonly Expr[];
  /** The vectors to write, from those that were read, the scalars in all lanes, and i. */
  readonly f: (
    k: KernelBuilder,
    values: readonly Expr[],
    scalars: readonly Expr[],
    at: Int,
  ) => readonly Expr[];
}

const BLOCK = 4096;

export function map(config: MapConfig): Step {
  const { name, threads, count, reads, writes, scalars = [], f } = config;
  const { once = (_, values) => values } = config;
  const tasks = Math.ceil(count / BLOCK);
  const whole = count - (count % 4);
  const body = kernel(name, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const b of [...reads, ...writes, ...scalars.map(([buffer]) => buffer)]) k.use(b);
    const given = scalars.map(([buffer, index]) =>
      k.let("s", (buffer.element === "i32" ? loadSplatInt : loadSplat)(buffer, index)),
    );
    const made = once(k, given).map((value) => k.let("s", value));

    const at = (i: Int, lanes: number) => {
      const values = reads.map((buffer) => k.let("x", load4(buffer, i)));
      const results = f(k, values, made, i).map((value) => k.let("y", value));
      results.forEach((value, j) => {
        k.store4(writes[j], [i], value, lanes);
      });
    };
    k.loop("task", { from: lo, to: hi }, (task) => {
      const from = times(task, BLOCK / 4);
      k.loop("q", { from, to: least(plus(from, BLOCK / 4), whole / 4) }, (q) => at(times(q, 4), 4));
      if (whole < count)
        k.if({ op: "eq", a: task, b: { kind: "const", type: "i32", value: tasks - 1 } }, () =>
          at(whole, count - whole),
        );
    });
  });
  return { kernel: body, tasks };
}

/** The same number in all lanes. */
export const all = (x: number): Expr => splat(float(x));
