/** What a convolution is, in laws that the reference obeys over the whole option space. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inputGradient, weightGradient } from "../../src/semantics/adjoint.ts";
import { sourceIndex } from "../../src/semantics/border.ts";
import { outputExtent } from "../../src/semantics/extents.ts";
import { pad, padTranspose } from "../../src/semantics/pad.ts";
import type { Border, Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { inputShape, outputShape, outputStrides, weightShape } from "../../src/semantics/shapes.ts";
import { taps } from "../../src/semantics/taps.ts";
import { fold, unfold } from "../../src/semantics/unfold.ts";
import { integers } from "../../src/tensor/random.ts";
import { type FloatArray, type Tensor, tensor } from "../../src/tensor/tensor.ts";
import { anyProblem, linearPart, wholeData } from "../support/problems.ts";

const dot = (a: Tensor<FloatArray>, b: Tensor<FloatArray>): number => {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += a.data[i] * b.data[i];
  return sum;
};
const plus = (a: Tensor, b: Tensor): Tensor => ({
  shape: a.shape,
  data: a.data.map((x, i) => x + b.data[i]),
});
const runs = { numRuns: 300 };
const linear = anyProblem.map(linearPart);

test("linear in the input and in the weight", () => {
  fc.assert(
    fc.property(linear, (p) => {
      const [a, b] = [wholeData(p, 1), wholeData(p, 7)];
      const y = (input: Tensor, weight: Tensor) => reference(p, { input, weight }).data;
      const sum = (u: Float64Array, v: Float64Array) => u.map((x, i) => x + v[i]);
      expect(y(plus(a.input, b.input), a.weight)).toEqual(
        sum(y(a.input, a.weight), y(b.input, a.weight)),
      );
      expect(y(a.input, plus(a.weight, b.weight))).toEqual(
        sum(y(a.input, a.weight), y(a.input, b.weight)),
      );
    }),
    runs,
  );
});

test("⟨Cx, y⟩ = ⟨x, Cᵀy⟩ for every border, stride, layout and group", () => {
  fc.assert(
    fc.property(linear, (p) => {
      const { input, weight } = wholeData(p);
      const y = integers(outputShape(p), 9);
      const back = inputGradient(p);
      const transposed = reference(back.problem, {
        input: back.input(y, weight),
        weight: back.weight(y, weight),
      });
      expect(transposed.shape).toEqual(inputShape(p));
      expect(dot(reference(p, { input, weight }), y)).toBe(dot(input, transposed));
    }),
    runs,
  );
});

test("⟨C(w)x, y⟩ = ⟨w, W(x, y)⟩: the weight gradient", () => {
  fc.assert(
    fc.property(
      linear.filter((p) => p.batch > 0),
      (p) => {
        const { input, weight } = wholeData(p);
        const y = integers(outputShape(p), 9);
        const back = weightGradient(p);
        const gradient = back.result(
          reference(back.problem, { input: back.input(input, y), weight: back.weight(input, y) }),
        );
        expect(gradient.shape).toEqual(weightShape(p));
        expect(dot(reference(p, { input, weight }), y)).toBe(dot(weight, gradient));
      },
    ),
    runs,
  );
});

test("the reference is the sum over taps, and taps know every border", () => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.batch > 0),
      fc.nat(),
      (p, pick) => {
        const data = wholeData(p);
        const plain: Problem = { ...p, bias: false, activation: { kind: "identity" } };
        const y = reference(plain, { input: data.input, weight: data.weight });
        const channel = pick % p.outChannels;
        const spatial = p.axes.map((a) => (pick * 7) % a.output);
        const strides = outputStrides(p);
        const fill = p.border.kind === "constant" ? p.border.value : 0;
        const [ix, iw] = [indexer(p, "input"), indexer(p, "weight")];
        let sum = 0;
        for (const { input, weight } of taps(p, { batch: 0, channel, spatial })) {
          const x = input.spatial
            ? data.input.data[ix(input.batch, input.channel, input.spatial)]
            : fill;
          sum += x * data.weight.data[iw(weight.out, weight.in, weight.spatial)];
        }
        const at =
          channel * strides.channel +
          spatial.reduce((s, i, axis) => s + i * strides.spatial[axis], 0);
        expect(y.data[at]).toBe(sum);
      },
    ),
    runs,
  );
});

/** Index arithmetic written again, from the layouts' letters alone. */
function indexer(p: Problem, which: "input" | "weight") {
  const letters =
    which === "input"
      ? p.dataLayout.replace("nchw", "ncx").replace("nhwc", "nxc")
      : p.weightLayout.replace("hw", "x");
  const shape = which === "input" ? inputShape(p) : weightShape(p);
  return (first: number, second: number, spatial: readonly number[]): number => {
    const index = [...letters].flatMap((l) =>
      l === "x" ? [...spatial] : l === "n" || l === "o" ? [first] : [second],
    );
    return index.reduce((sum, i, axis) => sum * shape[axis] + i, 0);
  };
}

test("an impulse gives the kernel back, mirrored by correlation, as it is by convolution", () => {
  const weight = tensor([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]);
  const input = tensor([1, 1, 3, 5]);
  input.data[1 * 5 + 2] = 1;
  const spec = {
    input: input.shape,
    weight: weight.shape,
    padding: [
      [0, 0],
      [0, 0],
    ],
  } as const;
  const run = (orientation: "correlation" | "convolution") => [
    ...reference(resolve({ ...spec, orientation }), { input, weight }).data,
  ];
  expect(run("correlation")).toEqual([6, 5, 4, 3, 2, 1]);
  expect(run("convolution")).toEqual([1, 2, 3, 4, 5, 6]);
});

