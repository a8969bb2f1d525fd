/** Stride keeps windows, dilation leaves holes, a transposed convolution stuffs zeros. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { paddedOf } from "../../lab/src/pages/bench/padded.ts";
import { denseOf, holed } from "../../lab/src/pages/bench/sampling/sampled.ts";
import { stuffedOf } from "../../lab/src/pages/bench/sampling/stuffed.ts";
import { benchAt, cell, type Given, layerWith, lit, numbersOf } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("dots are the taps, kept outputs the layer's, holes nothing", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const given = { rows: 7, columns: 8, stride: 2, dilation: 2, padding: 1 };
  const { page, troubles } = await lab.page(benchAt("sampling", { ...given, lang: "en" }));
  await page.waitForSelector(".comb");
  const layer = layerWith(given);
  const [rows, columns] = layer.y.shape.slice(-2);
  const positions = 10;
  const dots = (await lit(page, "along a row", "moves"))[0].length;
  expect(dots).toBe(columns * positions);
  await cell(page, "along a row", 2 * positions).hover();
  await expect
    .poll(() => lit(page, "along a row", "lit-input"))
    .toEqual([[4, 6, 8].map((p) => 2 * positions + p)]);
  await expect.poll(() => lit(page, "What the layer gives", "lit-output")).toEqual([[2]]);
  // The marked outputs of stride 1, in their order, are the layer's own.
  const dense = await numbersOf(page, "All outputs");
  const [kept] = await lit(page, "All outputs", "kept");
  expect(kept.map((at) => dense[at])).toEqual([...layer.y.data]);
  expect(kept.length).toBe(rows * columns);
  expect((await numbersOf(page, "The kernel with its holes")).length).toBe(25);
  expect(await page.locator(".good").textContent()).toContain("exactly this output");
  expect(troubles).toEqual([]);
  await page.context().close();
});

const LAYERS: Given[] = [
  {},
  { stride: 3, padding: 2, border: "reflect" },
  { stride: 2, dilation: 3, rows: 9, columns: 7, padding: 4, extra: 1, border: "wrap" },
  { stride: 4, kernelRows: 1, kernelColumns: 2, inChannels: 2, outChannels: 3 },
  { rows: 1, kernelRows: 1, columns: 11, kernelColumns: 5, stride: 2, orientation: "convolution" },
  { pads: "same", stride: 2, inChannels: 4, outChannels: 4, groups: 2 },
];

test.for(LAYERS)("every window of the layer is one of stride 1: %o", (given) => {
  const layer = layerWith(given);
  const padded = paddedOf(layer);
  if (padded === null) throw new Error("a convolution has a padded input");
  const { y, kept } = denseOf(layer, padded);
  const found = new Map<number, number>();
  kept.forEach((output, at) => {
    if (output !== null) found.set(output, y.data[at]);
  });
  expect([...layer.y.data.keys()].map((i) => found.get(i))).toEqual([...layer.y.data]);
  const { height, width, cells } = holed(layer, padded);
  expect([height, width]).toEqual(
    layer.problem.axes.map((axis) => (axis.kernel - 1) * axis.dilation + 1),
  );
  expect(cells.filter((c) => c !== null).length).toBe(
    layer.problem.axes.reduce((all, axis) => all * axis.kernel, 1),
  );
});

test.for(LAYERS)("a transposed layer is an ordinary one over stuffed zeros: %o", (given) => {
  const layer = layerWith({ ...given, border: "zero", groups: 1, op: "convTranspose" });
  const { ordinary, source } = stuffedOf(layer);
  expect(ordinary?.equal).toBe(true);
  expect(source.filter((i) => i !== null).length).toBeGreaterThan(0);
  // Its windows are the layer's taps, and zeros.
  layer.taps.forEach((list, output) => {
    const met = ordinary?.windows[output]
      .filter(({ input }) => input !== null && source[input] !== null)
      .map(({ input, weight }) => `${source[input ?? 0]} ${weight}`);
    expect(met?.sort()).toEqual(list.map(({ input, weight }) => `${input} ${weight}`).sort());
  });
});
