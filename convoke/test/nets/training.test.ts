/** Training: it learns, stops where it is told, and goes on from a checkpoint without changing a bit. */
import { describe, expect, test } from "vitest";
import { augmentImages } from "../../src/data/index.ts";
import { readSafetensors } from "../../src/formats/index.ts";
import { adam, crossEntropy, input, meanSquaredError, sgd } from "../../src/grad/index.ts";
import {
  build,
  conv2d,
  evaluate,
  flatten,
  linear,
  loadParameters,
  maxPool2d,
  type Net,
  oneCycleRate,
  type Progress,
  predict,
  relu,
  saveParameters,
  sequential,
  type TrainOptions,
  train,
  trainingOf,
} from "../../src/nets/index.ts";
import { random, uniform } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";

/** Images of noise with a bright bar: lying (0) or standing (1), anywhere. */
function bars(count: number, seed: number) {
  const inputs = uniform([count, 1, 8, 8], seed, 0, 0.5);
  const next = random(seed + 1);
  const classes = Int32Array.from({ length: count }, (_, image) => {
    const standing = next() < 0.5 ? 0 : 1;
    const at = Math.floor(8 * next());
    for (let i = 0; i < 8; i++) inputs.data[64 * image + (standing ? 8 * i + at : 8 * at + i)] += 1;
    return standing;
  });
  return { inputs, targets: { shape: [count], data: classes } };
}

const makeNet = (channels = 4) =>
  build(
    sequential([
      conv2d(1, channels, { kernelSize: 3 }),
      relu(),
      maxPool2d({ kernelSize: 2 }),
      flatten(),
      linear(9 * channels, 2),
    ]),
    input("x", [1, 1, 8, 8]),
    { seed: 3 },
  );

const course = (net: Net): TrainOptions => ({
  net,
  examples: bars(100, 1),
  validation: bars(37, 9),
  loss: crossEntropy,
  optimizer: (steps) => adam({ rate: oneCycleRate({ rate: 0.02, steps }) }),
  epochs: 3,
  batchSize: 16,
  seed: 5,
  augment: (images, next, out) => augmentImages(images, { shift: 1 }, next, out),
});