test("shifting the input shifts the output, where the border wraps", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 8 }),
      (n, k, shift) => {
        const p = resolve({ input: [1, 2, n], weight: [3, 2, k], padding: "same", border: "wrap" });
        const { input, weight } = wholeData(p);
        const roll = (t: Tensor<FloatArray>) =>
          t.data.map((_, i) => t.data[Math.floor(i / n) * n + (((((i % n) - shift) % n) + n) % n)]);
        const moved = reference(p, { input: { shape: input.shape, data: roll(input) }, weight });
        expect([...moved.data]).toEqual([...roll(reference(p, { input, weight }))]);
      },
    ),
    runs,
  );
});

test("a stride keeps every s-th output", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      (n, k, s) => {
        fc.pre(n >= k);
        const spec = { input: [1, 2, n], weight: [2, 2, k] };
        const { input, weight } = wholeData(resolve(spec));
        const every = reference(resolve(spec), { input, weight });
        const some = reference(resolve({ ...spec, stride: s }), { input, weight });
        const length = every.shape[2];
        expect([...some.data]).toEqual([...every.data].filter((_, i) => (i % length) % s === 0));
      },
    ),
    runs,
  );
});

test("groups are convolutions side by side", () => {
  const p = resolve({ input: [1, 4, 6], weight: [6, 2, 3], groups: 2 });
  const { input, weight } = wholeData(p);
  const half = resolve({ input: [1, 2, 6], weight: [3, 2, 3] });
  const part = (g: number) => [
    ...reference(half, {
      input: { shape: [1, 2, 6], data: input.data.slice(12 * g, 12 * (g + 1)) },
      weight: { shape: [3, 2, 3], data: weight.data.slice(18 * g, 18 * (g + 1)) },
    }).data,
  ];
  expect([...reference(p, { input, weight }).data]).toEqual([...part(0), ...part(1)]);
});

test("convolving twice is convolving with the convolved kernel", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 9 }),
      (a, b, n) => {
        const full = (x: Tensor<FloatArray>, w: Tensor<FloatArray>) =>
          reference(
            resolve({
              input: x.shape,
              weight: w.shape,
              padding: "full",
              orientation: "convolution",
            }),
            { input: x, weight: w },
          );
        const [x, u, v] = [integers([1, 1, n], 1), integers([1, 1, a], 2), integers([1, 1, b], 3)];
        expect([...full(full(x, u), v).data]).toEqual([...full(x, full(u, v)).data]);
      },
    ),
    runs,
  );
});

describe("padding", () => {
  const borders: Border[] = [
    { kind: "zero" },
    { kind: "replicate" },
    { kind: "reflect" },
    { kind: "symmetric" },
    { kind: "wrap" },
  ];
  test.each(borders)("$kind: ⟨Px, y⟩ = ⟨x, Pᵀy⟩, padding and cropping", (border) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 6 }),
        fc.integer({ min: -1, max: 9 }),
        fc.integer({ min: -1, max: 9 }),
        (n, before, after) => {
          const x = integers([2, n], 1);
          const padded = pad(x, [0, before], [1, after], border);
          const y = integers(padded.shape, 2);
          expect(dot(padded, y)).toBe(
            dot(x, padTranspose(y, x.shape, [0, before], [1, after], border)),
          );
        },
      ),
      runs,
    );
  });

  test.each<[Border["kind"], string]>([
    ["replicate", "aaaaaabcddddd"],
    ["reflect", "bcdcbabcdcbab"],
    ["symmetric", "ddcbaabcddcba"],
    ["wrap", "dabcdabcdabcd"],
  ])("%s goes on beyond one period", (kind, expected) => {
    const row = Array.from(
      { length: 13 },
      (_, i) => "abcd"[sourceIndex({ kind } as Border, 4, i - 5)],
    );
    expect(row.join("")).toBe(expected);
  });
});

test("unfold makes the matrix whose product with the weight is the convolution; fold is its adjoint", () => {
  fc.assert(
    fc.property(
      linear.filter(
        (p) =>
          p.op === "conv" &&
          p.groups === 1 &&
          p.dataLayout === "nchw" &&
          p.weightLayout === "oihw" &&
          p.orientation === "correlation",
      ),
      (p) => {
        const { input, weight } = wholeData(p);
        const columns = unfold(p, input);
        const [batch, rows, positions] = columns.shape;
        const y = new Float64Array(batch * p.outChannels * positions);
        for (let n = 0; n < batch; n++) {
          for (let o = 0; o < p.outChannels; o++) {
            for (let r = 0; r < rows; r++) {
              for (let l = 0; l < positions; l++) {
                y[(n * p.outChannels + o) * positions + l] +=
                  weight.data[o * rows + r] * columns.data[(n * rows + r) * positions + l];
              }
            }
          }
        }
        expect(y).toEqual(reference(p, { input, weight }).data);
        const other = integers(columns.shape, 5);
        expect(dot(columns, other)).toBe(dot(input, fold(p, other)));
      },
    ),
    { numRuns: 100 },
  );
});

test("transposed output (R3) is the input that the convolution (R2) came from", () => {
  fc.assert(
    fc.property(
      fc.record({
        input: fc.integer({ min: 1, max: 30 }),
        kernel: fc.integer({ min: 1, max: 5 }),
        stride: fc.integer({ min: 1, max: 4 }),
        dilation: fc.integer({ min: 1, max: 3 }),
      }),
      fc.nat(3),
      fc.nat(3),
      (w, before, after) => {
        const window = { ...w, outputPadding: 0 };
        const output = outputExtent("conv", window, [before, after]);
        fc.pre(output >= 1);
        const back = outputExtent("convTranspose", { ...window, input: output }, [before, after]);
        expect(w.input - back).toBeGreaterThanOrEqual(0);
        expect(w.input - back).toBeLessThan(w.stride);
      },
    ),
  );
});
