/** A training step allocates no tensor memory: the heap grows by its promises and optimizer scalars alone. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = (path: string) => JSON.stringify(join(import.meta.dirname, "..", "..", "src", path));

/** Bytes of heap, and of memory outside of it, that a step takes, garbage not collected in between. */
function bytesPerStep(threads: number): { heap: number; external: number } {
  const steps = 2000;
  const script = `
    import * as g from ${source("grad/index.ts")};
    import { uniform } from ${source("tensor/random.ts")};
    const p = (...shape) => g.parameter("p", uniform(shape, 1));
    const x = g.input("x", [8, 1, 12, 12]);
    const labels = g.indices("labels", [8], 10);
    const hidden = g.maxPool2d(g.relu(g.conv2d(x, p(4, 1, 3, 3))), { kernelSize: 2 });
    const logits = g.linear(g.dropout(g.flatten(hidden), 0.5, 1), p(10, 100), p(10));
    const loss = g.crossEntropy(logits, labels);
    const optimizer = g.adam({ rate: 0.01 });
    const session = await g.openSession(
      { train: { outputs: [loss], minimize: loss, optimizer } },
      { threads: ${threads} },
    );
    const [digits, answers] = [uniform([8, 1, 12, 12], 2).data, new Int32Array(8)];
    const measured = async () => {
      for (let i = 0; i < ${steps}; i++) {
        session.write(x, digits);
        session.write(labels, answers);
        await session.run("train");
      }
    };
    await measured();
    gc();
    const before = process.memoryUsage();
    await measured();
    const after = process.memoryUsage();
    console.log(JSON.stringify({
      heap: (after.heapUsed - before.heapUsed) / ${steps},
      external: (after.external - before.external) / ${steps},
    }));
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
  return JSON.parse(stdout);
}

test.each([1, 2])("%i thread(s)", (threads) => {
  // About 680: the promise awaited, the optimizer's scalars. A tensor of this net would be 400 at least,
  // all of them 60 000. On a busy machine runs wait, which takes memory: one quiet attempt in three.
  let taken = bytesPerStep(threads);
  for (let retry = 0; retry < 2 && taken.heap >= 1000; retry++) taken = bytesPerStep(threads);
  expect(taken.heap).toBeLessThan(1000);
  expect(taken.external).toBeLessThan(1);
});
