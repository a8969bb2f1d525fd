/** Views of the bench that draw: axe finds nothing, phones need no sideways scrolling, in both languages. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What is there once a view has drawn. */
const VIEWS = {
  im2col: ".matrices",
  toeplitz: ".matrices",
  backward: ".flow",
  receptive: ".pyramid",
  winograd: ".matrices",
  frequency: ".responses",
};

test.for(Object.entries(VIEWS).map(([view, drawn], i) => ({ view, drawn, dark: i % 2 === 1 })))(
  "$view",
  async ({ view, drawn, dark }, { skip }) => {
    if (!lab) return skip("no Chromium starts here");
    const { page, troubles } = await lab.page(`#/bench/${view}?lang=en&stride=2`);
    // Colours halfway between two themes are nobody's.
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
    await page.waitForSelector(drawn);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    const said = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    expect(said).toEqual([]);

    const title = await page.locator("h1").textContent();
    await page.getByRole("button", { name: "中文", exact: true }).click();
    await expect.poll(() => page.locator("h1").textContent()).not.toBe(title);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    expect(troubles).toEqual([]);
    await page.context().close();
  },
);
