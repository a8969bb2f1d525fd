/** Borders as index maps, the sizes with their numbers, and how often elements are used. */
import { resolve } from "convoke";
import { inputGradient, OUTSIDE, reference, sourceIndex } from "convoke/reference";
import { afterAll, beforeAll, expect, test } from "vitest";
import { borders, reachedBy, usesOf } from "../../lab/src/pages/bench/borders/edges.ts";
import { paddedOf } from "../../lab/src/pages/bench/padded.ts";
import { benchAt, cell, type Given, layerWith, numbersOf, textsOf } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const NAMES = ["zeros", "a constant", "replicate", "reflect", "symmetric", "wrap"];

test("six lines of letters are the library's index maps", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const given = { columns: 5, rows: 3, beyond: 7, fill: -2, border: "constant", padding: 2 };
  const { page, troubles } = await lab.page(benchAt("borders", { ...given, lang: "en" }));
  await page.waitForSelector(".map-line");
  for (const [i, border] of borders(-2).entries()) {
    const line = (size: number) =>
      Array.from({ length: size + 14 }, (_, at) => {
        const source = sourceIndex(border, size, at - 7);
        if (source === OUTSIDE) return border.kind === "constant" ? "−2" : "0";
        return "abcde"[source];
      });
    expect(await textsOf(page, NAMES[i])).toEqual([...line(5), ...line(3)]);
  }
  await cell(page, "reflect", 5).hover();
  await expect
    .poll(() => page.locator(".said").first().textContent())
    .toBe("reflect (edge once): at position −2 stands element c, index 2.");
  await page.getByRole("button", { name: "wrap around" }).first().click();
  await expect.poll(() => page.url()).toContain("border=wrap");
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("sizes with their numbers, paddings with a name, uses; in Chinese too", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const given = { columns: 7, stride: 2, kernelColumns: 4, border: "reflect", padding: 1 };
  const { page, troubles } = await lab.page(benchAt("borders", { ...given, lang: "zh" }));
  await page.waitForSelector("math");
  const relations = await page.locator(".relation math annotation").allTextContents();
  expect(relations[1]).toContain("\\frac{7+1+1-((4-1)\\cdot1+1)}{2}\\right\\rfloor+1=3");
  expect(await page.locator(".relation p").allTextContents()).toEqual([
    "行：向下取整没有丢掉位置。",
    "列：向下取整丢掉末尾 1 个位置。",
  ]);
  const { counts, weights } = usesOf(layerWith(given));
  expect(await numbersOf(page, "参与的乘积个数")).toEqual([...counts]);
  expect(await numbersOf(page, "在所有输出之和中的权重")).toEqual([...weights]);
  await page.locator("tr", { hasText: "full" }).getByRole("button").click();
  await expect.poll(() => page.url()).toContain("pads=full");
  const { problem } = layerWith({ ...given, pads: "full" });
  expect(await page.locator("tr", { hasText: "full" }).textContent()).toContain(
    problem.axes.map((axis) => axis.output).join(" × "),
  );
  expect(troubles).toEqual([]);
  await page.context().close();
});

const LAYERS: Given[] = [
  { padding: 1 },
  { padding: 4, rows: 2, columns: 3, border: "reflect" },
  { padding: 3, border: "wrap", stride: 3, dilation: 2, extra: 1 },
  { pads: "same", inChannels: 4, outChannels: 2, groups: 2, border: "symmetric" },
  { rows: 1, kernelRows: 1, padding: 2, border: "replicate", orientation: "convolution" },
  { op: "convTranspose", stride: 2, padding: 1, inChannels: 2, outChannels: 3 },
];

test.for(LAYERS)("uses are the gradient of the sum of the outputs: %o", (given) => {
  const layer = layerWith(given);
  const gradient = inputGradient(layer.problem);
  const ones = { shape: layer.y.shape, data: new Float64Array(layer.y.data.length).fill(1) };
  const along = (weight: typeof layer.w) =>
    gradient.result(
      reference(gradient.problem, {
        input: gradient.input(ones, weight),
        weight: gradient.weight(ones, weight),
      }),
    ).data;
  const { counts, weights } = usesOf(layer);
  expect(weights).toEqual(along(layer.w));
  expect(counts).toEqual(along({ shape: layer.w.shape, data: layer.w.data.map(() => 1) }));
});

test("what the floor drops could be cropped from the padded input", () => {
  for (const given of LAYERS) {
    const layer = layerWith(given);
    const padded = paddedOf(layer);
    if (padded === null) continue;
    const wasted = ([0, 1] as const).map((axis) => reachedBy(padded, layer.y, axis).wasted);
    layer.problem.axes.forEach((axis, i) => {
      const kept = (less: number) =>
        resolve({
          input: [1, 1, axis.input + axis.before + axis.after - less],
          weight: [1, 1, axis.kernel],
          stride: axis.stride,
          dilation: axis.dilation,
        }).axes[0].output;
      expect(kept(wasted[i])).toBe(axis.output);
      if (axis.output > 1) expect(kept(wasted[i] + 1)).toBe(axis.output - 1);
    });
  }
});

test("what other libraries call the rules: a row each, none left out", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/borders?lang=en");
  const rows = page
    .getByRole("table", { name: "What others call the same rules" })
    .locator("tbody tr");
  await rows.first().waitFor();
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent)),
  );
  expect(cells.map((row) => row.length)).toEqual(Array(6).fill(7));
  const reflect = cells.find(([name]) => name?.startsWith("reflect"));
  expect(reflect?.slice(1)).toEqual([
    "reflect",
    "mirror",
    "–",
    "reflect",
    "BORDER_REFLECT_101",
    "REFLECT",
  ]);
  const symmetric = cells.find(([name]) => name?.startsWith("symmetric"));
  expect(symmetric?.slice(1)).toEqual([
    "symmetric",
    "reflect",
    "symm",
    "–",
    "BORDER_REFLECT",
    "SYMMETRIC",
  ]);
  expect(troubles).toEqual([]);
  await page.context().close();
});
