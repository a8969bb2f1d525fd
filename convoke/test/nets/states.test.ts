/** Layers that training and evaluation use differently: normalization, dropout; and those of texts. */
import { describe, expect, test } from "vitest";
import { adam, crossEntropy, indices, input, openSession, sgd } from "../../src/grad/index.ts";
import {
  batchNorm1d,
  batchNorm2d,
  batchNorm3d,
  branches,
  build,
  constantRate,
  conv1d,
  conv2d,
  dropout,
  embedding,
  evaluate,
  flatten,
  groupNorm,
  type Layer,
  layerNorm,
  linear,
  maxOver,
  meanOver,
  type Net,
  predict,
  relu,
  saveParameters,
  sequential,
  summary,
  type TrainOptions,
  train,
  transpose,
} from "../../src/nets/index.ts";
import { integers, random, uniform } from "../../src/tensor/random.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";

/** The channel's numbers of [N, C, …]. */
function ofChannel(data: ArrayLike<number>, shape: readonly number[], channel: number): number[] {
  const inner = sizeOf(shape.slice(2));
  return Array.from(data).filter((_, i) => Math.floor(i / inner) % shape[1] === channel);
}

function moments(numbers: readonly number[]): { mean: number; variance: number } {
  const mean = numbers.reduce((a, b) => a + b) / numbers.length;
  return { mean, variance: numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length };
}

describe.each<[string, Layer, number[]]>([
  ["batchNorm1d of rows", batchNorm1d(3), [5, 3]],
  ["batchNorm1d", batchNorm1d(3), [4, 3, 7]],
  ["batchNorm2d", batchNorm2d(3), [2, 3, 5, 3]],
  ["batchNorm3d", batchNorm3d(3), [2, 3, 1, 3, 2]],
])("%s", (_, layer, shape) => {
  test("starts as PyTorch's, trains by the batch, evaluates by the running means", async () => {
    const net = build(layer, input("x", [1, ...shape.slice(1)]));
    const starts = [...net.parameters].map(([name, p]) => [name, p.tracked, ...p.origin.data]);
    expect(starts).toEqual([
      ["weight", true, 1, 1, 1],
      ["bias", true, 0, 0, 0],
      ["running_mean", false, 0, 0, 0],
      ["running_var", false, 1, 1, 1],
    ]);
    expect(summary(net)).toMatch(/total .* 6 /);

    const x = input("x", shape);
    const numbers = uniform(shape, 1, 1, 3).data;
    const [learning, tested] = [net.forward(x, { training: true }), net.forward(x)];
    using session = await openSession({
      train: { outputs: [learning] },
      test: { outputs: [tested] },
    });
    session.write(x, numbers);
    await session.run("test");
    session.read(tested).forEach((value, i) => {
      expect(value).toBeCloseTo(numbers[i] / Math.sqrt(1 + 1e-5), 5);
    });
    await session.run("train");
    await session.run("test");
    for (const channel of [0, 1, 2]) {
      const { mean, variance } = moments(ofChannel(numbers, shape, channel));
      const trained = moments(ofChannel(session.read(learning), shape, channel));
      expect(trained.mean).toBeCloseTo(0, 5);
      expect(trained.variance).toBeCloseTo(1, 3);
      const count = ofChannel(numbers, shape, channel).length;
      const running = 0.9 + (0.1 * variance * count) / (count - 1);
      const from = ofChannel(numbers, shape, channel)[1];
      expect(ofChannel(session.read(tested), shape, channel)[1]).toBeCloseTo(
        (from - 0.1 * mean) / Math.sqrt(running + 1e-5),
        5,
      );
    }
  });
});

