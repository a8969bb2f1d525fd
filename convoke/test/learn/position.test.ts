/** Left or right: what a net without coordinates cannot know, exactly, and one with them learns. */
import { describe, expect, test } from "vitest";
import { input, openSession } from "../../src/grad/index.ts";
import { learnPosition, positionExamples, positionNet } from "../../src/learn/index.ts";
import { build, coordinates, summary } from "../../src/nets/index.ts";

const SMALL = { pairs: 64, testPairs: 32, epochs: 12, batchSize: 16, threads: 1 } as const;

test("twins are the same picture, moved by half its width", () => {
  const side = 12;
  const { inputs, targets } = positionExamples(30, side, 5);
  const at = (n: number, y: number, x: number) => inputs.data[(n * side + y) * side + x];
  expect([...targets.data]).toEqual(Array.from({ length: 60 }, (_, i) => i % 2));
  for (let n = 0; n < 60; n += 2)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        expect(at(n + 1, y, (x + side / 2) % side)).toBe(at(n, y, x));
        // What is bright is the shape.
        if (x >= side / 2) expect(at(n, y, x)).toBeLessThan(0.2);
      }
  const bright = inputs.data.filter((v) => v > 0.75).length;
  expect(bright).toBeGreaterThan(60 * 8);
  expect(() => positionExamples(3, 11, 1)).toThrow("an even number of at least 10");
  expect(() => positionExamples(0, 12, 1)).toThrow("whole number of at least 1");
});

describe("both nets, trained alike", () => {
  test("largest numbers: the features of twins have the same bits, and exactly half is right", async () => {
    const { plain, coordinates: located } = await learnPosition({ ...SMALL, seed: 3 });
    expect(plain.features).toMatchObject({ same: 1, apart: 0 });
    expect(plain.features.largest).toBeGreaterThan(0);
    expect([plain.trainAccuracy, plain.accuracy]).toEqual([0.5, 0.5]);
    expect(plain.loss).toBeGreaterThanOrEqual(Math.LN2 * (1 - 1e-6));
    expect(located.accuracy).toBeGreaterThan(0.95);
    expect(located.trainAccuracy).toBeGreaterThan(0.95);
    expect(located.features.apart).toBeGreaterThan(0.1 * located.features.largest);
    expect(located.features.same).toBeLessThan(1);
  });

  test.each(["max", "mean"] as const)(
    "%s: the same but for rounding where tiles of an algorithm lie otherwise",
    async (pooling) => {
      const { plain } = await learnPosition({ ...SMALL, side: 14, epochs: 2, pooling, seed: 4 });
      // 196 numbers of one sign, each a sum of at most 81 products.
      expect(plain.features.apart).toBeLessThan(300 * 2 ** -24 * plain.features.largest);
      expect(plain.features.largest).toBeGreaterThan(0);
    },
  );

  test("the same figures from the same seed, with any number of threads", async () => {
    const run = (threads: number) => learnPosition({ ...SMALL, pairs: 16, epochs: 2, threads });
    const alone = await run(1);
    expect(await run(2)).toEqual(alone);
    expect(await run(3)).toEqual(alone);
    await expect(learnPosition({ size: 3 } as never)).rejects.toThrow(
      "the options of learnPosition",
    );
  });
});

test("coordinates as a layer: from -1 to 1 along each axis, for any batch", async () => {
  const net = build(coordinates(), input("x", [1, 1, 3, 2]));
  const x = input("x", [2, 1, 3, 2]);
  const y = net.forward(x);
  using session = await openSession({ run: { outputs: [y] } });
  session.write(x, [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
  await session.run("run");
  const where = [-1, -1, 0, 0, 1, 1, -1, 1, -1, 1, -1, 1];
  expect([...session.read(y)]).toEqual([
    ...[5, 6, 7, 8, 9, 10, ...where],
    ...[11, 12, 13, 14, 15, 16, ...where],
  ]);
  expect(() => build(coordinates(), input("x", [2, 3]))).toThrow("with axes behind the channels");
  const located = positionNet({ side: 16, coordinates: true, seed: 1 });
  expect(summary(located)).toMatch(/features\.coordinates +coordinates +\[1, 3, 16, 16\]/);
});
