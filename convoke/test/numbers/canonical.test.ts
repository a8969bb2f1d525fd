/** Sums of outer products, and the systems behind them. */
import { expect, test } from "vitest";
import { expanded } from "../../src/numbers/canonical.ts";
import { positiveSolver, solvePositive } from "../../src/numbers/cholesky.ts";
import { integers } from "../../src/tensor/random.ts";

test.each([
  { shape: [1], rank: 1 },
  { shape: [3, 1], rank: 2 },
  { shape: [2, 5, 3], rank: 3 },
  { shape: [3, 1, 2, 4], rank: 2 },
])("$shape of rank $rank: every place is the sum of its products", ({ shape, rank }) => {
  const factors = shape.map((extent, axis) =>
    Float64Array.from(integers([extent * rank], axis + 1, -5, 5).data),
  );
  const got = expanded(shape, factors, rank);
  got.forEach((value, at) => {
    let rest = at;
    const place = [...shape].reverse().map((extent) => {
      const own = rest % extent;
      rest = Math.floor(rest / extent);
      return own;
    });
    place.reverse();
    let sum = 0;
    for (let r = 0; r < rank; r++)
      sum += place.reduce((product, i, axis) => product * factors[axis][i * rank + r], 1);
    expect(value === sum).toBe(true);
  });
});

test("a matrix is taken apart once for all right sides; one that is not positive gives nothing", () => {
  const solve = positiveSolver([4, 0, 0, 2, 10, 0, -2, 2, 6], 3)!;
  for (const b of [
    [8, 42, 10],
    [0, 0, 1],
  ])
    expect(solve(b)).toEqual(solvePositive([4, 0, 0, 2, 10, 0, -2, 2, 6], b));
  // A·[1, 4, 1] for L = [[2, 0, 0], [1, 3, 0], [-1, 1, 2]]
  expect([...solve([10, 44, 12])]).toEqual([1, 4, 1]);
  expect(positiveSolver([1, 0, 2, 1], 2)).toBeNull();
  expect(solvePositive([1, 0, 2, 1], [1, 1])).toBeNull();
});