test("groupNorm and layerNorm do the same in training and evaluation", async () => {
  const shape = [2, 6, 5];
  const layers = [
    groupNorm(2, 6),
    layerNorm([6, 5]),
    layerNorm(5, { affine: false }),
    groupNorm(6, 6, { affine: false, epsilon: 1e-3 }),
  ];
  const cells = [15, 30, 5, 5];
  for (const [i, layer] of layers.entries()) {
    const net = build(layer, input("x", shape));
    const x = input("x", shape);
    const [a, b] = [net.forward(x, { training: true }), net.forward(x)];
    using session = await openSession({ both: { outputs: [a, b] } });
    session.write(x, uniform(shape, 3, 2, 5).data);
    await session.run("both");
    expect(session.read(b)).toEqual(session.read(a));
    const { mean, variance } = moments([...session.read(a).subarray(0, cells[i])]);
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, i === 3 ? 2 : 3);
    expect(net.parameters.size).toBe(i < 2 ? 2 : 0);
  }
});

test("dropout: in training alone, other places by layer, net's seed and run", async () => {
  const two = { one: dropout(0.25), other: dropout(0.25) };
  const x = input("x", [1, 1000]);
  const ones = new Float32Array(1000).fill(1);
  const places = async (seed: number) => {
    const net = build(branches(two), x, { seed });
    const [learning, tested] = [net.forward(x, { training: true }), net.forward(x)];
    using session = await openSession({ run: { outputs: [learning, tested] } });
    session.write(x, ones);
    await session.run("run");
    expect(new Set(session.read(tested))).toEqual(new Set([1]));
    const first = session.read(learning).slice();
    await session.run("run");
    return [first.subarray(0, 1000), first.subarray(1000), session.read(learning).slice(0, 1000)];
  };
  const drawn = [...(await places(1)), ...(await places(2)).slice(0, 1)].map((numbers) => {
    expect(new Set(numbers)).toEqual(new Set([0, Math.fround(4 / 3)]));
    return Array.from(numbers, (n) => (n === 0 ? 0 : 1)).join("");
  });
  expect(new Set(drawn).size).toBe(4);
  for (const places of drawn) expect(Math.abs(places.split("0").length - 251)).toBeLessThan(60);
  expect((await places(1))[0]).toEqual((await places(1))[0]);
});

/** Rows of words, 0 for none: class 1 where word 3 stands just before word 5, else 5 before 3. */
function sentences(count: number, seed: number) {
  const inputs = integers([count, 9], seed, 6, 11);
  const next = random(seed + 1);
  const classes = Int32Array.from({ length: count }, (_, row) => {
    const label = next() < 0.5 ? 0 : 1;
    const at = 9 * row + Math.floor(6 * next());
    inputs.data.set(label ? [3, 5] : [5, 3], at);
    inputs.data[9 * row + 8] = 0;
    return label;
  });
  return {
    inputs: { shape: inputs.shape, data: Int32Array.from(inputs.data) },
    targets: { shape: [count], data: classes },
  };
}

/** All that training and evaluation do differently, over words. */
const makeNet = (channels = 4): Net =>
  build(
    sequential({
      words: embedding(12, 6, { paddingIndex: 0 }),
      turn: transpose(1, 2),
      norm: batchNorm1d(6),
      windows: branches(
        [2, 3].map((kernelSize) =>
          sequential([conv1d(6, channels, { kernelSize }), relu(), maxOver()]),
        ),
      ),
      drop: dropout(0.25),
      out: linear(2 * channels, 2),
    }),
    indices("words", [1, 9], 12),
    { seed: 3 },
  );

const course = (net: Net): TrainOptions => ({
  net,
  examples: sentences(100, 1),
  validation: sentences(37, 9),
  loss: crossEntropy,
  optimizer: adam({ rate: constantRate(0.01) }),
  epochs: 3,
  batchSize: 16,
  seed: 5,
});

