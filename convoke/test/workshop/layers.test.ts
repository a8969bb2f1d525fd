/** Laws of composition, held by the engine on whole numbers: interior and border. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { conv2d } from "../../src/index.ts";
import { rational } from "../../src/numbers/rational.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import { type Tensor, tensor } from "../../src/tensor/tensor.ts";
import { kernel, kernelOf } from "../../src/workshop/kernel.ts";
import { agreement, composeLayers, extentsOf } from "../../src/workshop/layers/compose.ts";
import { foldBatchNorm, identityLayer, mergeBranches } from "../../src/workshop/layers/fold.ts";
import { type Layer, layer, ungrouped } from "../../src/workshop/layers/layer.ts";

const whole = (shape: readonly number[], seed: number) =>
  kernelOf(
    shape,
    [...integers(shape, seed, -3, 3).data].map((v) => rational(v)),
  );
const run = (l: Layer, x: Tensor) =>
  conv2d(x, tensor(l.weight.shape, l.weight.values), {
    ...(l.bias ? { bias: tensor(l.bias.shape, l.bias.values) } : {}),
    stride: [...l.stride],
    padding: l.padding.map(([a, b]) => [a, b] as [number, number]),
    dilation: [...l.dilation],
    groups: l.groups,
    accuracy: "exact",
  });
const small = (least: number, most: number) => fc.integer({ min: least, max: most });
const geometry = fc.record({
  kernel: fc.tuple(small(1, 3), small(1, 3)),
  stride: fc.tuple(small(1, 2), small(1, 2)),
  dilation: fc.tuple(small(1, 2), small(1, 2)),
  padding: fc.tuple(fc.tuple(small(0, 2), small(0, 2)), fc.tuple(small(0, 2), small(0, 2))),
  bias: fc.boolean(),
  groups: fc.constantFrom(1, 2),
});
type Geometry = typeof geometry extends fc.Arbitrary<infer T> ? T : never;

/** Outputs of each axis, less than 1 where no window fits. */
const outputsOf = ({ kernel, stride, dilation, padding }: Geometry, input: readonly number[]) =>
  input.map((n, i) => {
    const room = n + padding[i][0] + padding[i][1] - (kernel[i] - 1) * dilation[i] - 1;
    return Math.floor(room / stride[i]) + 1;
  });

test("composed, two layers give what they gave, wherever agreement says so", async () => {
  await fc.assert(
    fc.asyncProperty(geometry, geometry, small(9, 12), small(9, 12), async (g1, g2, h, w) => {
      // A window of the second may be larger than what the first leaves of the smallest inputs.
      fc.pre(outputsOf(g2, outputsOf(g1, [h, w])).every((n) => n >= 1));
      const made = (g: typeof g1, out: number, input: number, seed: number) =>
        layer(whole([out, input / g.groups, ...g.kernel], seed), {
          ...g,
          bias: g.bias ? whole([out], seed + 1) : null,
        });
      const [one, two] = [made(g1, 4, 2, 1), made(g2, 2, 4, 3)];
      const both = composeLayers(one, two);
      const x = integers([1, 2, h, w], 9, -4, 4);
      const steps = await run(two, await run(one, x));
      const single = await run(both, x);
      expect(single.shape).toEqual(steps.shape);
      expect(single.shape.slice(2)).toEqual(extentsOf(two, extentsOf(one, [h, w])));
      const spans = agreement(one, two, [h, w]);
      const [, , rows, columns] = single.shape;
      single.data.forEach((value, i) => {
        const at = [Math.floor(i / columns) % rows, i % columns];
        if (spans.every(({ from, to }, axis) => from <= at[axis] && at[axis] < to))
          expect(value).toBe(steps.data[i]);
      });
    }),
    { numRuns: 40 },
  );
});

test("at the border they differ: the span cannot be wider", async () => {
  const one = layer(whole([2, 1, 3, 3], 1), { padding: 1, bias: whole([2], 5) });
  const two = layer(whole([1, 2, 3, 3], 2), { padding: 1 });
  const x = integers([1, 1, 8, 8], 3, 1, 4);
  const [steps, single] = [
    await run(two, await run(one, x)),
    await run(composeLayers(one, two), x),
  ];
  expect(agreement(one, two, [8, 8])).toEqual([
    { from: 1, to: 7 },
    { from: 1, to: 7 },
  ]);
  const differing = [...single.data].flatMap((v, i) => (v === steps.data[i] ? [] : [i]));
  expect(differing.every((i) => [0, 7].includes(Math.floor(i / 8)) || [0, 7].includes(i % 8))).toBe(
    true,
  );
  // All 28 but those where a sum happens to vanish.
  expect(differing.length).toBeGreaterThan(20);
});

