/** The error bound holds for float32 sums in several orders, and is no wider than it has to be. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { relativeError } from "../../src/algorithms/fft-bound.ts";
import { activationError, activationOf } from "../../src/semantics/activation.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import type { Activation, Problem } from "../../src/semantics/problem.ts";
import { errorBound, magnitude, reference } from "../../src/semantics/reference.ts";
import { gamma } from "../../src/semantics/rounding.ts";
import {
  inputStrides,
  outputShape,
  outputStrides,
  weightStrides,
} from "../../src/semantics/shapes.ts";
import { taps } from "../../src/semantics/taps.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { anyProblem, type Data, randomData, wholeData } from "../support/problems.ts";

const f = Math.fround;

/** The products of the first output, as factors. */
function factors(p: Problem, { input, weight }: Data): [number, number][] {
  const [xs, ws] = [inputStrides(p), weightStrides(p)];
  const dot = (index: readonly number[], strides: readonly number[]) =>
    index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
  const fill = p.border.kind === "constant" ? f(p.border.value) : 0;
  return taps(p, { batch: 0, channel: 0, spatial: p.axes.map(() => 0) }).map((tap) => {
    const { channel, spatial } = tap.input;
    const at = tap.weight.out * ws.out + tap.weight.in * ws.in;
    return [
      spatial ? input.data[channel * xs.channel + dot(spatial, xs.spatial)] : fill,
      weight.data[at + dot(tap.weight.spatial, ws.spatial)],
    ];
  });
}

const rounded = (pairs: readonly [number, number][]) => pairs.map(([x, w]) => f(x * w));
const ORDERS: Record<string, (pairs: [number, number][], bias: number) => number> = {
  forwards: (pairs, bias) => f(rounded(pairs).reduce((s, v) => f(s + v), 0) + bias),
  "backwards from the bias": (pairs, bias) => rounded(pairs).reduceRight((s, v) => f(s + v), bias),
  fused: (pairs, bias) => pairs.reduce((s, [x, w]) => f(s + x * w), bias),
  "in pairs": (pairs, bias) => {
    let sums = rounded(pairs);
    while (sums.length > 1) {
      sums = Array.from({ length: Math.ceil(sums.length / 2) }, (_, i) =>
        f(sums[2 * i] + (sums[2 * i + 1] ?? 0)),
      );
    }
    return f((sums[0] ?? 0) + bias);
  },
};

function activate32(a: Activation, x: number): number {
  switch (a.kind) {
    case "identity":
      return x;
    case "clamp":
      return Math.min(Math.max(x, f(a.min)), f(a.max));
    case "leaky-relu":
      return f(Math.max(x, 0) + f(f(a.slope) * Math.min(x, 0)));
    case "hard-sigmoid":
      return Math.min(Math.max(f(f(f(a.alpha) * x) + f(a.beta)), 0), 1);
    case "hard-swish":
      return f(f(x * Math.min(Math.max(f(x + 3), 0), 6)) / 6);
    default:
      return a satisfies never;
  }
}

test.each(Object.keys(ORDERS))("float32 sums %s stay within the bound", (order) => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.batch > 0),
      fc.constantFrom(-140, -74, -20, 0, 0, 0, 12, 40),
      fc.nat(),
      (p, exponent, seed) => {
        const data = randomData(p, seed);
        for (let i = 0; i < data.input.data.length; i++) data.input.data[i] *= 2 ** exponent;
        const expected = reference(p, data).data[0];
        const bound = errorBound(p, magnitude(p, data))[0];
        const sum = ORDERS[order](factors(p, data), data.bias?.data[0] ?? 0);
        expect(Math.abs(activate32(p.activation, sum) - expected)).toBeLessThanOrEqual(bound);
      },
    ),
    { numRuns: 400 },
  );
});

test("ones and lost halves reach nine tenths of the bound", () => {
  const p = parse("ic100iw1oc1kw1");
  // Each 2⁻²⁴ is half a step of the sum 1, and every addition rounds it away.
  const input = tensor(
    [1, 100, 1],
    Array.from({ length: 100 }, (_, i) => (i === 0 ? 1 : 2 ** -24)),
  );
  const weight = tensor([1, 100, 1], new Float32Array(100).fill(1));
  const [bound] = errorBound(p, magnitude(p, { input, weight }));
  const lost =
    reference(p, { input, weight }).data[0] - ORDERS.forwards(factors(p, { input, weight }), 0);
  expect(lost / bound).toBeGreaterThan(0.9);
  expect(lost / bound).toBeLessThanOrEqual(1);
});

