import { expect, test } from "vitest";
import { ConvokeError, OptionError } from "../../src/errors.ts";
import { fromNumber, ONE, rational, readRational } from "../../src/numbers/rational.ts";
import {
  add,
  along,
  channelChain,
  conditionRank,
  convolve,
  dilate,
  directional,
  exactSum,
  factorLine,
  factorPlane,
  foldBatchNorm,
  formatRational,
  identity,
  identityLayer,
  type Kernel,
  kernel,
  kernelOf,
  laplacian,
  layer,
  mergeBranches,
  nearestPair,
  nearestSum,
  partial,
  power,
  rankOfKernel,
  sameKernel,
  scale,
  sumOfTerms,
  tuckerChain,
  ungrouped,
} from "../../src/workshop/index.ts";
import { computed } from "../support/clock.ts";

const line = (length: number): Kernel => kernelOf([length], new Float64Array(length).fill(0.5));
const plane = (rows: number, columns: number): Kernel =>
  kernelOf([rows, columns], new Float64Array(rows * columns).fill(0.5));
const nested = (depth: number) => {
  let value: readonly unknown[] = [1];
  for (let i = 1; i < depth; i++) value = [value];
  return value as Parameters<typeof kernel>[0];
};

/** What nobody means: refused in one sentence, before it takes time or memory. */
const REFUSED: Readonly<Record<string, readonly [sentence: string, ask: () => unknown]>> = {
  "zeros between taps": ["at most 4194304 elements", () => dilate(kernel([1, 2]), 1e9)],
  "a sum of far kernels": [
    "at most 4194304 elements",
    () => add(kernelOf([1], [1], [-1e9]), kernel([1])),
  ],
  "a high power": ["from 0 to 1024 for exponent", () => power(kernel([1]), 1e9)],
  "a power of a large kernel": ["products of floats", () => power(line(4096), 1000)],
  "a product of large kernels": ["products of floats", () => convolve(line(40000), line(40000))],
  "a product of many fractions": [
    "products of fractions",
    () => {
      const thirds = kernelOf([5000], new Array(5000).fill(rational(1, 3)));
      return convolve(thirds, thirds);
    },
  ],
  "deep nesting": [
    "1 to 8 of them for the axes of a kernel, got 200000",
    () => kernel(nested(2e5)),
  ],
  "no axes": ["1 to 8 of them", () => identity(0)],
  "fewer than no axes": ["1 to 8 of them", () => identity(-1)],
  "an entry that is nothing": [
    "a number or a fraction such as 1/9 for an entry of a kernel, got null",
    () => kernel([null as unknown as string]),
  ],
  "a factor that is no number": ["finite numbers", () => scale(kernel([1]), Number.NaN)],
  "an option that is none": [
    "one of origin for the options of kernel",
    () => kernel([1], { orign: [0] } as unknown as { origin: number[] }),
  ],
  "many partial derivatives": [
    "at most 512 partial derivatives",
    () => directional([ONE, ONE, ONE, ONE], 30),
  ],
  "part of a derivative": ["a whole number", () => directional([ONE, ONE], 2.5)],
  "a negative derivative": ["at least 0 for derivative", () => directional([ONE], -1)],
  "a Laplacian of no axes": ["1 to 8 of them", () => laplacian(0)],
  "a Laplacian of many axes": ["1 to 8 of them", () => laplacian(40)],
  "no orders": ["1 to 8 of them", () => partial([])],
  "a line laid along no axis": ["an axis from 0 to 1", () => along(kernel([1, 2]), 5, 2)],
  "a plane laid as a line": ["one axis for a line", () => along(kernel([[1, 2]]), 0, 2)],
  "a line of many taps": ["at most 64 taps", () => factorLine(line(2000))],
  "the rank of a large kernel": ["at most 64 rows or columns", () => rankOfKernel(plane(65, 65))],
  "singular vectors of a large kernel": [
    "singular vectors, got [600,600]",
    () => nearestSum(plane(600, 600), 1),
  ],
  "a sum of nothing": ["at least one term", () => sumOfTerms(exactSum(kernel([[0, 0]])))],
  "a fit of large factors": ["at most 128 values", () => nearestPair(plane(24, 24), [12, 12])],
  "channels by the thousand": ["at most 4194304 elements", () => identityLayer(1e5)],
  "groups by the thousand": [
    "at most 4194304 elements",
    () => ungrouped(layer(kernelOf([10_000, 1, 1], new Float64Array(10_000)), { groups: 10_000 })),
  ],
  "branches that look far apart": [
    "at most 4194304 elements",
    () =>
      mergeBranches([
        layer(kernelOf([1, 1, 3], [1, 1, 1]), { dilation: 1e9, padding: 1e9 }),
        layer(kernelOf([1, 1, 3], [1, 2, 3]), { padding: 1 }),
      ]),
  ],
  "a weight that is no number": [
    "finite numbers for the values of a kernel, got NaN",
    () =>
      foldBatchNorm(layer(kernelOf([1, 1, 1], [1])), {
        mean: [0],
        variance: [1],
        weight: [Number.NaN],
      }),
  ],
  "many conditions": ["at most 64 nodes", () => conditionRank([ONE], 1e9)],
};