test("a net of words learns an order of words; the padding's row stays 0", async () => {
  const net = makeNet(8);
  expect([...net.parameters.keys()]).toEqual([
    "words.weight",
    ...["weight", "bias", "running_mean", "running_var"].map((name) => `norm.${name}`),
    ...[0, 1].flatMap((i) => [`windows.${i}.0.weight`, `windows.${i}.0.bias`]),
    ...["out.weight", "out.bias"],
  ]);
  const table = net.parameters.get("words.weight")!.origin.data;
  expect([...table.subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
  const { mean, variance } = moments([...table.subarray(6)]);
  expect(Math.abs(mean)).toBeLessThan(0.4);
  expect(Math.abs(variance - 1)).toBeLessThan(0.6);
  const { history } = await train({ ...course(net), examples: sentences(400, 1), epochs: 12 });
  expect(history[11].validation?.accuracy).toBeGreaterThan(0.9);
  expect([...table.subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
  const measured = await evaluate(net, sentences(37, 9), crossEntropy, { batchSize: 16 });
  expect(measured).toEqual(history[11].validation);
  // By itself a row gives what it gives in a batch: evaluation does not look at its neighbours.
  const { inputs } = sentences(3, 9);
  const alone = await predict(net, { shape: [1, 9], data: inputs.data.slice(0, 9) });
  const together = await predict(net, inputs);
  for (const i of [0, 1]) expect(alone.data[i]).toBeCloseTo(together.data[i], 5);
});

test("running means and dropout go on from a checkpoint bit for bit", async () => {
  const options = (net: Net, stop: number, resume?: Uint8Array): TrainOptions => {
    const control = new AbortController();
    return {
      ...course(net),
      signal: control.signal,
      onStep: ({ step }) => step === stop && control.abort(),
      ...(resume ? { resume } : {}),
    };
  };
  const whole = makeNet();
  const all = await train(options(whole, 11));
  const means = whole.parameters.get("norm.running_mean")!.origin.data;
  expect(means.every((value) => value !== 0)).toBe(true);
  // 6 is the end of an epoch, before it was measured.
  for (const stop of [4, 6]) {
    const first = await train(options(makeNet(), stop));
    const net = makeNet();
    const second = await train(options(net, 11, first.checkpoint));
    expect(second.checkpoint).toEqual(all.checkpoint);
    expect(second.history).toEqual(all.history);
    expect(saveParameters(net)).toEqual(saveParameters(whole));
  }
});

test("one and two threads give the same checkpoint", async () => {
  const run = (threads: number) =>
    train({ ...course(makeNet(128)), batchSize: 50, epochs: 2, threads });
  expect((await run(2)).checkpoint).toEqual((await run(1)).checkpoint);
});

test("patience brings back the running means of the best epoch", async () => {
  const net = makeNet();
  const wild = { optimizer: sgd({ rate: 2 }), epochs: 40, patience: 2 };
  const { history, best, why } = await train({ ...course(net), ...wild });
  expect(why).toBe("patience");
  const measured = await evaluate(net, sentences(37, 9), crossEntropy, { batchSize: 16 });
  expect(measured).toEqual(history[best! - 1].validation);
});

describe("what is refused", () => {
  const image = input("x", [1, 4, 5, 5]);
  test.each<[string, () => unknown, string]>([
    ["no channels", () => build(batchNorm1d(4), image), "the shape [N, 4] or [N, 4, L] for the"],
    ["other channels", () => build(batchNorm2d(3), image), "the shape [N, 3, H, W] for the input"],
    [
      "one number a channel",
      () =>
        build(batchNorm1d(4), input("x", [1, 4])).forward(input("x", [1, 4]), { training: true }),
      "more than one number a channel",
    ],
    ["groups of others", () => build(groupNorm(1, 2, { affine: false }), image), "[N, 2, …]"],
    ["groups that do not divide", () => build(groupNorm(3, 4), image), "that divides 4 channels"],
    ["other last axes", () => build(layerNorm(4), image), "the last extents of x"],
    ["to drop all", () => build(dropout(1), image), "from 0 to below 1 for the probability"],
    ["words of another table", () => build(embedding(5, 2), indices("w", [1, 3], 6)), "below 5"],
    ["an unknown option", () => batchNorm2d(4, { eps: 1 } as never), 'got "eps"'],
    [
      "branches that do not fit",
      () => build(branches({ a: flatten(), b: conv2d(4, 4, { kernelSize: 1 }) }), image),
      "floats of the shape of",
    ],
    ["no branches", () => build(branches([]), image), "at least one"],
    ["an axis that is not there", () => build(meanOver(4), image), "from -4 to 3"],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
