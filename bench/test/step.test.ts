/** The training step that engines are held to: its definition, its net, and that a mistake is found. */
import { crossEntropy, indices, input, type Value } from "convoke/grad";
import { build, conv2d, flatten, linear, maxPool2d, relu, sequential } from "convoke/nets";
import { expect, test } from "vitest";
import { digitsNet } from "../../cli/src/train/digits/net.ts";
import { defined, differences } from "../../convoke/src/grad/check.ts";
import { mistake } from "../data.ts";
import { outcomeOf, STEPS, startOf } from "../step/data.ts";
import { lossOf, type State, step } from "../step/definition.ts";
import { examplesOf, LENET, type Net, partsOf, shapesOf, sizeOfStep } from "../step/net.ts";

const TINY: Net = {
  batch: 3,
  image: [2, 7, 7],
  layers: [
    { kind: "conv", from: 2, to: 3, size: 2 },
    { kind: "pool", size: 2 },
    { kind: "relu" },
    { kind: "flatten" },
    { kind: "linear", from: 27, to: 4 },
  ],
  classes: 4,
  rate: 0.1,
  momentum: 0.5,
};
const start = startOf(TINY);
const parameters = () => partsOf(Float64Array.from(start.parameters), shapesOf(TINY));

test("loss and gradients are those of Convoke's definitions and their differences", () => {
  const x = input("x", [3, 2, 7, 7]);
  const labels = indices("labels", [3], 4);
  const layers = [conv2d(2, 3, { kernelSize: 2 }), maxPool2d({ kernelSize: 2 }), relu(), flatten()];
  const net = build(sequential([...layers, linear(27, 4)]), x);
  const loss = crossEntropy(net.forward(x), labels);
  const own = [...net.parameters.values()];
  const given = new Map<Value, ArrayLike<number>>();
  given.set(x, start.images).set(labels, start.labels);
  for (const [i, part] of parameters().entries()) given.set(own[i], part);
  const found = lossOf(TINY, start, parameters());
  expect(found.loss).toBeCloseTo(defined(loss, given)[0], 12);
  found.gradients.forEach(({ gradient, slack }, i) => {
    const expected = differences(loss, own[i], given);
    expect(gradient).toHaveLength(expected.length);
    gradient.forEach((g, j) => {
      expect(g).toBeCloseTo(expected[j], 8);
      expect(slack[j]).toBeGreaterThanOrEqual(0.99e-5 * Math.abs(g));
    });
  });
});

test("a step follows the gradient, the next one the velocity too", () => {
  const state = parameters().map((parameter): State => {
    const zeros = () => new Float64Array(parameter.length);
    return { parameter, velocity: zeros(), slack: { velocity: zeros(), parameter: zeros() } };
  });
  const [first] = lossOf(TINY, start, parameters()).gradients;
  step(TINY, start, state);
  const before = state[0].parameter.slice();
  before.forEach((value, i) => {
    expect(value).toBeCloseTo(parameters()[0][i] - 0.1 * first.gradient[i], 12);
  });
  const [second] = lossOf(
    TINY,
    start,
    state.map(({ parameter }) => parameter),
  ).gradients;
  step(TINY, start, state);
  state[0].parameter.forEach((value, i) => {
    const moved = 0.1 * (0.5 * first.gradient[i] + second.gradient[i]);
    expect(value).toBeCloseTo(before[i] - moved, 12);
  });
});

test("a term that hangs on a tie is allowed for, all others are not", () => {
  const flat = { ...start, images: new Float32Array(start.images.length).fill(-1) };
  const [plain] = lossOf(TINY, start, parameters()).gradients;
  const [ties] = lossOf(TINY, flat, parameters()).gradients;
  const share = (of: typeof plain) =>
    Math.max(...of.slack.map((most, i) => most / Math.max(1e-3, Math.abs(of.gradient[i]))));
  expect(share(plain)).toBeLessThan(1e-2);
  expect(share(ties)).toBeGreaterThan(0.1);
});

test("what forgets the momentum, or is a thousandth off, is a mistake", () => {
  const outcome = outcomeOf(TINY, start);
  const right = Float32Array.from(outcome.expected);
  expect(right).toHaveLength(STEPS + start.parameters.length);
  expect(mistake(right, outcome)).toBeNull();
  const forgetful = Float32Array.from(outcomeOf({ ...TINY, momentum: 0 }, start).expected);
  expect(mistake(forgetful, outcome)).toContain("value 2 is");
  const begin = start.parameters;
  const off = right.map((value, i) =>
    i < STEPS ? value : value + 2e-3 * (value - begin[i - STEPS]),
  );
  expect(mistake(off, outcome)).not.toBeNull();
});

test("the net is the one that `convoke train digits` trains, and its size is counted", () => {
  const shapes = [...digitsNet(1).parameters.values()].map(({ shape }) => shape);
  expect(shapesOf(LENET)).toEqual(shapes);
  expect(examplesOf(LENET)).toContainEqual([32, 4, 4]);
  // 16·24²·25, 32·8²·16·25, 512·128 and 128·10; the first has no gradient of its input.
  const [first, ...rest] = [230_400, 819_200, 65_536, 1280].map((count) => 64 * count);
  const forward = rest.reduce((a, b) => a + b, first);
  expect(sizeOfStep(LENET).macs).toBe(3 * forward - first);
});