test("a small net learns to tell bars apart", async () => {
  const net = makeNet(8);
  const epochs: number[] = [];
  const steps: number[] = [];
  const result = await train({
    ...course(net),
    examples: bars(400, 1),
    epochs: 8,
    onStep: ({ epoch, step, steps: all, loss, accuracy, examplesPerSecond, secondsLeft }) => {
      steps.push(step);
      expect([epoch, all]).toEqual([Math.ceil(step / 25), 200]);
      expect(loss).toBeGreaterThan(0);
      expect(accuracy).toBeLessThanOrEqual(1);
      expect(examplesPerSecond).toBeGreaterThan(0);
      expect(secondsLeft).toBeGreaterThanOrEqual(0);
    },
    onEpoch: ({ epoch }) => void epochs.push(epoch),
  });
  expect(result).toMatchObject({ why: "all epochs", step: 200, best: null });
  expect(steps).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  expect(epochs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const last = result.history[7];
  expect(last.validation?.accuracy).toBeGreaterThan(0.95);
  expect(last.loss).toBeLessThan(result.history[0].loss / 2);

  // The net has the trained parameters: evaluated again, and by hand from its outputs.
  const validation = bars(37, 9);
  expect(await evaluate(net, validation, crossEntropy, { batchSize: 16 })).toEqual(last.validation);
  const logits = await predict(net, validation.inputs, { batchSize: 16 });
  expect(logits.shape).toEqual([37, 2]);
  let [hits, loss] = [0, 0];
  validation.targets.data.forEach((target, i) => {
    const [a, b] = [logits.data[2 * i + target], logits.data[2 * i + 1 - target]];
    if (a > b) hits++;
    loss += Math.log1p(Math.exp(b - a)) / 37;
  });
  expect(hits / 37).toBe(last.validation?.accuracy);
  expect(loss).toBeCloseTo(last.validation!.loss, 5);
});

test("parameters saved on the way are those of that step, and the training does not see it", async () => {
  const numbers = (net: Net) => [...net.parameters.values()].map(({ origin }) => [...origin.data]);
  const trained = async (
    watch: (progress: Progress, net: Net) => void,
    { signal } = new AbortController(),
  ) => {
    const net = makeNet(8);
    await train({ ...course(net), signal, onStep: (progress) => watch(progress, net) });
    return numbers(net);
  };
  const control = new AbortController();
  const stopped = await trained(({ step }) => {
    if (step === 3) control.abort();
  }, control);
  let saved: number[][] = [];
  const whole = await trained(() => {});
  const watched = await trained(({ step, save }, net) => {
    if (step !== 3) return;
    save();
    saved = numbers(net);
  });
  expect(saved).toEqual(stopped);
  expect(saved).not.toEqual(whole);
  expect(watched).toEqual(whole);
});

test("10 steps are 5 steps, a checkpoint, and 5 steps: bit for bit, wherever it stops", async () => {
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
  const all = await train(options(whole, 10));
  expect(all).toMatchObject({ why: "signal", step: 10 });
  // 6 is the end of an epoch, before it was measured.
  for (const stop of [5, 6, 9]) {
    const first = await train(options(makeNet(), stop));
    expect(first.step).toBe(stop);
    const net = makeNet();
    const second = await train(options(net, 10, first.checkpoint));
    expect(second.checkpoint).toEqual(all.checkpoint);
    expect(second.history).toEqual(all.history);
    expect(saveParameters(net)).toEqual(saveParameters(whole));
  }
});

test("one and two threads give the same checkpoint", async () => {
  // Large enough for helpers to be woken.
  const run = (threads: number) =>
    train({ ...course(makeNet(128)), batchSize: 32, epochs: 2, threads });
  expect((await run(2)).checkpoint).toEqual((await run(1)).checkpoint);
});

test("patience: the best epoch's parameters stay, also across a checkpoint", async () => {
  // A rate so high that it gets worse sooner or later.
  const wild: Partial<TrainOptions> = { optimizer: sgd({ rate: 1.5 }), epochs: 40, patience: 3 };
  const net = makeNet();
  const result = await train({ ...course(net), ...wild });
  expect(result.why).toBe("patience");
  const losses = result.history.map(({ validation }) => validation!.loss);
  const least = Math.min(...losses);
  expect(result.best).toBe(losses.indexOf(least) + 1);
  expect(losses.length).toBe(result.best! + 3);
  const measured = await evaluate(net, bars(37, 9), crossEntropy, { batchSize: 16 });
  expect(measured.loss).toBe(least);

  const control = new AbortController();
  const part = await train({
    ...course(makeNet()),
    ...wild,
    signal: control.signal,
    onEpoch: ({ epoch }) => {
      if (epoch === result.best! + 1) control.abort();
    },
  });
  const again = makeNet();
  const rest = await train({ ...course(again), ...wild, resume: part.checkpoint });
  expect(rest.history).toEqual(result.history);
  expect(saveParameters(again)).toEqual(saveParameters(net));
});

test("targets may be numbers, and anything in time may stop the training", async () => {
  const net = build(linear(3, 1), input("x", [1, 3]));
  const inputs = uniform([64, 3], 2);
  const targets = tensor([64, 1]);
  for (let i = 0; i < 64; i++) targets.data[i] = inputs.data[3 * i] - 2 * inputs.data[3 * i + 1];
  const options: TrainOptions = {
    net,
    examples: { inputs, targets },
    loss: meanSquaredError,
    optimizer: sgd({ rate: 0.5 }),
    epochs: 100,
    batchSize: 64,
    threads: 1,
  };
  const { history } = await train(options);
  expect(history[99]).toMatchObject({ epoch: 100, accuracy: null, validation: null });
  expect(history[99].loss).toBeLessThan(1e-6);
  const [weight] = net.parameters.values();
  for (const [i, expected] of [1, -2, 0].entries())
    expect(weight.origin.data[i]).toBeCloseTo(expected, 3);

  // A timer fires although no step ever waits.
  const control = new AbortController();
  setTimeout(() => control.abort(), 20);
  const stopped = await train({ ...options, epochs: 1e6, signal: control.signal });
  expect(stopped.why).toBe("signal");
  expect(stopped.step).toBeLessThan(64e6);
});

describe("what is refused", () => {
  const net = makeNet();
  test.each<[string, Partial<TrainOptions>, string]>([
    ["no epochs", { epochs: 0 }, "a whole number of at least 1 for epochs"],
    ["a batch of too many", { batchSize: 101 }, "at most the 100 examples for batchSize"],
    ["an unknown option", { rate: 1 } as never, 'got "rate"'],
    [
      "other images",
      { examples: { ...bars(20, 1), inputs: tensor([20, 1, 9, 8]) } },
      "[N, 1, 8, 8]",
    ],
    [
      "too few targets",
      { validation: { ...bars(20, 1), targets: bars(19, 1).targets } },
      "expected 20, one an example for the targets of validation, got 19",
    ],
    [
      "a class that the net does not know",
      { examples: { ...bars(20, 1), targets: { shape: [20], data: new Int32Array(20).fill(2) } } },
      "expected a whole number from 0 to 1",
    ],
    ["no checkpoint", { resume: saveParameters(net) }, "expected a checkpoint of a training"],
    [
      "a rate that leads nowhere",
      { optimizer: sgd({ rate: 1e30 }) },
      "expected a finite loss, got",
    ],
  ])("%s", async (_, change, message) => {
    await expect(train({ ...course(net), ...change })).rejects.toThrow(message);
  });

  test("patience without anything to watch", async () => {
    const { validation: _, ...rest } = course(net);
    await expect(train({ ...rest, patience: 2 })).rejects.toThrow("expected validation");
  });

  test("a checkpoint of another training", async () => {
    const { checkpoint } = await train({ ...course(makeNet()), epochs: 1 });
    const resume = (change: Partial<TrainOptions>) =>
      train({ ...course(makeNet()), epochs: 1, resume: checkpoint, ...change });
    await expect(resume({ seed: 6 })).rejects.toThrow(
      "expected 5, as in the checkpoint, for seed of the training that is resumed, got 6",
    );
    // One side without a name asks nothing of the other; two names must be the same.
    const named = (name: string, from: Uint8Array) =>
      train({ ...course(makeNet()), epochs: 1, resume: from, name });
    const ofDigits = (await named("digits", checkpoint)).checkpoint;
    expect([trainingOf(checkpoint).name, trainingOf(ofDigits).name]).toEqual([null, "digits"]);
    expect((await named("digits", ofDigits)).checkpoint).toEqual(ofDigits);
    expect((await resume({ resume: ofDigits })).step).toBe(trainingOf(ofDigits).steps);
    await expect(named("text", ofDigits)).rejects.toThrow(
      'expected digits, as in the checkpoint, for the name of the training that is resumed, got "text"',
    );
    await expect(resume({ optimizer: adam({ rate: 1 }) })).rejects.toThrow("for rates of");
    await expect(resume({ net: makeNet(5) })).rejects.toThrow(
      "expected floats of [5, 1, 3, 3] named 0.weight in the file, got F32 of [4, 1, 3, 3]",
    );
  });
});

test("parameters by name, from a checkpoint as well", async () => {
  const net = makeNet();
  const { checkpoint } = await train({ ...course(net), epochs: 1 });
  const [saved, other] = [saveParameters(net), makeNet()];
  expect([...readSafetensors(saved).tensors.keys()].sort()).toEqual(
    [...net.parameters.keys()].sort(),
  );
  loadParameters(other, checkpoint);
  expect(saveParameters(other)).toEqual(saved);
  const before = makeNet(5);
  expect(() => loadParameters(before, saved)).toThrow(
    "expected floats of [5, 1, 3, 3] named 0.weight",
  );
  expect(saveParameters(before)).toEqual(saveParameters(makeNet(5)));
});
