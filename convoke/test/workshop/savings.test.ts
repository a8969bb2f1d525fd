/** What layers in a row cost and take, and where several composed ones agree with their steps. */
import { describe, expect, test } from "vitest";
import { reference } from "../../src/semantics/reference.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { integers } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { exactSum, separable } from "../../src/workshop/factor/separable.ts";
import { kernel, kernelOf, sameKernel } from "../../src/workshop/kernel.ts";
import { agreementOf } from "../../src/workshop/layers/agreement.ts";
import { composeLayers, extentsOf } from "../../src/workshop/layers/compose.ts";
import { type Layer, type LayerOptions, layer } from "../../src/workshop/layers/layer.ts";
import { roundingOf, weightGap } from "../../src/workshop/savings/agree.ts";
import { measureChains } from "../../src/workshop/savings/measure.ts";
import { passesOf, passesOfSum } from "../../src/workshop/savings/passes.ts";
import { priceOf, specOf } from "../../src/workshop/savings/price.ts";
import { kernelFindings } from "../../src/workshop/savings/ways.ts";

const SOBEL = kernel([
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
]);
const LAPLACIAN = kernel([
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
]);

const random = (shape: readonly number[], seed: number, options: LayerOptions = {}): Layer =>
  layer(kernelOf(shape, Float64Array.from(integers(shape, seed, -3, 3).data)), options);

describe("multiplications by the accountant", () => {
  test("a kernel without padding, and its two passes", () => {
    const whole = priceOf(passesOf([SOBEL]), [10, 12]);
    expect(whole).toEqual({
      multiplications: 9 * 80,
      perOutput: 9,
      parameters: 9,
      output: [8, 10],
    });
    // 8 × 12 columns of 3, then 8 × 10 rows of 3.
    const passes = priceOf(passesOf([...separable(SOBEL)!]), [10, 12]);
    expect(passes).toMatchObject({
      multiplications: 3 * 96 + 3 * 80,
      parameters: 6,
      output: [8, 10],
    });
  });

  test("a sum of two separable ones has two channels between its passes", () => {
    const layers = passesOfSum(exactSum(LAPLACIAN));
    expect(layers.map(({ weight }) => weight.shape)).toEqual([
      [2, 1, 3, 1],
      [1, 2, 1, 3],
    ]);
    const { weight } = layers.reduce(composeLayers);
    expect(sameKernel(kernelOf([3, 3], weight.exact!), LAPLACIAN)).toBe(true);
  });

  test("a layer that fits nowhere is refused", () => {
    expect(() => priceOf(passesOf([SOBEL]), [10, 2])).toThrow("at least 3 for one window");
  });
});

describe("measured", () => {
  test("passes of a kernel agree within their bound, each with its time", async () => {
    const [whole] = passesOf([SOBEL]);
    const chains = [passesOf([...separable(SOBEL)!]), passesOfSum(exactSum(SOBEL))];
    const { whole: own, chains: found } = await measureChains(whole, chains, [40, 33]);
    expect(own.milliseconds).toBeGreaterThan(0);
    expect(own.algorithms).toHaveLength(1);
    for (const { milliseconds, algorithms, off, allowed } of found) {
      expect(milliseconds).toBeGreaterThan(0);
      expect(algorithms).toHaveLength(2);
      expect(off).toBeLessThanOrEqual(allowed);
      expect(allowed).toBeLessThan(1e-4);
    }
  });

  test("a chain that computes something else is off by more than rounding, and the gap says by how much", async () => {
    const [whole] = passesOf([SOBEL]);
    const other = passesOf([LAPLACIAN]);
    const { chains } = await measureChains(whole, [other], [20, 20]);
    expect(chains[0].off).toBeGreaterThan(roundingOf([whole]) + roundingOf(other));
    expect(weightGap(whole, other)).toBe(1 + 1 + 1 + 3 + 4 + 1 + 1 + 1 + 1);
    expect(chains[0].off).toBeLessThanOrEqual(chains[0].allowed);
  });
});

/** The layers by the definition, on whole numbers. */
function run(layers: readonly Layer[], input: readonly number[], seed: number) {
  let data = integers([1, layers[0].weight.shape[1] * layers[0].groups, ...input], seed, -4, 4);
  let extents = input;
  for (const l of layers) {
    const problem = resolve(specOf(l, extents));
    const weight = tensor(l.weight.shape, Float32Array.from(l.weight.values));
    const bias = l.bias && tensor(l.bias.shape, Float32Array.from(l.bias.values));
    const output = reference(problem, { input: data, weight, ...(bias ? { bias } : {}) });
    data = tensor(output.shape, Float32Array.from(output.data));
    extents = extentsOf(l, extents);
  }
  return data;
}