for (const [name, [sentence, ask]] of Object.entries(REFUSED))
  test(`refused at once: ${name}`, () => {
    const start = computed();
    let error: unknown;
    try {
      ask();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ConvokeError);
    expect((error as Error).message).toContain(sentence);
    expect(computed() - start).toBeLessThan(1500);
  });

test("fractions that are none are refused in words", () => {
  for (const wrong of [
    () => rational(1, 0),
    () => rational(0.5),
    () => rational(1, Number.NaN),
    () => fromNumber(Number.NaN),
    () => fromNumber(Infinity),
  ])
    expect(wrong).toThrow(OptionError);
  expect(readRational("1".repeat(20_000))).toBe(null);
});

test("a fraction is read in lowest terms, its sign above", () => {
  const read = kernel([
    { over: 2n, under: 4n },
    { over: 2n, under: -4n },
  ]);
  expect(read.exact?.map(formatRational)).toEqual(["1/2", "-1/2"]);
  expect(sameKernel(read, kernel(["1/2", "-1/2"]))).toBe(true);
});

test("long, huge and tiny kernels have their nearest sums", () => {
  expect(nearestSum(plane(1, 100_000), 1).error).toBe(0);
  const k = kernel([
    [1.5, 1],
    [1, 3],
  ]);
  const { error } = nearestSum(k, 1);
  for (const factor of [1e200, 1e-200])
    expect(nearestSum(scale(k, factor), 1).error).toBeCloseTo(error, 14);
});

test("products of kernels of doubles, and of many whole numbers, are taken apart in time", () => {
  const drawn = (n: number, seed: number) =>
    kernelOf(
      [n, n],
      Array.from({ length: n * n }, (_, i) => rational(((i * seed) % 101) - 50)),
    );
  const start = computed();
  expect(factorPlane(convolve(drawn(5, 7919), drawn(5, 7907))).map((f) => f.kind)).toEqual([
    "irreducible",
    "irreducible",
  ]);
  const doubles = kernelOf(
    [40, 40],
    Float64Array.from({ length: 1600 }, (_, i) => Math.sin(i * i)),
  );
  expect(rankOfKernel(doubles)).toBe(40);
  expect(computed() - start).toBeLessThan(6000);
});

test("layers of huge and tiny weights are split as those about 1", () => {
  const weight = kernelOf(
    [4, 4, 3, 3],
    Float64Array.from({ length: 144 }, (_, i) => Math.sin(i * i)),
  );
  for (const split of [
    (w: Kernel) => channelChain(layer(w), 2).error,
    (w: Kernel) => tuckerChain(layer(w), [2, 2]).error,
  ])
    for (const factor of [1e150, 1e-150])
      expect(split(scale(weight, factor))).toBeCloseTo(split(weight), 12);
});
