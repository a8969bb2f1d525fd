import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "convoke/formats";
import { describe, expect, test } from "vitest";
import { CATALOGUE, KERNEL_NAMES, kernelByName } from "../src/kernels/catalogue.ts";
import { isDerivative, sumOf } from "../src/kernels/kernel.ts";
import { readKernel } from "../src/kernels/read.ts";
import { scratch } from "./command.ts";

const rows = (name: string): number[][] => {
  const { rows: count, columns, weights } = kernelByName(name)!;
  return Array.from({ length: count }, (_, y) => [
    ...weights.slice(y * columns, (y + 1) * columns),
  ]);
};

test("every kernel has a sum that its meaning asks for", () => {
  const zero = [
    "laplacian4",
    "laplacian8",
    "laplacian-oono-puri",
    "laplacian-isotropic",
    "sobel-x",
    "sobel-y",
    "scharr-x",
    "scharr-y",
    "prewitt-x",
    "prewitt-y",
    "roberts-1",
    "roberts-2",
    "kirsch",
    "gaussian-derivative",
    "log",
    "dog",
    "gabor",
    "highpass",
    "bandpass",
    "one-pole-high",
  ];
  for (const name of KERNEL_NAMES) {
    const sum = sumOf(kernelByName(name)!);
    expect(sum, name).toBeCloseTo(zero.includes(name) ? 0 : 1, 10);
    expect(isDerivative(kernelByName(name)!), name).toBe(zero.includes(name));
    expect(CATALOGUE[name].zh).toMatch(/[\u4e00-\u9fff]/);
  }
});

test("the Laplacian of x² + y² is 4; the 8-neighbour one gives 12", () => {
  const apply = (name: string) => {
    const k = rows(name);
    return k
      .flatMap((row, y) => row.map((w, x) => w * ((x - 1) ** 2 + (y - 1) ** 2)))
      .reduce((a, b) => a + b, 0);
  };
  expect(apply("laplacian4")).toBe(4);
  expect(apply("laplacian8")).toBe(12);
});

test("slopes point along growing x and growing y", () => {
  for (const family of ["sobel", "scharr", "prewitt"]) {
    const gain = (name: string, slope: (x: number, y: number) => number) =>
      rows(name)
        .flatMap((row, y) => row.map((w, x) => w * slope(x, y)))
        .reduce((a, b) => a + b, 0);
    expect(gain(`${family}-x`, (x) => x)).toBeGreaterThan(0);
    expect(gain(`${family}-x`, (_, y) => y)).toBe(0);
    expect(gain(`${family}-y`, (_, y) => y)).toBe(gain(`${family}-x`, (x) => x));
  }
});

test("the 159-Gaussian has its published corner, edge and centre", () => {
  const k = rows("gaussian159");
  expect([k[0][0], k[0][2], k[2][2]].map((w) => Math.round(159 * w))).toEqual([2, 5, 15]);
});

test("a motion blur along x is a row; along y a column", () => {
  expect(rows("motion:3:0")).toEqual([
    [0, 0, 0],
    [1 / 3, 1 / 3, 1 / 3],
    [0, 0, 0],
  ]);
  const column = rows("motion:3:90").map((row) => row[1]);
  column.forEach((w) => expect(w).toBeCloseTo(1 / 3, 12));
});

test("what has its origin off the middle is filtered about it: zeros are added", () => {
  expect(rows("shift:1:0")).toEqual([[1, 0, 0]]);
  expect(rows("shift:-1:2")).toEqual([
    [0, 0, 1],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(rows("one-pole:0.5:2")).toEqual([[0.25, 0.5, 0]]);
  expect(rows("roberts-1")).toEqual([
    [1, 0],
    [0, -1],
  ]);
});

describe("what --kernel may be", () => {
  test.each<[string, number, number, number[]]>([
    ["1,-1", 1, 2, [1, -1]],
    ["0 1 0; 1 -4 1; 0 1 0", 3, 3, [0, 1, 0, 1, -4, 1, 0, 1, 0]],
    ["[1/2 .5]", 1, 2, [0.5, 0.5]],
    ["1; -1;", 2, 1, [1, -1]],
    ["1e-1", 1, 1, [0.1]],
  ])("%s", async (text, height, width, weights) => {
    expect(await readKernel(text)).toMatchObject({ rows: height, columns: width, weights });
  });

  test("a JSON or npy file", async () => {
    const folder = scratch();
    writeFileSync(join(folder, "k.json"), "[[1, 2], [3, 4]]");
    writeFileSync(
      join(folder, "k.npy"),
      writeNpy({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) }),
    );
    for (const file of ["k.json", "k.npy"]) {
      expect(await readKernel(join(folder, file))).toMatchObject({
        rows: 2,
        columns: 2,
        weights: [1, 2, 3, 4],
      });
    }
    writeFileSync(join(folder, "bad.json"), '{"a": 1}');
    await expect(readKernel(join(folder, "bad.json"))).rejects.toThrow(
      "expected an array of rows of numbers",
    );
    writeFileSync(
      join(folder, "cut.npy"),
      writeNpy({ shape: [9], data: new Float64Array(9) }).subarray(0, 130),
    );
    await expect(readKernel(join(folder, "cut.npy"))).rejects.toThrow(
      "expected 72 bytes of data in the npy file, got 2",
    );
  });

  test.each([
    ["laplacean", "expected a kernel name (identity, laplacian4"],
    ["box:0", "expected a whole number from 1 to 511 for the size of box, got 0"],
    ["box:3:4", "expected box:SIZE for --kernel, got box:3:4"],
    [
      "gaussian:x",
      "expected a number above 0, at most 80 (pixels) for the sigma of gaussian, got x",
    ],
    [
      "kirsch:north",
      "expected one of e, ne, n, nw, w, sw, s, se for the direction of kirsch, got north",
    ],
    ["gaussian::7", "for the sigma of gaussian, got nothing"],
    ["lowpass:0.25:31:hamning", "for the window of lowpass, got hamning (is it hamming?)"],
    ["1 2; 3", 'expected rows of equal length in the kernel "1 2; 3", got lengths 2, 1'],
    ["1/0", 'expected numbers, or fractions such as 1/9, in the kernel "1/0", got "1/0"'],
    ["none.npy", "cannot read the kernel none.npy: there is no such file or folder"],
  ])("%s is refused", async (text, sentence) => {
    await expect(readKernel(text)).rejects.toThrow(sentence);
  });
});
