/** Views of the bench are accessible, in either language and theme, and fit a phone. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeSays } from "./axe.ts";
import { benchAt, type Given } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const VIEWS: readonly (readonly [view: string, scheme: "light" | "dark", given: Given])[] = [
  ["flip", "light", { lang: "zh", padding: 1 }],
  ["borders", "dark", { lang: "en", padding: 2, border: "reflect" }],
  ["channels", "dark", { lang: "en", kernelRows: 1, kernelColumns: 1, inChannels: 2 }],
];

test.for(VIEWS)("%s, %s", async ([view, colorScheme, given], { skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(benchAt(view, given));
  await page.emulateMedia({ colorScheme });
  await page.waitForSelector(".workplace .grid");
  await page.waitForSelector("math");
  expect(await axeSays(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  expect(troubles).toEqual([]);
  await page.context().close();
});
