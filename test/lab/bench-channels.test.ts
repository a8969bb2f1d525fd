/** Sums over channels: partial results, who sees whom, and 1 × 1 as a product of matrices. */
import { resolve } from "convoke";
import { reference } from "convoke/reference";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joined, matrixProduct, partials } from "../../lab/src/pages/bench/channels/parts.ts";
import { benchAt, type Given, layerWith, lit, numbersOf } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("partial results add up on the page; groups leave blocks; 1 × 1 is a product", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(benchAt("channels", { lang: "en" }));
  await page.getByRole("button", { name: "2 groups" }).click();
  await expect.poll(() => page.locator(".blocks .apart").count()).toBe(8);
  await page.getByRole("button", { name: "to 3" }).click();
  await expect.poll(() => page.url()).toContain("at=36");
  const layer = layerWith({ inChannels: 4, outChannels: 4, groups: 2 });
  const parts = await Promise.all(
    [2, 3].map((c) => numbersOf(page, `partial result of channel ${c}`)),
  );
  const plane = layer.y.data.subarray(3 * 12);
  expect(parts[0].map((value, i) => value + parts[1][i])).toEqual([...plane]);
  expect(await numbersOf(page, "output channel 3")).toEqual([...plane]);
  await page.getByRole("button", { name: "1 × 1" }).click();
  await expect.poll(() => page.locator(".good").textContent()).toContain("the layer's output");
  const last = layerWith({
    inChannels: 4,
    outChannels: 4,
    kernelRows: 1,
    kernelColumns: 1,
  });
  expect(await numbersOf(page, "Output, 4")).toEqual([...last.y.data]);
  await page.locator('[role=grid][aria-label^="Output, 4"] td[data-at="65"]').hover();
  await expect.poll(() => lit(page, "Input, a column", "lit-input")).toEqual([[5, 35, 65, 95]]);
  await page.getByRole("button", { name: "中文" }).click();
  await expect.poll(() => page.locator(".good").textContent()).toContain("矩阵乘积就是");
  expect(troubles).toEqual([]);
  await page.context().close();
});

const LAYERS: Given[] = [
  { inChannels: 3, outChannels: 2, padding: 1, border: "reflect" },
  { inChannels: 4, outChannels: 4, groups: 4, stride: 2 },
  { inChannels: 4, outChannels: 2, groups: 2, orientation: "convolution", border: "constant" },
];

test.for(LAYERS)("a partial result is a layer of one channel: %o", (given) => {
  const layer = layerWith(given);
  const { problem, x, w, y } = layer;
  const size = (shape: readonly number[]) => shape[2] * shape[3];
  joined(layer).forEach((row, o) => {
    const sum = new Float64Array(size(y.shape));
    row.forEach((plane, c) => {
      if (plane === null) return expect(partials(layer, o)[c].every((v) => v === 0)).toBe(true);
      const one = resolve({
        input: [1, 1, ...x.shape.slice(2)],
        weight: [1, 1, ...w.shape.slice(2)],
        stride: problem.axes.map((axis) => axis.stride),
        padding: problem.axes.map((axis) => [axis.before, axis.after] as const),
        border:
          problem.border.kind === "constant"
            ? { constant: problem.border.value }
            : problem.border.kind,
        orientation: problem.orientation,
      });
      const own = reference(one, {
        input: {
          shape: [1, 1, ...x.shape.slice(2)],
          data: x.data.subarray(c * size(x.shape), (c + 1) * size(x.shape)),
        },
        weight: {
          shape: [1, 1, ...w.shape.slice(2)],
          data: w.data.subarray(plane * size(w.shape), (plane + 1) * size(w.shape)),
        },
      });
      expect(partials(layer, o)[c]).toEqual(own.data);
      own.data.forEach((value, i) => {
        sum[i] += value;
      });
    });
    expect(sum).toEqual(y.data.subarray(o * sum.length, (o + 1) * sum.length));
  });
});

test("a 1 × 1 layer with groups and stride is a product of matrices too", () => {
  const given = { kernelRows: 1, kernelColumns: 1, inChannels: 4, outChannels: 2, groups: 2 };
  expect(matrixProduct(layerWith({ ...given, stride: 2, padding: 1 }))?.equal).toBe(true);
  expect(matrixProduct(layerWith({}))).toBe(null);
});
