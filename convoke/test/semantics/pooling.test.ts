/** Pooling's definition: its gradients by finite differences, its laws, its rules for NaN and ties. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { onnxIndices, poolFromOnnx, unpoolFromOnnx } from "../../src/dialects/onnx-pool.ts";
import { poolFromTorch } from "../../src/dialects/torch-pool.ts";
import { poolFromWebNN } from "../../src/dialects/webnn-pool.ts";
import { OptionError, ShapeError } from "../../src/errors.ts";
import {
  type PoolProblem,
  poolInputShape,
  poolOutputShape,
} from "../../src/semantics/pool-problem.ts";
import {
  poolGradient,
  poolReference,
  unpoolGradient,
  unpoolReference,
} from "../../src/semantics/pool-reference.ts";
import { resolvePool, resolveUnpool } from "../../src/semantics/pool-spec.ts";
import { windowsOf, windowsWith } from "../../src/semantics/pool-windows.ts";
import { integers, random, uniform } from "../../src/tensor/random.ts";
import { sizeOf, type Tensor } from "../../src/tensor/tensor.ts";
import { anyPooling } from "../support/poolings.ts";

const f64 = ({ shape, data }: Tensor): Tensor<Float64Array> => ({
  shape,
  data: Float64Array.from(data),
});
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

/** All values differ by at least 0.01: no maximum changes its place under a small step. */
function distinct(shape: readonly number[], seed: number): Tensor<Float64Array> {
  const next = random(seed);
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) => 0.3 + 0.01 * i);
  for (let i = data.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [data[i], data[j]] = [data[j], data[i]];
  }
  return { shape, data: data.map((x, i) => (i % 3 === 0 ? -x : x)) };
}

/** ⟨dy, y(x + h·v) − y(x − h·v)⟩ / 2h = ⟨dx, v⟩ */
function checkGradient(problem: PoolProblem, seed: number): void {
  const x = distinct(poolInputShape(problem), seed);
  const v = f64(uniform(x.shape, seed + 1));
  const dy = f64(uniform(poolOutputShape(problem), seed + 2));
  const h = 1e-6;
  const moved = (sign: number) =>
    poolReference(problem, { ...x, data: x.data.map((value, i) => value + sign * h * v.data[i]) })
      .output.data;
  const [up, down] = [moved(1), moved(-1)];
  const slope = dot(
    dy.data,
    up.map((value, i) => (value - down[i]) / (2 * h)),
  );
  expect(dot(poolGradient(problem, x, dy).data, v.data)).toBeCloseTo(slope, 5);
}

test.each(["max", "average", "lp"] as const)("the gradient of %s is its derivative", (op) => {
  fc.assert(fc.property(anyPooling(op), fc.integer({ min: 1, max: 1000 }), checkGradient), {
    numRuns: 120,
  });
});

test("an average is linear, and its gradient is its adjoint: ⟨dy, Px⟩ = ⟨Pᵀdy, x⟩ on whole numbers", () => {
  fc.assert(
    fc.property(anyPooling("average"), (p) => {
      // Divided by 1, all sums are whole.
      const problem: PoolProblem = { ...p, op: { kind: "average", divisor: 1 } };
      const x = f64(integers(poolInputShape(problem), 1));
      const dy = f64(integers(poolOutputShape(problem), 2));
      const there = dot(dy.data, poolReference(problem, x).output.data);
      expect(dot(poolGradient(problem, x, dy).data, x.data) + 0).toBe(there + 0);
    }),
  );
});

test("windows and the windows with a position are transposed relations", () => {
  fc.assert(
    fc.property(anyPooling("average"), ({ axes }) => {
      for (const axis of axes) {
        const there = windowsOf(axis);
        const back = windowsWith(there, axis.input);
        const pairs = ({ first, count, step }: typeof there) =>
          first.flatMap((from, n) =>
            Array.from({ length: count[n] }, (_, t) => [n, from + t * step]),
          );
        const turned = pairs(back).map(([i, n]) => [n, i]);
        expect(turned.sort().toString()).toBe(pairs(there).sort().toString());
      }
    }),
  );
});

