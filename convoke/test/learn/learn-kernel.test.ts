/** Kernels found again: exactly, to what rounding leaves, and where there are many. */
import { describe, expect, test } from "vitest";
import { conv2d } from "../../src/conv.ts";
import { learnKernel, METHODS } from "../../src/learn/index.ts";
import type { BorderName } from "../../src/semantics/spec.ts";
import { integers, stream, uniform } from "../../src/tensor/random.ts";
import { type Tensor, tensor } from "../../src/tensor/tensor.ts";

const SOBEL = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
const GAUSSIAN = [1, 2, 1, 2, 4, 2, 1, 2, 1].map((w) => w / 16);

async function filtered(
  before: Tensor,
  kernel: readonly number[],
  [rows, columns]: readonly [number, number],
  border: BorderName | "valid" = "zero",
): Promise<Tensor> {
  const [planes, height, width] = before.shape;
  const x = tensor([planes, 1, height, width], before.data);
  const w = tensor([1, 1, rows, columns], [...kernel]);
  const how = border === "valid" ? ({} as const) : ({ padding: "same", border } as const);
  const { shape, data } = await conv2d(x, w, how);
  return tensor([planes, shape[2], shape[3]], data);
}

const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i])));

describe("whole numbers, where nothing is rounded", () => {
  test.each<[readonly [number, number], BorderName | "valid", boolean]>([
    [[3, 3], "zero", false],
    [[3, 3], "wrap", true],
    [[2, 4], "reflect", true],
    [[4, 1], "replicate", true],
    [[1, 1], "symmetric", true],
    [[5, 3], "valid", false],
  ])("%j, %s, all outputs: %s", async (size, border, all) => {
    const taps = size[0] * size[1];
    const kernel = [...integers([taps], 5, -9, 9).data];
    const before = integers([2, 23, 19], 6, 0, 255);
    const after = await filtered(before, kernel, size, border);
    for (const method of METHODS) {
      const use = all && border !== "valid" ? { border } : {};
      const { learned, solved, outputs } = await learnKernel({
        before,
        after,
        size,
        method,
        ...use,
      });
      expect(apart(solved.kernel, kernel)).toBeLessThan(1e-11);
      expect(solved.rank).toBe(taps);
      expect(solved.rms).toBeLessThan(1e-4);
      expect(apart(learned.kernel, kernel)).toBeLessThan(1e-4);
      expect(learned.converged).toBe(true);
      const inside = 2 * (24 - size[0]) * (20 - size[1]);
      expect(outputs).toBe(all ? 2 * 23 * 19 : inside);
    }
  });

  test("a border that was another shows", async () => {
    const before = integers([1, 23, 19], 6, 0, 255);
    const after = await filtered(before, SOBEL, [3, 3], "zero");
    const { solved } = await learnKernel({ before, after, size: 3, border: "reflect" });
    expect(solved.rms).toBeGreaterThan(20);
  });
});

test("a constant besides, which is asked for or missed; larger outputs left out", async () => {
  const before = integers([1, 31, 33], 7, 0, 255);
  const after = await filtered(before, SOBEL, [3, 3]);
  after.data.forEach((v, i) => {
    after.data[i] = Math.min(400, v / 2 + 127.5);
  });
  const options = { before, after, size: 3, limits: [-1000, 400] as const };
  for (const method of METHODS) {
    const { learned, solved, leftOut } = await learnKernel({ ...options, method, constant: true });
    expect(leftOut).toBeGreaterThan(5);
    expect(solved.constant).toBeCloseTo(127.5, 7);
    expect(
      apart(
        solved.kernel,
        SOBEL.map((w) => w / 2),
      ),
    ).toBeLessThan(1e-9);
    expect(learned.constant).toBeCloseTo(127.5, 2);
    expect(apart(learned.kernel, solved.kernel)).toBeLessThan(1e-4);
  }
  const without = await learnKernel(options);
  expect(without.solved.rms).toBeGreaterThan(20);
  expect(without.rmsWithConstant).toBeLessThan(1e-3);
  const cut = await learnKernel({ before, after, size: 3, constant: true });
  expect(
    apart(
      cut.solved.kernel,
      SOBEL.map((w) => w / 2),
    ),
  ).toBeGreaterThan(1e-3);
});

