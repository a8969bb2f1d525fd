/** `run` allocates nothing: the heap of a bare process stays where it is over thousands of runs. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = (path: string) => JSON.stringify(join(import.meta.dirname, "..", "..", "src", path));

/** A single object a run would be 16 bytes at least; the measurement itself takes a few kilobytes. */
const FEW = 4;

/**
 * Bytes of heap a run took, garbage not collected in between. On a busy machine runs have to be
 * awaited, which takes memory: one quiet attempt of twenty is enough.
 */
function bytesPerRun(threads: number): number {
  const runs = 20_000;
  const script = `
    import { compile, plan } from ${source("whole.ts")};
    import { tensor } from ${source("tensor/tensor.ts")};
    const e = await compile({ ...plan("ic2ih8oc4kh3ph1_bias_relu", { threads: ${threads} }), wakes: ${threads > 1} }, { weight: tensor([4, 2, 3, 3]), bias: tensor([4]) });
    const done = e.run();
    await done;
    // Runs that end before they return give one promise back, always the same; others are awaited.
    const measured = async () => {
      for (let i = 0; i < ${runs}; i++) {
        const run = e.run();
        if (run !== done) await run;
      }
    };
    await measured();
    let least = Infinity;
    for (let attempt = 0; attempt < 20 && least >= ${FEW * runs}; attempt++) {
      gc();
      const before = process.memoryUsage().heapUsed;
      await measured();
      least = Math.min(least, process.memoryUsage().heapUsed - before);
    }
    console.log(least);
    process.exit(0);
  `;
  const flags = [
    "--conditions=convoke-source",
    "--expose-gc",
    // No collection in between: what is counted is all that was allocated.
    "--min-semi-space-size=64",
    "--max-semi-space-size=64",
    "--input-type=module",
    "-e",
    script,
  ];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  expect(stderr).toBe("");
  return Number(stdout) / runs;
}

test.each([1, 2])("%i thread(s)", (threads) => {
  expect(bytesPerRun(threads)).toBeLessThan(FEW);
});
