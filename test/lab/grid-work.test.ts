/**
 * What an interaction with the bench's largest layers touches. Time is bounded by work: who points at a
 * cell or moves a slider changes the cells that look different then, and no other.
 */

import { sizeOf } from "convoke";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { benchAt, cell, layerWith, lit } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const LARGE = {
  ...{ rows: 12, columns: 12, kernelRows: 5, kernelColumns: 5 },
  ...{ inChannels: 4, outChannels: 4, padding: 4 },
} as const;

/** Cells of all grids that change from here on, and how many come and go. */
const watch = (page: Page) =>
  page.evaluate(`{
    globalThis.seen = { touched: new Set(), made: 0, gone: 0 };
    const cellsIn = (nodes) => [...nodes].flatMap((node) =>
      node.matches?.("td") ? [node] : [...(node.querySelectorAll?.("td") ?? [])]).length;
    globalThis.watcher?.disconnect();
    globalThis.watcher = new MutationObserver((records) => {
      for (const { target, addedNodes, removedNodes } of records) {
        const cell = (target.nodeType === 1 ? target : target.parentElement)?.closest(".cells td");
        if (cell) seen.touched.add(cell);
        seen.made += cellsIn(addedNodes);
        seen.gone += cellsIn(removedNodes);
      }
    });
    watcher.observe(document.getElementById("main"),
      { subtree: true, childList: true, attributes: true, characterData: true });
  }`);

const seen = (page: Page): Promise<{ touched: number; made: number; gone: number }> =>
  page.evaluate("({ touched: seen.touched.size, made: seen.made, gone: seen.gone })");

const counted = (page: Page, what: string): Promise<number> =>
  page.evaluate(`document.querySelectorAll("${what}").length`);

test("a window that moves touches the cells of two windows", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(benchAt("window", { ...LARGE, lang: "en" }));
  const { taps, y } = layerWith(LARGE);
  const plane = y.shape[2] * y.shape[3];
  await cell(page, "Output", plane - 1).waitFor({ state: "attached" });
  expect(await counted(page, ".cells td")).toBeGreaterThan(2500);
  // A window in the inputs, the kernels' planes, and an output; before and after.
  const both = 2 * (2 * taps[0].length + 1);
  for (const [how, at] of [
    ["slider", 3],
    ["pointer", 40],
  ] as const) {
    await watch(page);
    if (how === "pointer") await cell(page, "Output", at).hover();
    else
      await page.locator(".player input").evaluate((slider, to) => {
        (slider as HTMLInputElement).value = `${to}`;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }, at);
    await expect.poll(async () => (await lit(page, "Output", "lit-output"))[0]).toEqual([at]);
    const { touched, ...cells } = await seen(page);
    expect(touched, how).toBeGreaterThan(0);
    expect(touched, how).toBeLessThanOrEqual(both);
    expect(cells, how).toEqual({ made: 0, gone: 0 });
  }
  // Within a cell there is nothing new.
  await watch(page);
  const box = (await cell(page, "Output", 40).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2 + 3, box.y + box.height / 2 + 3);
  await page.mouse.move(box.x + box.width / 2 + 5, box.y + box.height / 2 + 2);
  expect(await seen(page)).toEqual({ touched: 0, made: 0, gone: 0 });
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("another kernel makes and removes the cells that come and go, and every grid has one field", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(benchAt("backward", { ...LARGE, lang: "en" }));
  const cells = (given: Parameters<typeof layerWith>[0]) => {
    const { x, w, y } = layerWith(given);
    // Each beside its gradient.
    return 2 * (sizeOf(x.shape) + sizeOf(w.shape) + sizeOf(y.shape));
  };
  await expect.poll(() => counted(page, ".cells td")).toBe(cells(LARGE));
  // Input, kernel and ȳ are typed into: a grid each for every plane.
  const editable = LARGE.inChannels + LARGE.inChannels * LARGE.outChannels + LARGE.outChannels;
  expect(await counted(page, ".cells input")).toBe(editable);
  await watch(page);
  await page.getByRole("button", { name: "kernel columns − 1", exact: true }).click();
  const narrow = { ...LARGE, kernelColumns: 4 };
  await expect.poll(() => counted(page, ".cells td")).toBe(cells(narrow));
  const planes = 2 * LARGE.inChannels * LARGE.outChannels;
  const outputs = layerWith(narrow).y.shape;
  expect(await seen(page)).toMatchObject({
    made: 2 * LARGE.outChannels * outputs[2],
    gone: planes * LARGE.kernelRows,
  });
  expect(await counted(page, ".cells input")).toBe(editable);
  // The field goes where the arrows go.
  const input = page.getByRole("grid", { name: /^Input, channel 0/ });
  await input.locator('td[data-at="0"] input').focus();
  for (const key of ["ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
  expect(await input.locator("input").count()).toBe(1);
  expect(await page.evaluate("document.activeElement.parentElement.dataset.at")).toBe("13");
  expect(await page.evaluate("document.activeElement.ariaLabel")).toMatch(/^Input, .* 2, 2: \d$/);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("a cell that waits for its slice is already the one of now", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const wide = { ...LARGE, inChannels: 1, outChannels: 1, padding: 0, stride: 4 } as const;
  const of = { ...wide, op: "convTranspose" } as const;
  const { page, troubles } = await lab.page(benchAt("window", { ...of, lang: "en" }));
  const [rows, columns] = layerWith(of).y.shape.slice(-2);
  await cell(page, "Output", rows * columns - 1).waitFor({ state: "attached" });
  expect(rows * columns).toBeGreaterThan(2000);
  // At every moment at which the page could be pressed, not only in the end.
  await page.evaluate(`{
    globalThis.moments = [];
    new MutationObserver(() => {
      const lines = [...document.querySelector("[role=grid][aria-label^=Output] tbody").rows];
      const cells = lines.flatMap((line) => [...line.cells]);
      const off = cells.filter(({ dataset }, at) => dataset.at !== String(at)).length;
      moments.push({ cells: cells.length, off });
    }).observe(document.getElementById("main"),
      { subtree: true, childList: true, attributes: true, characterData: true });
  }`);
  await page.getByRole("button", { name: "columns − 1", exact: true }).click();
  const { shape, data } = layerWith({ ...of, columns: 11 }).y;
  expect(shape[3]).toBeLessThan(columns);
  // The last cell is of the last slice.
  const last = cell(page, "Output", data.length - 1);
  await expect.poll(() => last.textContent()).toBe(`${data[data.length - 1]}`.replace("-", "−"));
  await expect.poll(() => page.evaluate("moments.length")).toBeGreaterThan(1);
  const moments: { cells: number; off: number }[] = await page.evaluate("moments");
  expect(moments.at(-1)).toEqual({ cells: data.length, off: 0 });
  expect(moments.filter(({ off }) => off > 0)).toEqual([]);
  expect(troubles).toEqual([]);
  await page.context().close();
});
