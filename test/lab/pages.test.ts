/** Every page and view of the bench opens in both languages, complains of nothing, fits a phone. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { VIEW_NAMES } from "../../lab/src/pages/bench/views.ts";
import { PAGE_NAMES } from "../../lab/src/pages/pages.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test.for(
  [...PAGE_NAMES, ...VIEW_NAMES.map((view) => `bench/${view}`)].flatMap((name) =>
    (["en", "zh"] as const).map((language) => ({ name, language })),
  ),
)("$name in $language", async ({ name, language }, { skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`#/${name === "home" ? "" : name}?lang=${language}`);
  await page.waitForSelector("main h1");
  await page.waitForSelector("main .starting", { state: "detached" });
  expect(await page.evaluate("document.documentElement.lang")).toBe(
    language === "zh" ? "zh-Hans" : "en",
  );
  expect(await page.evaluate("crossOriginIsolated")).toBe(true);
  // Nothing wider than a phone's screen.
  await page.setViewportSize({ width: 390, height: 800 });
  await expect
    .poll(() => page.evaluate("document.documentElement.scrollWidth"))
    .toBeLessThanOrEqual(390);
  expect(troubles).toEqual([]);
  await page.context().close();
});
