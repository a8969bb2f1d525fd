/** Operations that move numbers or look at whole rows, held to their definitions and differences. */
import { describe, expect, test } from "vitest";
import {
  affine,
  batchNorm,
  concat,
  coordinates,
  dropout,
  embedding,
  groupNorm,
  indices,
  layerNorm,
  logSoftmax,
  mean,
  mul,
  openSession,
  parameter,
  permute,
  runNumber,
  softmax,
  state,
  transpose,
  type Value,
} from "../../src/grad/index.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import { sizeOf, tensor } from "../../src/tensor/tensor.ts";
import { expectDefined, type Numbers } from "../support/graphs.ts";

let seed = 0;
const some = (...shape: number[]) => parameter(`p${++seed}`, uniform(shape, seed));
const constant = (...shape: number[]) => state(`s${++seed}`, uniform(shape, seed, 0.5, 1.5));
const statistics = (channels: number) => ({
  mean: constant(channels),
  variance: constant(channels),
});

function embedded(rows: number, columns: number, ...shape: number[]): [Value, Numbers] {
  const words = indices("words", shape, rows);
  const numbers = integers(shape, 4, 0, Math.ceil(rows / 2) - 1).data;
  return [embedding(some(rows, columns), words), new Map([[words, numbers]])];
}

/** By name: a value, or one with what its inputs hold. */
const CASES: Readonly<Record<string, () => Value | [Value, Numbers]>> = {
  softmax: () => softmax(some(5, 7)),
  "softmax of one class": () => softmax(some(3, 1)),
  "softmax of one row": () => softmax(some(4)),
  logSoftmax: () => logSoftmax(some(2, 3, 10)),
  dropout: () => dropout(some(3, 5, 7), 0.4, 11),
  "dropout of a number": () => dropout(some(1), 0.5, 4),
  embedding: () => embedded(9, 4, 3, 5),
  "embedding of odd width": () => embedded(7, 19, 2, 6),
  "embedding of one number": () => embedded(3, 1, 4),
  "embedding of whole blocks": () => embedded(5, 32, 8),
  "concat, first axis": () => concat([some(2, 3), some(1, 3), some(4, 3)], 0),
  "concat, channels": () => concat([some(2, 3, 5), some(2, 1, 5)], 1),
  coordinates: () => coordinates(some(3, 2, 5, 7)),
  "coordinates of a line": () => coordinates(some(2, 1, 9)),
  "coordinates of single positions": () => coordinates(some(2, 3, 1, 4, 1)),
  "concat, last axis": () => concat([some(2, 3), some(2, 5)], -1),
  "concat of the same twice": () => {
    const x = some(2, 3);
    return concat([x, x], 1);
  },
  "concat of one": () => concat([some(5)], 0),
  "permute, matrices": () => permute(some(3, 5, 7), [0, 2, 1]),
  "permute, last axis stays": () => permute(some(3, 5, 7), [1, 0, 2]),
  "permute, reversed": () => permute(some(2, 3, 4, 5), [3, 2, 1, 0]),
  "permute, round": () => permute(some(4, 1, 6, 3), [2, 3, 0, 1]),
  "permute of nothing": () => permute(some(2, 3), [0, 1]),
  "permute of one number": () => permute(some(1, 1), [1, 0]),
  transpose: () => transpose(some(9, 13), 0, -1),
  affine: () => affine(some(2, 3, 5, 2), { weight: some(3), bias: some(3) }),
  "affine, last axis": () => affine(some(4, 7), { weight: some(7), bias: some(7) }, -1),
  "affine, a bias": () => affine(some(2, 3, 4), { bias: some(3) }),
  "affine, a weight": () => affine(some(4, 5), { weight: some(5) }),
  "batchNorm, training": () =>
    batchNorm(some(3, 2, 3, 3), {
      ...statistics(2),
      weight: some(2),
      bias: some(2),
      training: true,
    }),
  "batchNorm of rows, training": () => batchNorm(some(6, 5), { ...statistics(5), training: true }),
  "batchNorm, evaluation": () =>
    batchNorm(some(3, 2, 3, 3), {
      ...statistics(2),
      weight: some(2),
      bias: some(2),
      training: false,
    }),
  "batchNorm of rows, evaluation": () =>
    batchNorm(some(6, 5), { ...statistics(5), bias: some(5), training: false }),
  groupNorm: () => groupNorm(some(2, 6, 3, 3), 3, { weight: some(6), bias: some(6) }),
  "groupNorm, a group for each channel": () => groupNorm(some(2, 3, 7), 3),
  layerNorm: () => layerNorm(some(5, 7), [7], { weight: some(7), bias: some(7) }),
  "layerNorm, two axes": () => layerNorm(some(3, 2, 5), [2, 5], { weight: some(2, 5) }),
  "layerNorm alone": () => layerNorm(some(3, 9), [9]),
};

