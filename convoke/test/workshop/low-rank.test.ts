import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { conv2d } from "../../src/index.ts";
import { canonical, expanded } from "../../src/numbers/canonical.ts";
import { lengthOf, lowRank } from "../../src/numbers/low-rank.ts";
import { singularTerms } from "../../src/numbers/svd.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import { type Tensor, tensor } from "../../src/tensor/tensor.ts";
import {
  exactSum,
  nearestSum,
  rankOfKernel,
  separable,
  sumOfTerms,
} from "../../src/workshop/factor/separable.ts";
import { kernel, kernelOf, sameKernel } from "../../src/workshop/kernel.ts";
import { type Layer, layer } from "../../src/workshop/layers/layer.ts";
import {
  type Chain,
  canonicalChain,
  channelChain,
  spatialChain,
  tuckerChain,
} from "../../src/workshop/layers/low-rank.ts";

const doubles = (shape: readonly number[], seed: number) =>
  Float64Array.from(uniform(shape, seed).data);
const G159 = kernel([
  [2, 4, 5, 4, 2],
  [4, 9, 12, 9, 4],
  [5, 12, 15, 12, 5],
  [4, 9, 12, 9, 4],
  [2, 4, 5, 4, 2],
]);

describe("singular values", () => {
  test.each([
    [7, 4],
    [4, 7],
    [5, 5],
    [1, 6],
  ])("of %d×%d agree with ml-matrix", (rows, columns) => {
    const values = doubles([rows, columns], 10 * rows + columns);
    const wanted = new SingularValueDecomposition(Matrix.from1DArray(rows, columns, [...values]), {
      autoTranspose: true,
    }).diagonal;
    const ours = singularTerms(values, rows, columns).map((t) => t.sigma);
    const byGram = lowRank(values, rows, columns, 1).singular;
    wanted.slice(0, Math.min(rows, columns)).forEach((sigma, i) => {
      expect(Math.abs(ours[i] - sigma)).toBeLessThan(1e-13 * wanted[0]);
      expect(Math.abs(byGram[i] - sigma)).toBeLessThan(1e-7 * wanted[0]);
    });
  });

  test("the error of a truncation is what Eckart and Young say", () => {
    const values = doubles([6, 9], 3);
    const { left, right, singular, error } = lowRank(values, 6, 9, 2);
    const rest = values.map(
      (v, i) =>
        v -
        [0, 1].reduce((s, r) => s + left[Math.floor(i / 9) * 2 + r] * right[r * 9 + (i % 9)], 0),
    );
    expect(error).toBeCloseTo(lengthOf(rest) / lengthOf(values), 12);
    expect(error).toBeCloseTo(Math.hypot(...singular.slice(2)) / Math.hypot(...singular), 10);
  });
});

describe("separable", () => {
  test("ranks of the kernels that everybody uses", () => {
    expect(
      rankOfKernel(
        kernel([
          [1, 2, 1],
          [0, 0, 0],
          [-1, -2, -1],
        ]),
      ),
    ).toBe(1);
    expect(
      rankOfKernel(
        kernel([
          [0, 1, 0],
          [1, -4, 1],
          [0, 1, 0],
        ]),
      ),
    ).toBe(2);
    expect(
      rankOfKernel(
        kernel([
          [1, 1, 1],
          [1, -8, 1],
          [1, 1, 1],
        ]),
      ),
    ).toBe(2);
    expect(rankOfKernel(G159)).toBe(3);
    expect(rankOfKernel(kernel([[0, 0]]))).toBe(0);
    expect(separable(G159)).toBeNull();
  });

  test("as many terms as the rank give the kernel back, exactly", () => {
    for (const k of [
      G159,
      kernel(
        [
          ["1/3", 2],
          [4, "5/7"],
        ],
        { origin: [1, 0] },
      ),
      kernel([
        [0.1, 0.2],
        [0.3, 0.7],
      ]),
    ]) {
      const sum = exactSum(k);
      expect(sum.terms.length).toBe(rankOfKernel(k));
      expect([...sumOfTerms(sum).values]).toEqual([...k.values]);
      expect(sumOfTerms(sum).origin).toEqual(k.origin);
    }
    expect(sameKernel(sumOfTerms(exactSum(G159)), G159)).toBe(true);
  });

  test("fewer terms are nearest; the error is that of the sum", () => {
    for (const count of [1, 2, 3, 5]) {
      const near = nearestSum(G159, count);
      const off = sumOfTerms(near).values.map((v, i) => v - G159.values[i]);
      expect(Math.abs(lengthOf(off) / lengthOf(G159.values) - near.error)).toBeLessThan(1e-12);
      expect(near.error < 1e-12).toBe(count >= 3);
    }
    expect(() => nearestSum(G159, 6)).toThrow(
      "expected a whole number from 1 to 5 for terms, got 6",
    );
    expect(() => nearestSum(kernel([1, 2]), 1)).toThrow("two axes");
  });
});

test("a sum of outer products is found again", () => {
  const shape = [4, 3, 3, 2];
  const factors = shape.map((extent, axis) => doubles([extent, 2], axis + 1));
  const values = expanded(shape, factors, 2);
  expect(values[5]).toBeCloseTo(
    [0, 1].reduce(
      (s, r) => s + factors[0][r] * factors[1][r] * factors[2][2 * 2 + r] * factors[3][2 + r],
      0,
    ),
    12,
  );
  const shares: number[] = [];
  canonical(values, shape, 2, { onProgress: (share) => shares.push(share) });
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[0] > 0 && shares.at(-1)! <= 1).toBe(true);
  expect(canonical(values, shape, 2).error).toBeLessThan(1e-5);
  expect(canonical(values, shape, 1).error).toBeGreaterThan(1e-3);
});

