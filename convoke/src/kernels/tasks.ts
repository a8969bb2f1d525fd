/** The frame of kernels whose tasks are numbered, and rows of any length in vectors. */
import { type Int, type KernelBuilder, kernel, times } from "../ir/build.ts";
import type { Buffer, Variable } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";

export interface Tasks {
  readonly name: string;
  readonly threads: number;
  readonly tasks: number;
  readonly buffers: readonly Buffer[];
}

/** `body` for every task. */
export function overTasks(
  { name, threads, tasks, buffers }: Tasks,
  body: (k: KernelBuilder, task: Variable) => void,
): Step {
  const made = kernel(name, (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    for (const buffer of buffers) k.use(buffer);
    k.loop("task", { from: lo, to: hi }, (task) => body(k, task));
  });
  return { kernel: made, tasks };
}

/** Four elements at a time, the last ones perhaps fewer. */
export function overVectors(
  k: KernelBuilder,
  length: number,
  body: (at: Int, lanes: number) => void,
): void {
  const whole = length - (length % 4);
  k.loop("q", whole / 4, (q) => body(times(q, 4), 4));
  if (whole < length) body(whole, length - whole);
}
