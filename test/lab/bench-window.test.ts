/** The bench's window: what lights up, the written sum, the keyboard, own numbers and the link. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paddedOf } from "../../lab/src/pages/bench/padded.ts";
import { layerWith, lit, numbersOf } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const GIVEN = { padding: 1, border: "reflect", stride: 2, inChannels: 2, outChannels: 2 } as const;
const ADDRESS = `#/bench/window?${new URLSearchParams(Object.entries(GIVEN).map(([k, v]) => [k, `${v}`]))}`;
/** The sum as it is written, reckoned from its text. */
async function reckoned(page: Page): Promise<{ sum: number; said: number; products: number }> {
  const texts = await page.locator(".product").allTextContents();
  const number = (text: string) => Number(text.replace(/[()]/g, "").replace("−", "-"));
  const products = texts.map((text) => text.split("·").map(number));
  const said = number((await page.locator(".sum output").textContent()) ?? "");
  return {
    sum: products.reduce((sum, [x, w]) => sum + x * w, 0),
    said,
    products: products.length,
  };
}

test("an output lights up exactly the taps of the library, and its sum is written out", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`${ADDRESS}&lang=en`);
  const layer = layerWith(GIVEN);
  const padded = paddedOf(layer);
  await page.waitForSelector(".sum");
  const plane = layer.y.shape[2] * layer.y.shape[3];
  const ring = (padded?.tensor.data.length ?? 0) / 2;
  for (const at of [0, 2, plane + 4, 2 * plane - 1]) {
    const grid = page.locator('[role=grid][aria-label^="Output"]').nth(Math.floor(at / plane));
    await grid.locator(`td[data-at="${at % plane}"]`).hover();
    const window = padded?.windows[at].map(({ input }) => input ?? -1) ?? [];
    const planes = [0, 1].map((c) =>
      window.filter((i) => Math.floor(i / ring) === c).map((i) => i % ring),
    );
    await expect.poll(() => lit(page, "Input", "lit-input")).toEqual(planes);
    expect(await reckoned(page)).toEqual({
      sum: layer.y.data[at],
      said: layer.y.data[at],
      products: layer.taps[at].length,
    });
  }
  // An element of the input goes to the outputs that have a tap there, once for each time.
  const element = 8;
  const [row, column] = [Math.floor(element / 6) + 1, (element % 6) + 1];
  await page
    .locator(`[role=grid][aria-label^="Input"] >> nth=0 >> td[data-at="${row * 8 + column}"]`)
    .hover();
  const outputs = [0, 1].map((c) =>
    Array.from({ length: plane }, (_, i) => i).filter((i) =>
      layer.taps[c * plane + i].some((tap) => tap.input === element),
    ),
  );
  await expect.poll(() => lit(page, "Output", "lit-output")).toEqual(outputs);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("arrow keys walk the window; steps too; the link opens at the same place", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/window?padding=1&lang=zh");
  await page.locator('[role=grid][aria-label^="输出"] td[data-at="0"]').focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  await expect.poll(() => page.url()).toContain("at=8");
  await page.getByRole("button", { name: "前进一步" }).click();
  await expect.poll(() => page.url()).toContain("at=9");
  const { y } = layerWith({ padding: 1 });
  expect((await reckoned(page)).said).toBe(y.data[9]);
  const again = await lab.page(page.url().slice(page.url().indexOf("#")));
  await again.page.waitForSelector(".sum");
  expect(await reckoned(again.page)).toEqual(await reckoned(page));
  expect([...troubles, ...again.troubles]).toEqual([]);
  await page.context().close();
  await again.page.context().close();
});

test("numbers typed into the grids are in the link, and stay when the shape changes", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/window?lang=en");
  const seventh = page.locator('[role=grid][aria-label^="Input"] td[data-at="7"]');
  await seventh.click();
  await seventh.locator("input").fill("-40");
  await page.keyboard.press("Enter");
  const { x } = layerWith({});
  const own = x.data.slice();
  own[7] = -40;
  await expect
    .poll(() => new URLSearchParams(page.url().split("?")[1]).get("x"))
    .toBe(own.join(" "));
  const { y } = layerWith({ x: own.join(" ") });
  expect(await numbersOf(page, "Output")).toEqual([...y.data]);
  await page.getByRole("button", { name: "columns + 1", exact: true }).click();
  await expect.poll(() => page.locator('[role=grid][aria-label^="Input"] td').count()).toBe(35);
  const moved = page.locator('[role=grid][aria-label^="Input"] td[data-at="8"]');
  await moved.click();
  expect(await moved.locator("input").inputValue()).toBe("−40");
  expect(await page.locator("main [role=alert]").count()).toBe(0);
  // Numbers of an address that do not fit are a sentence, not a crash.
  const bad = await lab.page("#/bench/window?x=1+2&lang=en");
  await bad.page.waitForSelector("main [role=alert]");
  expect(await bad.page.locator("main [role=alert]").textContent()).toBe(
    "expected 30 numbers for x, got 2",
  );
  expect([...troubles, ...bad.troubles]).toEqual([]);
  await page.context().close();
  await bad.page.context().close();
});