describe("a layer as a chain", () => {
  const options = { stride: [2, 1], padding: [1, [2, 0]] as const, dilation: [1, 2] };
  const made = (seed: number): Layer =>
    layer(kernelOf([6, 5, 3, 3], doubles([6, 5, 3, 3], seed)), {
      ...options,
      bias: kernelOf([6], doubles([6], 9)),
    });
  const run = async (layers: readonly Layer[], x: Tensor) => {
    let y = x;
    for (const l of layers)
      y = await conv2d(y, tensor(l.weight.shape, l.weight.values), {
        ...(l.bias ? { bias: tensor(l.bias.shape, l.bias.values) } : {}),
        stride: [...l.stride],
        padding: l.padding.map(([a, b]) => [a, b] as [number, number]),
        dilation: [...l.dilation],
        groups: l.groups,
      });
    return y;
  };
  const chains: readonly (readonly [string, (l: Layer, full: boolean) => Chain])[] = [
    ["spatial", (l, full) => spatialChain(l, full ? 15 : 4)],
    ["channel", (l, full) => channelChain(l, full ? 6 : 3)],
    ["tucker", (l, full) => tuckerChain(l, full ? [5, 6] : [3, 3])],
  ];

  test.each(chains)(
    "%s: at full rank it is the layer; below, off by its error",
    async (_, chainOf) => {
      const l = made(1);
      const x = integers([1, 5, 9, 11], 2);
      const whole = await run([l], x);
      const full = chainOf(l, true);
      expect(full.error).toBeLessThan(1e-7);
      const same = await run(full.layers, x);
      expect(same.shape).toEqual(whole.shape);
      same.data.forEach((v, i) => expect(Math.abs(v - whole.data[i])).toBeLessThan(1e-4));
      const few = chainOf(l, false);
      expect(few.parameters).toBeLessThan(few.of);
      expect(few.error).toBeGreaterThan(0.1);
      const near = await run(few.layers, x);
      const off = lengthOf(near.data.map((v, i) => v - whole.data[i]));
      // The error of the weights times the norm of the input's patches bounds that of the outputs.
      expect(off).toBeGreaterThan(1e-3);
      expect(off).toBeLessThan(few.error * lengthOf(l.weight.values) * lengthOf(x.data) * 3);
    },
  );

  test("canonical: a layer made of outer products is found, and runs as depthwise layers", async () => {
    const factors = [6, 5, 3, 3].map((extent, axis) => doubles([extent, 2], axis + 20));
    const l = layer(kernelOf([6, 5, 3, 3], expanded([6, 5, 3, 3], factors, 2)), options);
    const found = canonicalChain(l, 2);
    expect([
      found.error < 1e-4,
      found.layers.length,
      found.layers[1].groups,
      found.parameters,
    ]).toEqual([true, 4, 2, 2 * 17]);
    const x = integers([1, 5, 9, 11], 2);
    const [whole, near] = [await run([l], x), await run(found.layers, x)];
    expect(near.shape).toEqual(whole.shape);
    near.data.forEach((v, i) => expect(Math.abs(v - whole.data[i])).toBeLessThan(2e-2));
  });

  test("ranks that cannot be, and groups, are named", () => {
    expect(() => channelChain(made(1), 7)).toThrow(
      "expected a whole number from 1 to 6 for rank, got 7",
    );
    expect(() => tuckerChain(made(1), [6, 1])).toThrow("from 1 to 5 for the rank of the inputs");
    expect(() => spatialChain(layer(kernelOf([2, 2, 3], doubles([2, 2, 3], 1))), 1)).toThrow(
      "at least two axes of the kernel",
    );
    expect(() =>
      channelChain(layer(kernelOf([2, 1, 3, 3], doubles([2, 1, 3, 3], 1)), { groups: 2 }), 1),
    ).toThrow("each group is a layer of its own");
  });
});

describe("Tucker's form of layers whose matrices are not wide", () => {
  test.each<[string, readonly number[], readonly [number, number]]>([
    ["more outputs than all else", [24, 2, 3], [2, 6]],
    ["more inputs than all else", [2, 24, 3], [6, 2]],
    ["one input", [9, 1, 2, 2], [1, 4]],
    ["more ranks than the other side has numbers", [24, 2, 3], [1, 20]],
  ])("%s", (_, shape, ranks) => {
    const l = layer(kernelOf(shape, doubles(shape, 3)));
    const [fewIn, fewOut] = ranks;
    const few = tuckerChain(l, [fewIn, fewOut]);
    // No nearest chain is farther away than 0.
    expect(few.error).toBeLessThanOrEqual(1);
    // The matrix [out, in × taps] has at most in × taps singular values: ranks of that many are all.
    const rank = (rows: number) => Math.min(rows, l.weight.values.length / rows);
    const full = tuckerChain(l, [rank(shape[1]), rank(shape[0])]);
    expect(full.error).toBeLessThan(1e-7);
    expect(few.error).toBeGreaterThanOrEqual(full.error - 1e-12);
  });

  test("channels of zeros are in no one's way", () => {
    const values = doubles([4, 5, 3], 5).map((v, i) => (Math.floor(i / 3) % 5 < 2 ? 0 : v));
    expect(tuckerChain(layer(kernelOf([4, 5, 3], values)), [3, 4]).error).toBeLessThan(1e-7);
    expect(tuckerChain(layer(kernelOf([4, 5, 3], values)), [5, 4]).error).toBeLessThan(1e-7);
  });
});
