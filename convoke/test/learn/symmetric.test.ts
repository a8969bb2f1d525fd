/** Eigenvalues and vectors: those that are known, and those that make the matrix again. */
import { expect, test } from "vitest";
import { eigenOf } from "../../src/numbers/symmetric.ts";
import { uniform } from "../../src/tensor/random.ts";

/** The largest of A·v - λ·v and of VVᵀ - 1, by the largest eigenvalue. */
function defects(matrix: Float64Array, size: number): { residual: number; skew: number } {
  const { values, vectors } = eigenOf(matrix, size);
  const most = values.reduce((max, v) => Math.max(max, Math.abs(v)), Number.MIN_VALUE);
  let [residual, skew] = [0, 0];
  for (let r = 0; r < size; r++) {
    for (let i = 0; i < size; i++) {
      let [image, along] = [0, 0];
      for (let j = 0; j < size; j++) {
        image += matrix[i * size + j] * vectors[r * size + j];
        along += vectors[i * size + j] * vectors[r * size + j];
      }
      residual = Math.max(residual, Math.abs(image - values[r] * vectors[r * size + i]) / most);
      skew = Math.max(skew, Math.abs(along - (i === r ? 1 : 0)));
    }
  }
  return { residual, skew };
}

/** XXᵀ of random X, size × rank. */
function gram(size: number, rank: number, seed: number): Float64Array {
  const x = uniform([size, rank], seed).data;
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += x[i * rank + k] * x[j * rank + k];
    return sum;
  });
}

test.each([
  [1, 1],
  [2, 2],
  [3, 1],
  [9, 9],
  [10, 4],
  [50, 50],
  [81, 20],
])("%d × %d of rank %d", (size, rank) => {
  const matrix = gram(size, rank, 7 + size);
  const { residual, skew } = defects(matrix, size);
  expect(residual).toBeLessThan(size * 4e-15);
  expect(skew).toBeLessThan(size * 4e-15);
  const { values } = eigenOf(matrix, size);
  expect(values.toSorted()).toEqual(values);
  expect(values.filter((v) => v > 1e-12 * values[size - 1]).length).toBe(rank);
});

test("second differences have eigenvalues 2 - 2·cos(kπ / (n + 1))", () => {
  const size = 24;
  const matrix = Float64Array.from({ length: size * size }, (_, at) => {
    const apart = Math.abs(Math.floor(at / size) - (at % size));
    return apart === 0 ? 2 : apart === 1 ? -1 : 0;
  });
  eigenOf(matrix, size).values.forEach((value, k) => {
    expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (size + 1)), 13);
  });
});

test("nothing, diagonals and equal values", () => {
  expect([...eigenOf(new Float64Array(9), 3).values]).toEqual([0, 0, 0]);
  const diagonal = Float64Array.of(3, 0, 0, 0, 1, 0, 0, 0, 3);
  expect([...eigenOf(diagonal, 3).values]).toEqual([1, 3, 3]);
  const ones = new Float64Array(25).fill(1);
  const { values } = eigenOf(ones, 5);
  expect(values[4]).toBeCloseTo(5, 14);
  expect(Math.max(...values.subarray(0, 4).map(Math.abs))).toBeLessThan(1e-14);
  expect(defects(ones, 5).skew).toBeLessThan(1e-14);
});