describe("many kernels are as near: the shortest is given", () => {
  test.each(METHODS)("%s", async (method) => {
    // All windows of a constant picture are the same: only the sum of the weights is known.
    const flat = tensor([1, 20, 20], new Float32Array(400).fill(90));
    const twice = tensor([1, 20, 20], new Float32Array(400).fill(180));
    const one = await learnKernel({ before: flat, after: twice, size: 3, method });
    expect([one.solved.rank, one.solved.unknowns]).toEqual([1, 9]);
    expect(apart(one.solved.kernel, new Array(9).fill(2 / 9))).toBeLessThan(1e-12);
    expect(apart(one.learned.kernel, new Array(9).fill(2 / 9))).toBeLessThan(1e-5);
    // Rows that are all alike: the column sums are known, and are spread over the rows.
    const stripes = tensor([1, 20, 21], integers([21], 3, 0, 255).data.length ? repeated() : []);
    const after = await filtered(stripes, SOBEL, [3, 3], "valid");
    const two = await learnKernel({ before: stripes, after, size: 3, method });
    expect(two.solved.rank).toBe(3);
    const spread = [0, 1, 2].flatMap(() => [-4 / 3, 0, 4 / 3]);
    expect(apart(two.solved.kernel, spread)).toBeLessThan(1e-10);
    expect(apart(two.learned.kernel, spread)).toBeLessThan(1e-4);
  });

  function repeated(): Float32Array {
    const row = integers([21], 3, 0, 255).data;
    return Float32Array.from({ length: 20 * 21 }, (_, i) => row[i % 21]);
  }
});

describe("rounded outputs", () => {
  test.each([
    ["sobel", SOBEL],
    ["gaussian", GAUSSIAN],
  ])("noise, %s: within the deviation of independent errors", async (_, kernel) => {
    const before = integers([1, 120, 130], 8, 0, 255);
    const after = await filtered(before, kernel, [3, 3]);
    // Half a code besides, so that whole results are rounded too.
    const scaled = tensor(
      after.shape,
      after.data.map((v) => Math.floor(0.37 * v + 0.5)),
    );
    const { solved } = await learnKernel({ before, after: scaled, size: 3, rounding: 1 });
    kernel.forEach((w, i) => {
      expect(Math.abs(solved.kernel[i] - 0.37 * w)).toBeLessThan(4 * solved.expected[i]);
      expect(solved.found[i] / solved.expected[i]).toBeCloseTo(1, 1);
    });
    expect(solved.rms).toBeCloseTo(Math.sqrt(1 / 12), 2);
  });

  test("a flat picture: rounding moves weights further, and is foretold", async () => {
    // A slow slope with steps of one code, and a strip of noise.
    const next = stream(3, 0);
    const before = tensor([1, 150, 160]);
    before.data.forEach((_, i) => {
      const [y, x] = [Math.floor(i / 160), i % 160];
      before.data[i] = Math.floor(100 + 0.3 * y + 0.2 * x + (x < 8 ? 40 : 0.9) * next());
    });
    const exact = await filtered(before, GAUSSIAN, [3, 3]);
    const after = tensor(
      exact.shape,
      exact.data.map((v) => Math.floor(v + 0.5)),
    );
    const { solved } = await learnKernel({ before, after, size: 3, rounding: 1 });
    const errors = GAUSSIAN.map((w, i) => solved.kernel[i] - w);
    const most = Math.max(...solved.expected);
    expect(apart(errors, new Array(9).fill(0))).toBeGreaterThan(5 * most);
    expect(apart(errors, solved.rounded)).toBeLessThan(4 * most);
  });
});

