/** The loop that every thread runs: whose chunks it takes. */
import { expect, test } from "vitest";
import { openRun, takeShare } from "../../src/host/share.ts";

const CONTROL_WORDS = 32;

/** Jobs that share a memory, of one stage each, and what their kernels were called with. */
function jobs(tasks: readonly number[]) {
  const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
  const calls: string[] = [];
  const parts = tasks.map((count, i) => ({
    job: i + 1,
    control,
    stages: [{ name: `kernel${i}`, tasks: count, chunk: 2, first: 0 }],
    kernels: [(_: number, lo: number, hi: number) => void calls.push(`${i + 1}: ${lo}..${hi}`)],
  }));
  return { control, calls, parts };
}

test("chunks are taken in order, the last one short", () => {
  const { control, calls, parts } = jobs([5]);
  openRun(control, 1);
  expect(takeShare(parts[0], 0, 0)).toBe(true);
  expect(calls).toEqual(["1: 0..2", "1: 2..4", "1: 4..5"]);
});

test("a helper late for one job takes nothing of another in the same memory", () => {
  const { control, calls, parts } = jobs([2, 6]);
  openRun(control, 1);
  takeShare(parts[0], 0, 0);
  openRun(control, 2);
  // It was called for job 1, and looks when job 2 has begun.
  expect(takeShare(parts[0], 1, 0)).toBe(true);
  expect(calls).toEqual(["1: 0..2"]);
  takeShare(parts[1], 0, 0);
  expect(calls).toEqual(["1: 0..2", "2: 0..2", "2: 2..4", "2: 4..6"]);
});
