import fc from "fast-check";
import { expect, test } from "vitest";
import { conv2d } from "../../src/index.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import {
  add,
  convolve,
  correlate,
  dilate,
  flip,
  identity,
  power,
  rotate,
  scale,
  subtract,
  transpose,
  trim,
} from "../../src/workshop/algebra.ts";
import {
  approximately,
  type Kernel,
  kernel,
  kernelOf,
  nestedOf,
  sameKernel,
} from "../../src/workshop/kernel.ts";

const entry = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc
    .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .map(([a, b]) => `${a}/${b}`),
);
const plane: fc.Arbitrary<Kernel> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )
  .map((rows) => kernel(rows));
const expectSame = (a: Kernel, b: Kernel): void => {
  expect([nestedOf(a), a.origin, sameKernel(a, b)]).toEqual([nestedOf(b), b.origin, true]);
};

test("kernels are a commutative ring with the identity", () => {
  fc.assert(
    fc.property(plane, plane, plane, (a, b, c) => {
      expectSame(convolve(a, b), convolve(b, a));
      expectSame(convolve(convolve(a, b), c), convolve(a, convolve(b, c)));
      expectSame(trim(convolve(a, add(b, c))), trim(add(convolve(a, b), convolve(a, c))));
      expectSame(convolve(a, identity(2)), a);
      expectSame(trim(subtract(a, a)), trim(scale(a, 0)));
    }),
  );
});

test("correlation does not commute: exchanged, it is flipped", () => {
  fc.assert(
    fc.property(plane, plane, (a, b) => expectSame(correlate(a, b), flip(correlate(b, a)))),
  );
  const [a, b] = [kernel([[1, 2]]), kernel([[1, 0, 3]])];
  expect(sameKernel(correlate(a, b), correlate(b, a))).toBe(false);
});

test("turns: four quarters, two flips, transposes", () => {
  fc.assert(
    fc.property(plane, plane, (a, b) => {
      expectSame(rotate(rotate(a, 1), 3), a);
      expectSame(rotate(a, 2), flip(a));
      expectSame(transpose(transpose(a)), a);
      expectSame(transpose(convolve(a, b)), convolve(transpose(a), transpose(b)));
      expectSame(flip(convolve(a, b)), convolve(flip(a), flip(b)));
      expectSame(dilate(convolve(a, b), 3), convolve(dilate(a, 3), dilate(b, 3)));
    }),
  );
  expect(
    nestedOf(
      rotate(
        kernel([
          [1, 2],
          [3, 4],
        ]),
      ),
    ),
  ).toEqual([
    [2, 4],
    [1, 3],
  ]);
});

test("binomials are powers; sums cover both grids", () => {
  expect(nestedOf(power(kernel([1, -1]), 4))).toEqual([1, -4, 6, -4, 1]);
  expect(nestedOf(power(kernel([["1/2", "1/2"]]), 2))).toEqual([["1/4", "1/2", "1/4"]]);
  const sum = add(kernel([1, 2], { origin: [0] }), kernel([1, 1], { origin: [1] }));
  expect([nestedOf(sum), sum.origin]).toEqual([[1, 2, 2], [1]]);
});

test("zeros around are trimmed, of a grid of any size", () => {
  const { shape, origin } = trim(kernelOf([400, 400], new Float64Array(160_000).fill(1)));
  expect([shape, origin]).toEqual([
    [400, 400],
    [199, 199],
  ]);
  const one = trim(
    kernel(
      [
        [0, 0, 0],
        [0, 0, 7],
      ],
      { origin: [0, 0] },
    ),
  );
  expect([nestedOf(one), one.origin]).toEqual([[[7]], [-1, -2]]);
});

test("floats stay floats, and one float makes a result float", () => {
  expect(convolve(kernel([0.5, 1]), kernel(["1/2"])).exact).toBeNull();
  expect(approximately(kernel(["1/3"])).exact).toBeNull();
  expect(nestedOf(convolve(kernel([0.5, 1]), kernel(["1/2"])))).toEqual([0.25, 0.5]);
});

test("what stands in a kernel is told apart from what cannot", () => {
  expect(() => kernel([])).toThrow("expected extents of at least 1");
  expect(() => kernel([[1, 2], [3]])).toThrow("expected rows of 2 for axis 1 of a kernel, got [3]");
  expect(() => kernel([[1], 2])).toThrow("expected rows of 1 for axis 1 of a kernel, got 2");
  expect(() => kernel(["1/0"])).toThrow(
    'expected a number or a fraction such as 1/9 for an entry of a kernel, got "1/0"',
  );
  expect(() => kernel([Number.NaN])).toThrow("expected finite numbers");
  expect(() => add(kernel([1]), kernel([[1]]))).toThrow("the same number of axes");
  expect(() => power(kernel([1]), -1)).toThrow("from 0 to 1024");
});

test("two layers are one with the convolved kernel: the engine agrees", async () => {
  const a = kernel([
    [1, 2, -1],
    [0, 3, 1],
  ]);
  const b = kernel([
    [2, -1],
    [1, 1],
  ]);
  const x = tensor(
    [1, 1, 7, 6],
    Array.from({ length: 42 }, (_, i) => ((i * 7) % 11) - 5),
  );
  const layer = (k: Kernel) => tensor([1, 1, ...k.shape], k.values);
  const both = await conv2d(await conv2d(x, layer(a)), layer(b));
  const one = await conv2d(x, layer(convolve(a, b)));
  expect([...one.data]).toEqual([...both.data]);
});
