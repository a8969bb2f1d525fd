/** The receptive field on the bench: the library's fields, and what is lit is what the taps reach. */
import { networkCost, networkFromJson } from "convoke/cost/network";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** k3p1, then k2s2d3, then a pool of 2: what the library says of each. */
const WEIGHTS = { "a.weight": [1, 1, 3], "b.weight": [1, 1, 2] };
const FIELDS = networkCost(
  networkFromJson({
    inputs: { x: [1, 1, 20] },
    weights: WEIGHTS,
    nodes: [
      { op: "Conv", name: "a", pads: [1, 1] },
      { op: "Conv", name: "b", strides: [2], dilations: [3] },
      { op: "MaxPool", kernel_shape: [2], strides: [2] },
    ],
  }),
).layers.map(({ shape, fields: [field] }) => [shape?.[2], field.extent, field.stride, field.first]);

const rowsOf = (page: Page): Promise<string[][]> =>
  page
    .locator(".fields tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].slice(0, 4).map((td) => td.textContent)),
    );
const litOf = (page: Page, level: number): Promise<number[]> =>
  page
    .locator(`circle.seen[data-level="${level}"]`)
    .evaluateAll((units) => units.map((unit) => Number((unit as SVGElement).dataset.unit)));

test("the table is the library's, and a unit lights what it sees", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(
    "#/bench/receptive?stack=k3p1+k2s2d3+pool2&length=20&lang=en",
  );
  await page.waitForSelector(".pyramid");
  const expected = FIELDS.map((row) => row.map((n) => `${n}`.replace("-", "−")));
  expect((await rowsOf(page)).slice(1)).toEqual(expected);
  const [, extent, jump, first] = FIELDS[2].map(Number);
  await page.locator('circle[data-level="3"][data-unit="1"]').hover();
  // Between its ends every position is seen: each unit of the first layer sees three.
  const span = Array.from({ length: extent }, (_, i) => first + jump + i);
  expect(await litOf(page, 0)).toEqual(span);
  expect(await page.locator(".said").textContent()).toContain(
    `sees ${extent} positions, ${span[0]} … ${span[extent - 1]}, over 12 paths`,
  );
  const counts = await page.locator(".pyramid .count").allTextContents();
  expect(counts.reduce((sum, n) => sum + Number(n), 0)).toBe(12);
  // By keyboard: down to the layer below, then to its neighbour.
  await page.locator(".pyramid").focus();
  await page.keyboard.press("ArrowDown");
  expect(await page.locator("circle.chosen").getAttribute("data-level")).toBe("2");
  const unit = Number(await page.locator("circle.chosen").getAttribute("data-unit"));
  await page.keyboard.press("ArrowRight");
  expect(await page.locator("circle.chosen").getAttribute("data-unit")).toBe(`${unit + 1}`);
  // The link holds it; a stack that has no such unit any more lets it go.
  await expect.poll(() => page.url()).toContain(`unit=2%3A${unit + 1}`);
  const again = await lab.page(new URL(page.url()).hash);
  await again.page.waitForSelector(".pyramid");
  expect(await again.page.locator("circle.chosen").getAttribute("data-level")).toBe("2");
  expect(await again.page.locator(".said").textContent()).toBe(
    await page.locator(".said").textContent(),
  );
  await again.page.getByLabel("layers, from below").fill("k3p1");
  await expect.poll(() => again.page.url()).not.toContain("unit");
  expect(await again.page.getByRole("alert").count()).toBe(0);
  await again.page.context().close();
  expect([...troubles, ...again.troubles]).toEqual([]);
  await page.context().close();
});

test("bars are as large as their numbers, and a phone scrolls to all of them", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/receptive?lang=en");
  await page.waitForSelector(".pyramid");
  const sizes: (readonly number[])[] = await page
    .locator(".pyramid svg > g:last-child rect")
    .evaluateAll((bars) =>
      bars.map((bar) => {
        const rect = bar as SVGRectElement;
        const scale = rect.getScreenCTM()?.a ?? 0;
        const { width, height } = rect.getBoundingClientRect();
        return [
          width / scale / rect.width.baseVal.value,
          height / scale / rect.height.baseVal.value,
          Number(rect.getAttribute("width")) / rect.width.baseVal.value,
          Number(rect.getAttribute("height")) / rect.height.baseVal.value,
        ];
      }),
    );
  expect(sizes.length).toBeGreaterThan(5);
  for (const ratio of sizes.flat()) expect(ratio).toBeCloseTo(1, 3);
  await page.setViewportSize({ width: 390, height: 844 });
  const reach = await page.locator(".scroll:has(.pyramid)").evaluate((box) => {
    box.scrollLeft = 10_000;
    const [frame, drawn] = [box, box.querySelector("svg") as SVGElement].map((one) =>
      one.getBoundingClientRect(),
    );
    return { end: drawn.right - frame.right, hidden: box.scrollLeft, wide: drawn.width };
  });
  expect(reach.hidden).toBeGreaterThan(100);
  expect(Math.abs(reach.end)).toBeLessThan(2);
  expect(reach.wide).toBeGreaterThan(600);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("layers are added and taken out, the link holds them, and nonsense is one sentence", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/receptive?lang=zh");
  await page.waitForSelector(".pyramid");
  await page.getByRole("button", { name: "k5", exact: true }).click();
  const field = page.getByLabel("各层（自下而上）");
  // Three units cannot be seen by five taps.
  await expect.poll(() => page.getByRole("alert").textContent()).toMatch(/应.*，实际为/);
  await page.getByLabel("输入的位置数").last().fill("48");
  await page.getByRole("button", { name: "去掉第 1 层 k3" }).click();
  expect(await field.inputValue()).toBe("k3s2 k3d2 pool2 k5");
  await expect
    .poll(() => page.url())
    .toMatch(/stack=k3s2\+k3d2.*length=48|length=48.*stack=k3s2\+k3d2/);
  const again = await lab.page(new URL(page.url()).hash);
  await again.page.waitForSelector(".pyramid");
  expect(await rowsOf(again.page)).toEqual(await rowsOf(page));
  await field.fill("k3 cake");
  expect(await page.getByRole("alert").textContent()).toContain("实际为 “cake”");
  expect([...troubles, ...again.troubles]).toEqual([]);
  await again.page.context().close();
  await page.context().close();
});