test("steps: reported from the first, and no more than allowed", async () => {
  const before = uniform([1, 30, 30], 2, 100, 200);
  const after = await filtered(before, GAUSSIAN, [3, 3]);
  const seen: number[] = [];
  const options = { before, after, size: 3, method: "descent" } as const;
  const { learned } = await learnKernel({
    ...options,
    steps: 20,
    onStep: ({ step, kernel }) => {
      seen.push(step);
      if (step === 0) expect(kernel.every((w) => w === 0)).toBe(true);
    },
  });
  expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect([learned.steps, learned.converged]).toEqual([20, false]);
  const rms = Math.sqrt(after.data.slice().reduce((sum, v) => sum + v * v, 0) / 900);
  expect(learned.history[0].rms / rms).toBeCloseTo(1, 1);
  const whole = await learnKernel(options);
  expect(whole.learned.converged).toBe(true);
  expect(whole.learned.history.at(-1)!.rms).toBeLessThan(1e-3);
});

test("the same bits with one thread and two", async () => {
  const before = integers([1, 64, 70], 2, 0, 255);
  const after = await filtered(before, GAUSSIAN, [3, 3]);
  const run = (threads: number) => learnKernel({ before, after, size: 3, threads });
  expect(await run(2)).toEqual(await run(1));
});

test("progress: every part to its end, in order; a signal stops with its reason", async () => {
  const before = integers([2, 41, 37], 3, 0, 255);
  const after = await filtered(before, GAUSSIAN, [3, 3]);
  const parts: string[] = [];
  const onProgress = (share: number, part: string) => {
    expect(share >= 0 && share <= 1).toBe(true);
    if (parts.at(-1) !== part) parts.push(part);
  };
  const options = { before, after, size: 3, steps: 4 } as const;
  const watched = await learnKernel({ ...options, onProgress });
  expect(parts).toEqual(["equations", "gradients", "errors"]);
  expect(await learnKernel(options)).toEqual(watched);
  const enough = new Error("enough");
  const control = new AbortController();
  const seen: number[] = [];
  const stopped = learnKernel({
    ...options,
    signal: control.signal,
    onStep: ({ step }) => {
      seen.push(step);
      control.abort(enough);
    },
  });
  await expect(stopped).rejects.toBe(enough);
  expect(seen).toEqual([0]);
  await expect(learnKernel({ ...options, signal: control.signal })).rejects.toBe(enough);
});

test("very small and very large numbers are learned from as well as others", async () => {
  const before = integers([1, 19, 23], 7, -99, 99);
  const after = await filtered(before, [3, -1, 2, 5, -4, 0], [2, 3]);
  const at = (factor: number) => {
    const of = ({ shape, data }: Tensor) =>
      tensor(
        shape,
        [...data].map((v) => v * factor),
      );
    return learnKernel({ before: of(before), after: of(after), size: [2, 3] });
  };
  for (const factor of [2 ** -70, 2 ** -25, 1, 2 ** 25]) {
    const { learned } = await at(factor);
    expect(apart(learned.kernel, [3, -1, 2, 5, -4, 0])).toBeLessThan(1e-6);
    expect(learned.converged).toBe(true);
  }
});

test("what is refused", async () => {
  const before = integers([1, 8, 9], 1);
  const fails = (more: object) => expect(learnKernel({ before, after: before, size: 3, ...more }));
  await fails({ after: integers([1, 9, 8], 1) }).rejects.toThrow(
    "expected that of before, [1, 8, 9], or [1, 6, 7] for the shape of after, got [1,9,8]",
  );
  await fails({ size: 9 }).rejects.toThrow(
    "expected at most the 8 × 9 of the input for the kernel",
  );
  await fails({ size: 0 }).rejects.toThrow(
    "whole numbers of at least 1 for the size of the kernel",
  );
  await fails({ size: 40 }).rejects.toThrow("at most 961 weights");
  await fails({ steps: 0 }).rejects.toThrow("for steps, got 0");
  await fails({ rounding: -1 }).rejects.toThrow("for rounding, got -1");
  await fails({ method: "newton" }).rejects.toThrow("conjugate or descent for method");
  await fails({ limits: [5, 5] }).rejects.toThrow("some between 5 and 5 for the outputs, got");
  await fails({ speed: 1 }).rejects.toThrow("for the options of learnKernel, got");
  const broken = tensor([1, 8, 9]);
  broken.data[3] = Number.NaN;
  await fails({ after: broken }).rejects.toThrow("finite ones for the numbers of after");
});