test.each(Object.entries(CASES))("%s", async (_, make) => {
  seed = 0;
  const made = make();
  if (Array.isArray(made)) await expectDefined(...made);
  else await expectDefined(made);
});

describe("large enough for several tasks, on 1 and 2 threads the same bits", () => {
  test.each<[string, (x: Value) => Value]>([
    ["concat", (x) => concat([x, x], 0)],
    ["permute", (x) => permute(x, [2, 0, 1])],
    ["dropout", (x) => dropout(x, 0.1, 5)],
    ["batchNorm", (x) => batchNorm(x, { ...statistics(50), training: true })],
  ])("%s", async (_, f) => {
    const x = parameter("x", uniform([3, 50, 101], 9));
    const results = await Promise.all(
      [1, 2].map(async (threads) => {
        const loss = mean(mul(f(x), f(x)));
        using session = await openSession({ run: { minimize: loss } }, { threads });
        await session.run("run");
        return [session.read(loss).slice(), session.gradient(x).slice()];
      }),
    );
    expect(results[1]).toEqual(results[0]);
  });
});

describe("dropout", () => {
  const ones = tensor([100_000], new Float32Array(100_000).fill(1));
  const zeros = (numbers: ArrayLike<number>) => Array.from(numbers).filter((x) => x === 0).length;

  test("drops the share asked for, others by run and by seed, and the same again when told so", async () => {
    const x = parameter("x", ones);
    const [a, b] = [dropout(x, 0.3, 1), dropout(x, 0.3, 2)];
    using session = await openSession({ run: { outputs: [a, b] } });
    await session.run("run");
    const first = session.read(a).slice();
    expect(Math.abs(zeros(first) / 100_000 - 0.3)).toBeLessThan(0.006);
    const both = session.read(b).filter((value, i) => value === 0 && first[i] === 0);
    expect(Math.abs(both.length / 100_000 - 0.09)).toBeLessThan(0.005);
    expect([...new Set(first)].sort()).toEqual([0, Math.fround(1 / 0.7)]);
    await session.run("run");
    const second = session.read(a).slice();
    const again = second.filter((value, i) => value === 0 && first[i] === 0);
    expect(Math.abs(again.length / 100_000 - 0.09)).toBeLessThan(0.005);
    expect(session.read(runNumber)[0]).toBe(2);
    session.write(runNumber, [0]);
    await session.run("run");
    expect(session.read(a)).toEqual(first);
  });

  test("of nothing is no operation", () => {
    const x = parameter("x", ones);
    expect(dropout(x, 0, 1)).toBe(x);
  });

  test("runs that draw nothing are not counted", async () => {
    const x = parameter("x", ones);
    using session = await openSession({
      train: { outputs: [dropout(x, 0.5, 1)] },
      look: { outputs: [mean(x)] },
    });
    for (const name of ["look", "train", "look", "train"] as const) await session.run(name);
    expect(session.read(runNumber)[0]).toBe(2);
  });
});

test("rows that no word names get no gradient, run for run, and the padding word none either", async () => {
  const table = parameter("table", uniform([6, 5], 1));
  const words = indices("words", [4], 6);
  const loss = mean(embedding(table, words, { paddingIndex: 2 }));
  using session = await openSession({ run: { minimize: loss } });
  const sums = async (numbers: number[]) => {
    session.write(words, numbers);
    await session.run("run");
    return Array.from({ length: 6 }, (_, row) =>
      Math.round(20 * session.gradient(table).subarray(row * 5, row * 5 + 5)[4]),
    );
  };
  expect(await sums([0, 2, 5, 5])).toEqual([1, 0, 0, 0, 0, 2]);
  expect(await sums([1, 1, 1, 2])).toEqual([0, 3, 0, 0, 0, 0]);
});

