/** Layers and losses in graphs: kernels against definitions, gradients against differences. */
import { describe, expect, test } from "vitest";
import { defined, differences } from "../../src/grad/check.ts";
import {
  conv1d,
  conv2d,
  conv3d,
  convTranspose2d,
  crossEntropy,
  flatten,
  indices,
  input,
  linear,
  mean,
  mul,
  openSession,
  parameter,
  relu,
  type Value,
} from "../../src/grad/index.ts";
import { integers, uniform } from "../../src/tensor/random.ts";

let seed = 0;
const weights = (...shape: number[]) => parameter(`p${++seed}`, uniform(shape, seed, -0.5, 0.5));
const SIX = integers([6], 5, 0, 3).data;

/** By name: a value, and what its inputs hold. */
const CASES: Readonly<Record<string, () => [Value, Map<Value, ArrayLike<number>>]>> = {
  "conv2d, everything at once": () => [
    conv2d(weights(2, 4, 7, 6), weights(6, 2, 3, 2), {
      stride: [2, 1],
      padding: [
        [1, 2],
        [0, 1],
      ],
      dilation: [1, 2],
      groups: 2,
      border: "reflect",
      bias: weights(6),
    }),
    new Map(),
  ],
  "conv2d, Winograd inside": () => [
    conv2d(weights(1, 8, 9, 9), weights(8, 8, 3, 3), { padding: 1 }),
    new Map(),
  ],
  conv1d: () => [conv1d(weights(2, 3, 11), weights(4, 3, 5), { bias: weights(4) }), new Map()],
  conv3d: () => [conv3d(weights(1, 2, 3, 4, 5), weights(3, 2, 2, 2, 2)), new Map()],
  convTranspose2d: () => [
    convTranspose2d(weights(1, 3, 4, 5), weights(3, 2, 3, 3), { stride: 2, outputPadding: 1 }),
    new Map(),
  ],
  linear: () => [linear(weights(5, 7), weights(3, 7), weights(3)), new Map()],
  "the same layer twice": () => {
    const [w, b] = [weights(4, 4, 3, 3), weights(4)];
    const once = conv2d(weights(1, 4, 6, 6), w, { padding: 1, bias: b });
    return [conv2d(relu(once), w, { padding: 1, bias: b }), new Map()];
  },
  "a small classifier": () => {
    const labels = indices("labels", [6], 4);
    const x = input("x", [6, 1, 8, 8]);
    const hidden = relu(conv2d(x, weights(5, 1, 3, 3), { bias: weights(5), stride: 2 }));
    const logits = linear(flatten(hidden), weights(4, 45), weights(4));
    return [
      crossEntropy(logits, labels),
      new Map<Value, ArrayLike<number>>([
        [labels, SIX],
        [x, uniform([6, 1, 8, 8], 99).data],
      ]),
    ];
  },
};

describe.each(Object.entries(CASES))("%s", (_, make) => {
  test.each([1, 2])("on %i thread(s)", async (threads) => {
    seed = 0;
    const [end, given] = make();
    const mask = input("mask", end.shape);
    given.set(mask, uniform(end.shape, 3).data);
    const loss = mean(mul(end, mask));
    using session = await openSession({ run: { outputs: [end], minimize: loss } }, { threads });
    for (const [value, numbers] of given) session.write(value, numbers);
    await session.run("run");
    near(session.read(end), defined(end, given));
    for (const value of session.parameters())
      near(session.gradient(value), differences(loss, value, given));
  });
});

function near(got: ArrayLike<number>, expected: Float64Array): void {
  const most = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  expect(most).toBeGreaterThan(0);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(got[i] - expected[i]), `number ${i}: ${got[i]}`).toBeLessThan(1e-5 * most);
}

describe("cross entropy", () => {
  test.each([1, 3, 4, 10, 130])("%i classes, far logits too", async (classes) => {
    const rows = 9;
    const logits = parameter("logits", uniform([rows, classes], 1, -60, 60));
    const labels = indices("labels", [rows], classes);
    const numbers = integers([rows], 2, 0, classes - 1).data;
    const loss = crossEntropy(logits, labels);
    using session = await openSession({ run: { minimize: loss } });
    session.write(labels, numbers);
    await session.run("run");
    const given = new Map([[labels, numbers]]);
    expect(session.read(loss)[0]).toBeCloseTo(defined(loss, given)[0], 4);
    const expected = differences(loss, logits, given);
    for (let i = 0; i < expected.length; i++)
      expect(Math.abs(session.gradient(logits)[i] - expected[i])).toBeLessThan(1e-6);
  });

  test("labels of other counts are refused", () => {
    const logits = input("logits", [4, 10]);
    expect(() => crossEntropy(logits, indices("labels", [4], 9))).toThrow(
      "expected whole numbers below 10 of shape [4] for the labels of crossEntropy",
    );
  });
});