const one = (data: readonly number[]) => ({
  shape: [1, 1, data.length],
  data: Float64Array.from(data),
});
const row = (length: number, options: object) =>
  resolvePool({ op: "max", input: [1, 1, length], kernelSize: 3, stride: 1, ...options });

describe("maxima", () => {
  test.each([
    ["the first of equals", [2, 5, 5], 5, 1],
    ["a NaN wins", [1, Number.NaN, 9], Number.NaN, 1],
    ["of NaNs the last", [Number.NaN, Number.NaN, 9], Number.NaN, 1],
    ["-Infinity is found", [-Infinity, -Infinity, -Infinity], -Infinity, 0],
  ])("%s", (_, data, value, index) => {
    const { output, indices } = poolReference(row(3, {}), one(data));
    expect([output.data[0], indices![0]]).toEqual([value, index]);
  });

  test("padding never wins, and its gradient goes to the maximum alone", () => {
    const problem = row(3, { padding: 1 });
    const x = one([-3, -1, -2]);
    expect([...poolReference(problem, x).output.data]).toEqual([-1, -1, -1]);
    expect([...poolGradient(problem, x, one([1, 2, 4])).data]).toEqual([0, 7, 0]);
  });

  test("a maximum of nothing is refused", () => {
    expect(() => row(1, { kernelSize: 2, dilation: 2, padding: 1 })).toThrow(
      "expected at least one input element for window 0 of a maximum along width, got 0",
    );
  });
});

test("averages: what divides", () => {
  const average = (options: object) =>
    poolReference(
      resolvePool({ op: "average", input: [1, 1, 4], kernelSize: 3, stride: 2, ...options }),
      one([3, 6, 9, 12]),
    ).output.data;
  expect([...average({ padding: 1 })]).toEqual([3, 9]);
  expect([...average({ padding: 1, countIncludePad: false })]).toEqual([4.5, 9]);
  expect([...average({ padding: 1, divisorOverride: 2 })]).toEqual([4.5, 13.5]);
  // The last window is not whole: padding counts, what lies beyond it does not.
  expect([...average({ ceilMode: true })]).toEqual([6, 10.5]);
  expect([...average({ ceilMode: true, padding: 1 })]).toEqual([3, 9, 6]);
});

test("adaptive windows that divide the input are sliding ones", () => {
  const sliding = resolvePool({ op: "max", input: [1, 2, 6, 9], kernelSize: [2, 3] });
  expect(resolvePool({ op: "max", input: [1, 2, 6, 9], outputSize: 3 })).toEqual(sliding);
  const kept = resolvePool({ op: "average", input: [1, 2, 6, 9], outputSize: [null, 2] });
  expect(poolOutputShape(kept)).toEqual([1, 2, 6, 2]);
});

test("the Lp norm of nothing but zeros has the gradient 0", () => {
  const problem = resolvePool({ op: "lp", normType: 3, input: [1, 1, 2], kernelSize: 2 });
  expect([...poolGradient(problem, one([0, 0]), one([1])).data]).toEqual([0, 0]);
});

test("unpooling puts maxima back where they were, and its gradient takes them from there", () => {
  fc.assert(
    fc.property(fc.constantFrom("nchw" as const, "nhwc" as const), (dataLayout) => {
      const shape = dataLayout === "nchw" ? [2, 3, 6, 4] : [2, 6, 4, 3];
      const problem = resolvePool({ op: "max", input: shape, kernelSize: 2, dataLayout });
      const x = distinct(shape, 5);
      const { output, indices } = poolReference(problem, x);
      const back = resolveUnpool({ input: output.shape, kernelSize: 2, dataLayout });
      const whole = unpoolReference(back, output, indices!);
      const kept = whole.data.map((value, i) => (value === 0 ? x.data[i] : value));
      expect(kept).toEqual(x.data);
      expect([
        ...poolReference(problem, { shape, data: whole.data.map(Math.abs) }).output.data,
      ]).toEqual([...output.data].map(Math.abs));
      expect(unpoolGradient(back, x, indices!).data).toEqual(output.data);
    }),
    { numRuns: 2 },
  );
  const own = resolveUnpool({ input: [1, 1, 2], kernelSize: 2 });
  expect(() => unpoolReference(own, one([1, 2]), Int32Array.of(0, 4))).toThrow(
    "expected a whole number from 0 to 3 for indices[1], got 4",
  );
  expect(() => resolveUnpool({ input: [1, 1, 2], kernelSize: 2, outputSize: [6] })).toThrow(
    ShapeError,
  );
});

