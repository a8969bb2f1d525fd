/** The normal equations of pictures against their definition, number by number. */
import { describe, expect, test } from "vitest";
import { limbsOf } from "../../src/learn/limbs.ts";
import { normalEquations } from "../../src/learn/normal-equations.ts";
import { type Pair, pairOf } from "../../src/learn/pair.ts";
import { integers, uniform } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";

/** XᵀX and Xᵀy as sums over windows, in float64, with the column of ones. */
function defined(pair: Pair): { matrix: Float64Array; right: Float64Array } {
  const {
    kernel: [rows, columns],
    planes,
    height,
    width,
    x,
    y,
    used,
  } = pair;
  const size = rows * columns + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (let p = 0; p < planes; p++)
    for (let r = 0; r < height; r++)
      for (let c = 0; c < width; c++) {
        const at = (p * height + r) * width + c;
        if (used[at] === 0) continue;
        const row = Array.from({ length: size }, (_, t) => {
          const [i, j] = [Math.floor(t / columns), t % columns];
          if (t === size - 1) return 1;
          return x[(p * (height + rows - 1) + r + i) * (width + columns - 1) + c + j];
        });
        for (let i = 0; i < size; i++) {
          right[i] += row[i] * y[at];
          for (let j = 0; j < size; j++) matrix[i * size + j] += row[i] * row[j];
        }
      }
  return { matrix, right };
}

const none = () => undefined;

describe("whole numbers, exactly", () => {
  test.each<[string, number, readonly [number, number], readonly number[]]>([
    ["8 bits", 255, [3, 3], [1, 37, 29]],
    ["white all over", 255, [2, 3], [2, 18, 40]],
    ["16 bits", 65535, [3, 2], [3, 20, 17]],
    ["a single window", 255, [5, 4], [1, 5, 4]],
    ["a row", 255, [1, 7], [1, 1, 70]],
  ])("%s", async (name, white, size, shape) => {
    const least = name.startsWith("white") ? white : 0;
    const before = integers(shape, 3, least, white);
    const after = integers(shape, 4, -white, white);
    for (const border of [undefined, "reflect"] as const) {
      const limits = [-0.9 * white, 0.9 * white] as const;
      const pair = pairOf(before, after, { size, limits, ...(border ? { border } : {}) });
      const got = await normalEquations(pair, null, none);
      const wanted = defined(pair);
      expect(got.matrix).toEqual(wanted.matrix);
      expect(got.right).toEqual(wanted.right);
      expect(got.count).toBe(pair.count);
      if (name === "8 bits") expect(pair.count).toBeLessThan(pair.used.length);
    }
  });
});

test("floats, to 2⁻³⁰ of the largest products", async () => {
  const pair = pairOf(uniform([2, 21, 19], 5, -3, 3), uniform([2, 21, 19], 6, -1e-3, 1e-3), {
    size: [3, 2],
  });
  const got = await normalEquations(pair, null, none);
  const wanted = defined(pair);
  const bound = (most: number) => pair.count * most * 2 ** -30;
  got.matrix.forEach((v, i) => {
    expect(Math.abs(v - wanted.matrix[i])).toBeLessThan(bound(9));
  });
  got.right.forEach((v, i) => {
    expect(Math.abs(v - wanted.right[i])).toBeLessThan(bound(3e-3));
  });
});

test("limbs make their numbers again", () => {
  const again = (numbers: Float32Array) => {
    const { unit, limbs } = limbsOf(numbers);
    for (const limb of limbs) expect(limb.every((v) => Math.abs(v) < 256)).toBe(true);
    const sums = numbers.map(
      (_, i) => limbs.reduce((sum, l, n) => sum + l[i] * 256 ** n, 0) * unit,
    );
    return { sums, count: limbs.length };
  };
  const codes = Float32Array.of(0, 1, 255, -255);
  expect(again(codes)).toEqual({ sums: codes, count: 1 });
  const deep = Float32Array.of(0, 256, 65535, -4097);
  expect(again(deep)).toEqual({ sums: deep, count: 2 });
  const large = Float32Array.of(2 ** 24 - 1, -(2 ** 16));
  expect(again(large)).toEqual({ sums: large, count: 3 });
  expect(again(new Float32Array(3))).toEqual({ sums: new Float32Array(3), count: 1 });
  for (const top of [1e-30, 0.7, 2 ** 24, 1e30]) {
    const floats = tensor([40], uniform([40], 9, -top, top).data).data as Float32Array;
    const { sums, count } = again(floats);
    expect(count).toBe(4);
    floats.forEach((v, i) => {
      expect(Math.abs(sums[i] - v)).toBeLessThanOrEqual(top * 2 ** -24);
    });
  }
});
