import fc from "fast-check";
import { expect, test } from "vitest";
import { integers } from "../../src/tensor/random.ts";
import { add, convolve, scale, trim } from "../../src/workshop/algebra.ts";
import { nearestPair } from "../../src/workshop/factor/pair.ts";
import { factorPlane, freedomOf } from "../../src/workshop/factor/plane.ts";
import { type Kernel, kernel, kernelOf, nestedOf, sameKernel } from "../../src/workshop/kernel.ts";

const productOf = (k: Kernel) =>
  factorPlane(k)
    .map((f) => f.kernel)
    .reduce(convolve);
const kinds = (k: Kernel) =>
  factorPlane(k)
    .map((f) => f.kind)
    .sort();
const plane = (rows: number, columns: number) =>
  fc
    .array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    })
    .filter((m) => m.flat().some((v) => v !== 0))
    .map((m) => kernel(m));

test("the product of the factors is the kernel, exactly, whatever it is", () => {
  fc.assert(
    fc.property(plane(3, 4), plane(2, 3), (a, b) => {
      const k = convolve(a, b);
      expect(sameKernel(productOf(k), trim(k))).toBe(true);
      expect(factorPlane(k).length).toBeGreaterThan(0);
    }),
    { numRuns: 15 },
  );
});

test("two planted kernels without factors of their own are found", () => {
  fc.assert(
    fc.property(plane(3, 3), plane(3, 2), (a, b) => {
      const [fa, fb] = [a, b].map(factorPlane);
      fc.pre([fa, fb].every((f) => f.length === 1 && f[0].kind === "irreducible"));
      const found = factorPlane(convolve(a, b));
      expect(found.map((f) => f.kind)).toEqual(["irreducible", "irreducible"]);
      // Each is one of the two, up to its scale.
      const up = (k: Kernel) => {
        const t = trim(k);
        const at = t.values.findIndex((v) => v !== 0);
        const q = t.exact![at];
        return JSON.stringify(
          nestedOf(
            scale(t, {
              over: q.over < 0n ? -q.under : q.under,
              under: q.over < 0n ? -q.over : q.over,
            }),
          ),
        );
      };
      expect(found.map((f) => up(f.kernel)).sort()).toEqual([up(a), up(b)].sort());
    }),
    { numRuns: 40 },
  );
});

test("almost no kernel has factors: the proof is a rank", () => {
  let irreducible = 0;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 25, maxLength: 25 }),
      (v) => {
        fc.pre(v.some((x) => x !== 0));
        const found = factorPlane(kernel([0, 1, 2, 3, 4].map((y) => v.slice(5 * y, 5 * y + 5))));
        if (found.length === 1 && found[0].kind === "irreducible") {
          irreducible++;
          expect(found[0].proof.rank).toBe(found[0].proof.unknowns - 1);
        }
      },
    ),
    { numRuns: 50 },
  );
  expect(irreducible).toBeGreaterThan(40);
});

test("separable ones are lines; the Laplacians are irreducible; the integer Gaussian is too", () => {
  expect(
    kinds(
      kernel([
        [1, 2, 1],
        [2, 4, 2],
        [1, 2, 1],
      ]),
    ),
  ).toEqual(["line", "line"]);
  expect(
    kinds(
      kernel([
        [0, 1, 0],
        [1, -4, 1],
        [0, 1, 0],
      ]),
    ),
  ).toEqual(["irreducible"]);
  expect(
    kinds(
      kernel([
        [1, 1, 1],
        [1, -8, 1],
        [1, 1, 1],
      ]),
    ),
  ).toEqual(["irreducible"]);
  const g159 = kernel([
    [2, 4, 5, 4, 2],
    [4, 9, 12, 9, 4],
    [5, 12, 15, 12, 5],
    [4, 9, 12, 9, 4],
    [2, 4, 5, 4, 2],
  ]);
  expect(kinds(g159)).toEqual(["irreducible"]);
  expect(kinds(kernel([[5]]))).toEqual(["line"]);
});