describe("three layers as one", () => {
  const bias = (n: number) => ({
    bias: kernelOf(
      [n],
      Float64Array.from({ length: n }, (_, i) => i + 1),
    ),
  });
  test.each<[string, LayerOptions[], [number, number]]>([
    ["padding in each", [{ padding: 1 }, { padding: 1 }, { padding: 1 }], [11, 9]],
    [
      "padding in the middle alone",
      [
        {},
        {
          padding: [
            [2, 0],
            [0, 1],
          ],
        },
        {},
      ],
      [12, 12],
    ],
    ["strides", [{ padding: 1 }, { stride: 2, padding: 1 }, { padding: 1 }], [17, 15]],
    ["none", [{ stride: 2 }, {}, {}], [17, 15]],
    ["nowhere", [{ padding: 3 }, { padding: 3 }, { padding: 3 }], [3, 3]],
  ])("%s", (_, [a, b, c], input) => {
    const layers = [
      random([2, 1, 3, 3], 1, { ...a, ...bias(2) }),
      random([3, 2, 3, 2], 2, { ...b, ...bias(3) }),
      random([1, 3, 2, 3], 3, c),
    ];
    const spans = agreementOf(layers, input);
    const steps = run(layers, input, 7);
    const one = run([layers.reduce(composeLayers)], input, 7);
    expect(one.shape).toEqual(steps.shape);
    const [, , height, width] = steps.shape;
    let outside = 0;
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const same = one.data[y * width + x] === steps.data[y * width + x];
        const inside = [y, x].every((at, axis) => at >= spans[axis].from && at < spans[axis].to);
        if (inside) expect(same).toBe(true);
        else if (!same) outside++;
      }
    const all = spans.every(({ from, to }, axis) => from === 0 && to === [height, width][axis]);
    // Random weights: what is not promised does differ somewhere.
    expect(outside > 0).toBe(!all);
  });
});

describe("the ways to take a kernel apart", () => {
  const whole = (way: { readonly layers: readonly Layer[] }) =>
    way.layers.reduce(composeLayers).weight;
  test.each([
    [
      "separable",
      kernel([
        ["1/16", "1/8", "1/16"],
        ["1/8", "1/4", "1/8"],
        ["1/16", "1/8", "1/16"],
      ]),
    ],
    [
      "sum",
      kernel([
        [1, 2, 1],
        [0, 1, 3],
        [1, 2, 5],
      ]),
    ],
    [
      "product",
      kernel([
        [1, 3, 2],
        [3, 6, 5],
        [0, 6, 2],
      ]),
    ],
    ["short", kernel([[1, 4, 6, 4, 1]])],
    [
      "pair",
      kernel([
        [0, 1, 0],
        [1, 0.3, 1],
        [0, 1, 0],
      ]),
    ],
  ] as const)("%s: its layers are the kernel, as near as it says", (kind, k) => {
    const { ways, kernel: own } = kernelFindings(k);
    expect(ways.map((way) => way.kind)).toContain(kind);
    const norm = Math.hypot(...own.values);
    for (const way of ways) {
      const { values, exact } = whole(way);
      const off = Math.hypot(...values.map((v, i) => v - own.values[i])) / norm;
      expect(Math.abs(off - way.error), way.key).toBeLessThan(1e-9);
      if (way.exact) expect(exact, way.key).toEqual(own.exact);
    }
  });

  test("outer zeros are left out; zeros alone, volumes and too large ones are refused", () => {
    expect(
      kernelFindings(
        kernel([
          [0, 0, 0],
          [0, 1, 2],
          [0, 2, 4],
        ]),
      ).kernel.shape,
    ).toEqual([2, 2]);
    for (const refused of [kernel([[0, 0]]), kernel([[[1]], [[2]]])])
      expect(() => kernelFindings(refused)).toThrow("expected one or two axes, and a value other");
    const large = kernelOf([129, 2], new Float64Array(258).fill(1));
    expect(() => kernelFindings(large)).toThrow("expected at most 128×128 values");
  });
});