test("batchNorm moves its states in training and leaves them in evaluation", async () => {
  const shape = [3, 2, 5];
  const x = parameter("x", uniform(shape, 1));
  const mean = state("mean", tensor([2], [1, 2]));
  const variance = state("variance", tensor([2], [3, 4]));
  const options = { mean, variance, momentum: 0.25 };
  using session = await openSession({
    train: { outputs: [batchNorm(x, { ...options, training: true })] },
    test: { outputs: [batchNorm(x, { ...options, training: false })] },
  });
  await session.run("test");
  expect([...session.read(mean), ...session.read(variance)]).toEqual([1, 2, 3, 4]);
  await session.run("train");
  for (const channel of [0, 1]) {
    const own = [...x.origin.data].filter((_, i) => Math.floor(i / 5) % 2 === channel);
    const average = own.reduce((a, b) => a + b) / own.length;
    const unbiased = own.reduce((sum, v) => sum + (v - average) ** 2, 0) / (own.length - 1);
    expect(session.read(mean)[channel]).toBeCloseTo(0.75 * (1 + channel) + 0.25 * average, 6);
    expect(session.read(variance)[channel]).toBeCloseTo(0.75 * (3 + channel) + 0.25 * unbiased, 6);
  }
});

describe("what is refused", () => {
  const x = some(2, 4, 3);
  const two = { mean: constant(2), variance: constant(2) };

  test.each<[string, () => unknown, string]>([
    ["to drop all", () => dropout(x, 1, 0), "a number from 0 to below 1 for the probability"],
    ["a seed between numbers", () => dropout(x, 0.5, 0.5), "a whole number for the seed"],
    [
      "words of another table",
      () => embedding(some(5, 2), indices("words", [3], 6)),
      "expected whole numbers below 5 for the words of embedding, got",
    ],
    ["parts of other extents", () => concat([x, some(2, 4, 4)], 1), "of the shape of p"],
    ["nothing to put together", () => concat([], 0), "at least one"],
    ["an axis named twice", () => permute(x, [0, 1, 1]), "every axis of p"],
    ["weights of another count", () => affine(x, { bias: some(3) }), "the shape [4]"],
    ["states of another count", () => batchNorm(x, { ...two, training: true }), "shape [4]"],
    [
      "one number a channel",
      () => batchNorm(some(1, 2), { ...two, training: true }),
      "more than one number a channel",
    ],
    ["groups that do not divide", () => groupNorm(x, 3), "that divides 4 channels"],
    ["other last axes", () => layerNorm(x, [4]), "the last extents of p"],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

test("every permutation of four axes is one of numbers", async () => {
  const shape = [2, 5, 3, 4];
  const x = parameter(
    "x",
    tensor(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, (_, i) => i),
    ),
  );
  const orders = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2, 3].flatMap((b) =>
      [0, 1, 2, 3].flatMap((c) => {
        const d = 6 - a - b - c;
        return new Set([a, b, c, d]).size === 4 && d >= 0 && d < 4 ? [[a, b, c, d]] : [];
      }),
    ),
  );
  expect(orders.length).toBe(24);
  const ends = orders.map((order) => permute(x, order));
  using session = await openSession({ run: { outputs: ends } });
  await session.run("run");
  orders.forEach((order, e) => {
    const result = order.map((axis) => shape[axis]);
    const strides = [60, 12, 4, 1];
    const expected: number[] = [];
    for (let i = 0; i < result[0]; i++)
      for (let j = 0; j < result[1]; j++)
        for (let k = 0; k < result[2]; k++)
          for (let l = 0; l < result[3]; l++)
            expected.push(
              [i, j, k, l].reduce((sum, at, axis) => sum + at * strides[order[axis]], 0),
            );
    expect([...session.read(ends[e])], `${order}`).toEqual(expected);
  });
});