test("factors beyond the fractions are counted: real ones and conjugates", () => {
  // x² − 2y² = (x − √2 y)(x + √2 y); x² + y² = (x + iy)(x − iy).
  expect(
    factorPlane(
      kernel([
        [0, 0, -2],
        [0, 0, 0],
        [1, 0, 0],
      ]),
    ),
  ).toMatchObject([{ kind: "irrational", factors: 2, real: 2 }]);
  expect(
    factorPlane(
      kernel([
        [0, 0, 1],
        [0, 0, 0],
        [1, 0, 0],
      ]),
    ),
  ).toMatchObject([{ kind: "irrational", factors: 2, real: 1 }]);
  // (x² − 2y²)(x² − 3y²): over the fractions two factors, each of two.
  const [a, b] = [
    kernel([
      [0, 0, -2],
      [0, 0, 0],
      [1, 0, 0],
    ]),
    kernel([
      [0, 0, -3],
      [0, 0, 0],
      [1, 0, 0],
    ]),
  ];
  expect(factorPlane(convolve(a, b))).toMatchObject([
    { kind: "irrational", factors: 2 },
    { kind: "irrational", factors: 2 },
  ]);
});

test("repeated factors, fractions, shifts", () => {
  const k = kernel([
    [1, 2],
    ["1/3", 5],
  ]);
  const cube = convolve(k, convolve(k, k));
  expect(kinds(cube)).toEqual(["irreducible", "irreducible", "irreducible"]);
  expect(sameKernel(productOf(cube), trim(cube))).toBe(true);
  const moved = kernel(
    [
      [0, 0, 0],
      [0, 1, 2],
      [0, "1/3", 5],
    ],
    { origin: [7, -1] },
  );
  expect(sameKernel(productOf(moved), trim(moved))).toBe(true);
  expect(() => factorPlane(kernel([[0]]))).toThrow("a value other than 0");
  expect(() => factorPlane(kernel([1, 2]))).toThrow("two axes of at most 17");
});

test("degrees of freedom: 3 ∗ 3 has 17 where 5 × 5 has 25", () => {
  expect([freedomOf([3, 3], [3, 3]), 5 * 5]).toEqual([17, 25]);
});

test("the nearest pair is exact where there is one, and else has the error that no small move betters", () => {
  // There may be other valleys: of 40 planted pairs nearly all must be found.
  const found = Array.from({ length: 40 }, (_, seed) => {
    const [a, b] = [integers([3, 3], 2 * seed), integers([3, 3], 2 * seed + 1)].map((t) =>
      kernelOf(t.shape, Float64Array.from(t.data)),
    );
    const k = convolve(a, b);
    const { first, second, residual } = nearestPair(k, [3, 3]);
    const off = add(convolve(first, second), scale(k, -1)).values;
    expect(Math.hypot(...off)).toBeLessThan((residual + 1e-12) * Math.hypot(...k.values));
    return residual < 1e-9;
  });
  expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(38);
  const g = kernel([
    [2, 4, 5, 4, 2],
    [4, 9, 12, 9, 4],
    [5, 12, 15, 12, 5],
    [4, 9, 12, 9, 4],
    [2, 4, 5, 4, 2],
  ]);
  const { first, second, residual } = nearestPair(g, [3, 3]);
  expect(residual).toBeGreaterThan(0.001);
  expect(residual).toBeLessThan(0.05);
  const errorOf = (x: Kernel) =>
    Math.hypot(...add(convolve(x, second), scale(g, -1)).values) / Math.hypot(...g.values);
  expect(errorOf(first)).toBeCloseTo(residual, 10);
  for (let i = 0; i < 9; i++)
    for (const step of [1e-3, -1e-3]) {
      const moved = [...first.values];
      moved[i] += step;
      expect(
        errorOf(kernel([moved.slice(0, 3), moved.slice(3, 6), moved.slice(6)])),
      ).toBeGreaterThan(residual);
    }
  expect(() => nearestPair(g, [6, 1])).toThrow(
    "two extents from 1 to those of a 2-D kernel, [5, 5]",
  );
});
