/** A short soak of training: flat memory, the same bits in three runs, and a process that ends by itself. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

function soak(...args: string[]) {
  const flags = ["--conditions=convoke-source", "--expose-gc"];
  const program = join(import.meta.dirname, "..", "tools", "soak-training.ts");
  return spawnSync(process.execPath, [...flags, program, ...args], { encoding: "utf8" });
}

describe("npm run soak -- training", () => {
  test("300 steps, twice on two threads and once on one", () => {
    const { status, stdout, stderr } = soak("--steps", "300", "--batch", "8", "--json");
    expect(stderr).toBe("");
    const { runs, faults } = JSON.parse(stdout);
    expect(faults).toEqual([]);
    expect(status).toBe(0);
    expect(runs.map((run: { threads: number }) => run.threads)).toEqual([2, 2, 1]);
    expect(runs.map((run: { helpers: number }) => run.helpers)).toEqual([1, 1, 1]);
    for (const { parameters, start } of runs) {
      expect(parameters).toBe(runs[0].parameters);
      expect(start.used).toBeGreaterThan(2 ** 20);
    }
  });

  test.each([
    [["--steps", "99"], "expected a whole number of at least 100 for --steps, got 99"],
    [["--threads", "2"], "expected --steps N, --batch N or --json, got --threads 2"],
  ])("%j is refused", (args, sentence) => {
    const { status, stderr } = soak(...args);
    expect(stderr).toContain(sentence);
    expect(status).toBe(2);
  });
});
