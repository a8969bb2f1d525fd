/** Poolings and reductions in graphs: kernels against definitions, gradients against differences. */
import { describe, expect, test } from "vitest";
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  conv2d,
  crossEntropy,
  flatten,
  indices,
  linear,
  lpPool2d,
  max,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  mean,
  parameter,
  relu,
  sum,
  type Value,
} from "../../src/grad/index.ts";
import { uniform } from "../../src/tensor/random.ts";
import { expectDefined } from "../support/graphs.ts";

let seed = 0;
const some = (...shape: number[]) => parameter(`p${++seed}`, uniform(shape, seed));

const CASES: Readonly<Record<string, () => Value>> = {
  maxPool1d: () => maxPool1d(some(2, 3, 9), { kernelSize: 2 }),
  maxPool2d: () => maxPool2d(some(2, 3, 8, 8), { kernelSize: 2 }),
  "maxPool2d, everything at once": () =>
    maxPool2d(some(2, 2, 7, 9), {
      kernelSize: [3, 2],
      stride: [2, 1],
      padding: 1,
      dilation: [1, 2],
      ceilMode: true,
    }),
  "maxPool2d, channels last": () =>
    maxPool2d(some(1, 5, 5, 3), { kernelSize: 2, dataLayout: "nhwc" }),
  "maxPool2d of one number": () => maxPool2d(some(1, 1, 1, 1), { kernelSize: 1 }),
  maxPool3d: () => maxPool3d(some(1, 2, 4, 4, 4), { kernelSize: 2 }),
  avgPool1d: () => avgPool1d(some(2, 3, 9), { kernelSize: 3, stride: 2, padding: 1 }),
  avgPool2d: () => avgPool2d(some(2, 3, 6, 7), { kernelSize: 2 }),
  "avgPool2d without padding in the divisor": () =>
    avgPool2d(some(1, 2, 5, 5), { kernelSize: 3, stride: 2, padding: 1, countIncludePad: false }),
  avgPool3d: () => avgPool3d(some(1, 2, 4, 4, 4), { kernelSize: 2 }),
  lpPool2d: () => lpPool2d(some(1, 2, 4, 4), { kernelSize: 2, normType: 2 }),
  adaptiveAvgPool1d: () => adaptiveAvgPool1d(some(2, 3, 7), { outputSize: 3 }),
  "adaptiveAvgPool2d, global": () => adaptiveAvgPool2d(some(2, 3, 7, 5), { outputSize: 1 }),
  "adaptiveAvgPool2d, uneven": () => adaptiveAvgPool2d(some(1, 2, 7, 5), { outputSize: [3, 2] }),
  "adaptiveMaxPool1d, over time": () => adaptiveMaxPool1d(some(3, 5, 11), { outputSize: 1 }),
  adaptiveMaxPool2d: () => adaptiveMaxPool2d(some(1, 2, 7, 5), { outputSize: [3, null] }),
  "max along the last axis": () => max(some(3, 5, 11), -1),
  "max along an axis between": () => max(some(3, 7, 5), 1),
  "max of one": () => max(some(1, 4), 0),
  "mean along an axis": () => mean(some(3, 7, 5), 1),
  "sum along the first axis": () => sum(some(3, 7, 5), 0),
  "sum of all": () => sum(some(13)),
};

test.each(Object.entries(CASES))("%s", async (_, make) => {
  seed = 0;
  await expectDefined(make());
});

test("in a small network", async () => {
  seed = 20;
  const labels = indices("labels", [3], 4);
  const hidden = maxPool2d(relu(conv2d(some(3, 2, 9, 9), some(5, 2, 3, 3), { padding: 1 })), {
    kernelSize: 3,
    stride: 2,
  });
  const logits = linear(flatten(avgPool2d(hidden, { kernelSize: 2 })), some(4, 20), some(4));
  await expectDefined(crossEntropy(logits, labels), new Map([[labels, [3, 0, 2]]]));
});

describe("what is refused", () => {
  test.each<[string, () => unknown, string]>([
    ["an axis that is not there", () => max(some(3, 4), 2), "a whole number from -2 to 1"],
    [
      "too few axes",
      () => maxPool2d(some(3, 4, 5), { kernelSize: 2 }),
      "expected floats with 4 axes for the input of maxPool2d",
    ],
    [
      "an unknown option",
      () => maxPool2d(some(1, 1, 4, 4), { kernelSize: 2, size: 3 } as never),
      "size",
    ],
  ])("%s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});