test("with 2²⁴ products there is no bound, with no terms no error", () => {
  const many = parse("ic16777216iw1oc1kw1");
  const bound = errorBound(many, { shape: [1, 1, 2], data: Float64Array.of(1, 0) });
  expect(bound[0]).toBeGreaterThan(1e300);
  expect(bound[1]).toBeLessThan(1e-37);
});

test("γ says how far sums can be off, grows with them, and never turns around", () => {
  expect(gamma(0)).toBe(0);
  expect(gamma(1)).toBeCloseTo(2 ** -24, 14);
  // Beyond 2²⁴ the quotient is negative: a bound that nothing keeps, or everything.
  const sizes = [1, 2, 100, 2 ** 23, 2 ** 24 - 1, 2 ** 24, 2 ** 24 + 1, 2 ** 40].map(gamma);
  sizes.forEach((size, i) => {
    expect(size).toBeGreaterThanOrEqual(sizes[Math.max(0, i - 1)]);
    expect(size).toBeLessThan(Infinity);
  });
  expect(relativeError(64, 2 ** 25)).toBeGreaterThan(relativeError(64, 2 ** 20));
  expect(relativeError(64, 2 ** 24)).toBeLessThan(Infinity);
});

test("the magnitude is the sum without cancellation: blind to signs, and the output without them", () => {
  fc.assert(
    fc.property(
      anyProblem.map((p): Problem => ({ ...p, activation: { kind: "identity" } })),
      fc.nat(),
      (p, seed) => {
        const data = wholeData(p, seed);
        const positive = Object.fromEntries(
          Object.entries(data).map(([name, t]) => [name, tensor(t.shape, t.data.map(Math.abs))]),
        ) as unknown as Data;
        const size = magnitude(p, data);
        expect(size).toEqual(magnitude(p, positive));
        expect(size.shape).toEqual(outputShape(p));
        const sure: Problem =
          p.border.kind === "constant"
            ? { ...p, border: { kind: "constant", value: Math.abs(p.border.value) } }
            : p;
        expect(size).toEqual(reference(sure, positive));
      },
    ),
    { numRuns: 200 },
  );
});

test("a bias is added to every output of its channel, and then activated", () => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.bias),
      (p) => {
        const { bias, ...rest } = wholeData(p);
        const plain: Problem = { ...p, bias: false, activation: { kind: "identity" } };
        const sums = reference(plain, rest);
        const strides = outputStrides(p);
        const activate = activationOf(p.activation);
        const expected = sums.data.map((sum, i) => {
          const channel = Math.floor((i % strides.batch) / strides.channel) % p.outChannels;
          return activate(sum + (bias?.data[channel] ?? Number.NaN));
        });
        expect(reference(p, { ...rest, ...(bias ? { bias } : {}) }).data).toEqual(expected);
      },
    ),
    { numRuns: 200 },
  );
});

describe.each<[Activation, readonly (readonly [number, number])[]]>([
  [
    { kind: "identity" },
    [
      [-2, -2],
      [3, 3],
    ],
  ],
  [
    { kind: "clamp", min: -1, max: 6 },
    [
      [-5, -1],
      [0.5, 0.5],
      [9, 6],
    ],
  ],
  [
    { kind: "leaky-relu", slope: -0.5 },
    [
      [-4, 2],
      [4, 4],
    ],
  ],
  [
    { kind: "leaky-relu", slope: 3 },
    [
      [-4, -12],
      [4, 4],
    ],
  ],
  [
    { kind: "hard-sigmoid", alpha: 0.25, beta: 0.5 },
    [
      [-9, 0],
      [1, 0.75],
      [9, 1],
    ],
  ],
  [
    { kind: "hard-swish" },
    [
      [-4, 0],
      [-3, 0],
      [-1.5, -0.375],
      [0, 0],
      [3, 3],
      [9, 9],
    ],
  ],
])("%j", (activation, points) => {
  test.each(points)("f(%f) = %f", (x, y) => {
    expect(activationOf(activation)(x)).toBeCloseTo(y, 14);
  });

  test("its slope is its steepest slope", () => {
    const h = 1 / 256;
    const apply = activationOf(activation);
    let steepest = 0;
    for (let x = -12; x < 12; x += h) {
      steepest = Math.max(steepest, Math.abs(apply(x + h) - apply(x)) / h);
    }
    const { slope } = activationError(activation);
    expect(steepest).toBeLessThanOrEqual(slope * (1 + 1e-12));
    expect(steepest).toBeGreaterThan(slope * 0.99);
  });
});