test("the book's example: two 3×3 kernels are one 5×5; with a stride the second is spread", () => {
  const three = layer(whole([1, 1, 3, 3], 1));
  expect(composeLayers(three, three).weight.shape).toEqual([1, 1, 5, 5]);
  const strided = composeLayers(
    layer(whole([1, 1, 3, 3], 1), { stride: 2 }),
    layer(whole([1, 1, 3, 3], 2), { stride: 3 }),
  );
  expect([strided.weight.shape, strided.stride, strided.weight.exact === null]).toEqual([
    [1, 1, 7, 7],
    [6, 6],
    false,
  ]);
  expect(() => composeLayers(layer(whole([2, 1, 3, 3], 1)), three)).toThrow(
    "expected 2 input channels and 2 axes for the second layer",
  );
});

test("a normalization folds into the layer", async () => {
  const l = layer(kernelOf([3, 2, 3, 3], Float64Array.from(uniform([3, 2, 3, 3], 1).data)), {
    bias: kernelOf([3], Float64Array.from([1, -2, 0.5])),
    padding: 1,
  });
  const norm = {
    mean: [0.5, -1, 2],
    variance: [4, 0.25, 1],
    weight: [2, 1, -1],
    bias: [0, 3, 1],
    epsilon: 0,
  };
  const x = uniform([1, 2, 5, 5], 2);
  const [plain, folded] = [await run(l, x), await run(foldBatchNorm(l, norm), x)];
  plain.data.forEach((v, i) => {
    const c = Math.floor(i / 25);
    const wanted =
      ((v - norm.mean[c]) / Math.sqrt(norm.variance[c])) * norm.weight[c] + norm.bias[c];
    expect(Math.abs(folded.data[i] - wanted)).toBeLessThan(1e-4);
  });
  expect(() => foldBatchNorm(l, { ...norm, variance: [1, 2] })).toThrow(
    "expected 3 numbers, one for each output channel for the variance of a batch normalization, got 2",
  );
});

test("branches that are added are one layer, exactly", async () => {
  const branches = [
    layer(whole([2, 2, 3, 3], 1), { padding: 1, bias: whole([2], 2) }),
    layer(whole([2, 2, 1, 1], 3), { bias: whole([2], 4) }),
    identityLayer(2),
    layer(whole([2, 1, 3, 1], 5), { padding: [1, 0], groups: 2 }),
    layer(whole([2, 2, 3, 3], 6), { padding: 2, dilation: 2 }),
  ];
  const merged = mergeBranches(branches);
  expect(merged.weight.shape).toEqual([2, 2, 5, 5]);
  const x = integers([2, 2, 6, 7], 8);
  const [sum, one] = [await Promise.all(branches.map((l) => run(l, x))), await run(merged, x)];
  expect([...one.data]).toEqual(
    [...one.data].map((_, i) => sum.reduce((s, y) => s + y.data[i], 0)),
  );
  const rep = mergeBranches([branches[0], branches[1], branches[2]]);
  expect([rep.weight.shape, rep.padding]).toEqual([
    [2, 2, 3, 3],
    [
      [1, 1],
      [1, 1],
    ],
  ]);
  expect(() => mergeBranches([branches[0], layer(whole([2, 2, 3, 3], 1))])).toThrow(
    "reach less padding as the first has",
  );
});

test("what does not fit is named", () => {
  expect(() => layer(kernel([[1]]))).toThrow("at least one axis of the kernel");
  expect(() => layer(whole([3, 1, 1, 1], 1), { groups: 2 })).toThrow(
    "expected a divisor of the 3 output channels for groups, got 2",
  );
  expect(() => layer(whole([2, 1, 3, 3], 1), { stride: 0 })).toThrow(
    "expected 2 whole numbers of at least 1 for stride, got 0",
  );
  expect(() => extentsOf(layer(whole([1, 1, 3, 3], 1)), [2, 9])).toThrow(
    "expected at least 3 for one window for input extent 0, got 2",
  );
  expect(ungrouped(layer(whole([4, 1, 1, 1], 1), { groups: 4 })).weight.shape).toEqual([
    4, 4, 1, 1,
  ]);
});