describe("dialects", () => {
  test("ONNX counts indices over the tensor, column by column where asked", () => {
    const problem = poolFromOnnx("MaxPool", [1, 2, 4, 6], {
      kernel_shape: [2, 2],
      strides: [2, 2],
    });
    const indices = new Int32Array(12).fill(6 + 2);
    expect(onnxIndices(problem, indices)[0]).toBe(8);
    expect(onnxIndices(problem, indices, 1)[0]).toBe(2 * 4 + 1);
    expect(onnxIndices(problem, indices, 1)[6]).toBe(24 + 2 * 4 + 1);
    const { problem: back, indices: own } = unpoolFromOnnx(
      [1, 1, 1, 2],
      [1, 6],
      { kernel_shape: [2, 2], strides: [2, 2] },
      [1, 1, 3, 5],
    );
    expect([poolOutputShape(back), [...own]]).toEqual([
      [1, 1, 3, 5],
      [1, 7],
    ]);
  });

  test("WebNN keeps a window that begins behind the input, the others drop it", () => {
    const options = { windowDimensions: [2, 2], padding: [1, 1, 1, 1], strides: [3, 3] };
    const shape = [1, 1, 2, 2];
    const operand = { shape, dtype: "float32" };
    const problem = poolFromWebNN("averagePool2d", operand, { ...options, roundingType: "ceil" });
    expect(poolOutputShape(problem)).toEqual([1, 1, 2, 2]);
    expect([
      ...poolReference(problem, { shape, data: Float64Array.of(4, 1, 1, 1) }).output.data,
    ]).toEqual([4, 0, 0, 0]);
    expect(() => poolFromWebNN("maxPool2d", operand, { ...options, roundingType: "ceil" })).toThrow(
      ShapeError,
    );
    const torch = poolFromTorch("avgPool", 2, shape, {
      kernelSize: 2,
      padding: 1,
      stride: 3,
      ceilMode: true,
    });
    expect(poolOutputShape(torch.problem)).toEqual([1, 1, 1, 1]);
  });

  test("what PyTorch scales up or refuses is refused", () => {
    expect(() => poolFromTorch("maxPool", 1, [1, 2, 9], { kernelSize: 3, padding: 2 })).toThrow(
      "expected at most 1, half of it for padding of a window of 3, got 2 (nearest legal: 1)",
    );
    const cut = { normType: 2, kernelSize: 2, ceilMode: true };
    expect(() => poolFromTorch("lpPool", 1, [1, 2, 9], cut)).toThrow(OptionError);
    expect(poolFromTorch("lpPool", 1, [1, 2, 8], cut).unbatched).toBe(false);
  });
});

test.each([
  [{ op: "max", input: [1, 1, 4], kernelSize: 2, normType: 2 }, "normType"],
  [{ op: "max", input: [1, 1, 4] }, "kernelSize"],
  [{ op: "lp", input: [1, 1, 4], kernelSize: 2 }, "expected a number of at least 1 for normType"],
  [
    { op: "max", input: [1, 1, 4], kernelSize: 5 },
    "expected at least 5, the reach of the window (P1)",
  ],
  [{ op: "average", input: [1, 1, 4], outputSize: 2, stride: 2 }, "stride"],
  [{ op: "average", input: [1, 1, 4], kernelSize: 2, ceilMode: 1 }, "true or false for ceilMode"],
])("%o is refused in one sentence", (spec, message) => {
  expect(() => resolvePool(spec as Parameters<typeof resolvePool>[0])).toThrow(message);
});
