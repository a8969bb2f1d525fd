/** Matrices on the bench: what lights up follows the library's taps, and numbers are the library's. */
import { type Problem, resolve } from "convoke";
import { taps, unfold } from "convoke/reference";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** `patches:1,2 weights:3` → the cells of one matrix. */
async function litOn(page: Page, block: string, board = 0): Promise<number[]> {
  const text = await page.locator(".matrices").nth(board).getAttribute("data-lit");
  const found = text?.split(" ").find((part) => part.startsWith(`${block}:`));
  return found
    ? found
        .slice(block.length + 1)
        .split(",")
        .map(Number)
    : [];
}

/** Cells of a grid of the stage that carry a class. */
const litIn = (page: Page, name: string, as: string): Promise<number[]> =>
  page
    .getByRole("grid", { name })
    .locator(`td.lit-${as}`)
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset.at)));

const pointAt = (page: Page, name: string, at: number) =>
  page.getByRole("grid", { name }).locator(`td[data-at="${at}"]`).hover();

/** 4 × 5 under 3 × 2, padding 1, stride 2 along both: the layer of the address below. */
const PROBLEM: Problem = resolve({
  op: "conv",
  input: [1, 1, 4, 5],
  weight: [1, 1, 3, 2],
  stride: 2,
  padding: 1,
});
const LAYER = "rows=4&columns=5&kernelRows=3&kernelColumns=2&stride=2&padding=1";
const COLUMNS = PROBLEM.axes[1].output;
const windowOf = (output: number) =>
  taps(PROBLEM, {
    batch: 0,
    channel: 0,
    spatial: [Math.floor(output / COLUMNS), output % COLUMNS],
  }).map(({ input }) => input.spatial && input.spatial[0] * 5 + input.spatial[1]);
const OUTPUTS = PROBLEM.axes[0].output * COLUMNS;

test("im2col: an output lights its column and its window, an input all of its copies", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`#/bench/im2col?${LAYER}&lang=en`);
  await page.waitForSelector(".matrices");
  const output = 4;
  await pointAt(page, "Output", output);
  const window = windowOf(output);
  expect(await litOn(page, "patches")).toEqual(window.map((_, row) => row * OUTPUTS + output));
  expect(await litIn(page, "Input", "input")).toEqual(window.filter((i) => i !== null));
  expect(await litOn(page, "weights")).toEqual([0, 1, 2, 3, 4, 5]);

  // The library's matrix of the input's own numbers says where the copies of one element stand.
  const marked = unfold(PROBLEM, {
    shape: [1, 1, 4, 5],
    data: Float64Array.from({ length: 20 }, (_, i) => i + 1),
  });
  const copies = [...marked.data].flatMap((value, cell) => (value === 8 + 1 ? [cell] : []));
  expect(copies.length).toBeGreaterThan(0);
  await pointAt(page, "Input", 8);
  expect(await litOn(page, "patches")).toEqual(copies);
  expect(await page.locator(".said").textContent()).toMatch(
    copies.length === 1 ? /once/ : `${copies.length} times`,
  );
  expect(await page.locator("main").textContent()).toContain(
    `the matrix 6 × ${OUTPUTS} = ${6 * OUTPUTS}`,
  );
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("im2col by keyboard: the arrows walk from the patches into the output below", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`#/bench/im2col?${LAYER}&lang=zh`);
  await page.locator(".matrices").focus();
  await page.keyboard.press("ArrowRight");
  expect(await litOn(page, "outputs")).toEqual([1]);
  expect(await page.locator(".said").textContent()).toContain("第 1 列第 0 行");
  for (let row = 0; row < 6; row++) await page.keyboard.press("ArrowDown");
  expect(await litOn(page, "outputs")).toEqual([1]);
  expect(await page.locator(".said").textContent()).toMatch(/^y\[0, 1\] = /);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  expect(await litOn(page, "weights")).toEqual([5]);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("toeplitz: rows are windows, columns are what an input touches, and it can be turned", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`#/bench/toeplitz?${LAYER}&lang=en`);
  await page.waitForSelector(".matrices");
  await pointAt(page, "Output", 3);
  const seen = windowOf(3).filter((i) => i !== null);
  expect(await litOn(page, "matrix", 1)).toEqual(seen.map((i) => 3 * 20 + i));
  expect(await litOn(page, "from", 1)).toEqual(seen);
  await pointAt(page, "Input", 7);
  const touched = Array.from({ length: OUTPUTS }, (_, o) => o).filter((o) =>
    windowOf(o).includes(7),
  );
  expect(await litOn(page, "matrix", 1)).toEqual(touched.map((o) => o * 20 + 7));

  await page.getByLabel("matrix", { exact: true }).selectOption("Cᵀ");
  await pointAt(page, "Input", 7);
  expect(await litOn(page, "matrix", 1)).toEqual(touched.map((o) => 7 * OUTPUTS + o));
  const filled = Array.from({ length: OUTPUTS }, (_, o) => windowOf(o))
    .flat()
    .filter((i) => i !== null).length;
  expect(await page.locator("main").textContent()).toContain(
    `${20 * OUTPUTS - filled} of ${20 * OUTPUTS} entries are zero`,
  );
  // The address holds it: opened again, it is turned.
  await expect.poll(() => page.url()).toContain("matrix=");
  const again = await lab.page(new URL(page.url()).hash);
  await again.page.waitForSelector(".matrices");
  expect(await again.page.getByLabel("matrix", { exact: true }).inputValue()).toBe("Cᵀ");
  expect([...troubles, ...again.troubles]).toEqual([]);
  await again.page.context().close();
  await page.context().close();
});
