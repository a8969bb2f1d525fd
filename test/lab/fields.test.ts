/** What pages share: fields that are typed into, grids that are walked. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("a decimal is typed digit by digit; what breaks the rule is told and does not count", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/workshop/gaussian?lang=en");
  const field = page.locator("input[type=number][aria-label='σ']");
  await field.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("1.05");
  await page.waitForURL(/sigma=1\.05(&|$)/);
  expect(await field.inputValue()).toBe("1.05");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("0.1");
  await page.getByText("expected a number from 0.2 to 10 for sigma, got 0.1").waitFor();
  expect(await field.inputValue()).toBe("0.1");
  // The slider beside it replaces what was typed, and the sentence goes.
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("End");
  await page.waitForURL(/sigma=10(&|$)/);
  expect(await field.inputValue()).toBe("10");
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(troubles).toEqual([]);
});

test("the arrows walk a grid of a single column", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page("#/workshop?kernel=1;2;1&lang=en");
  const grid = page.getByRole("grid", { name: "kernel, 3 × 1" });
  const at = () => page.evaluate("document.activeElement.closest('td')?.dataset.at");
  await grid.locator("td input").first().focus();
  const met: unknown[] = [];
  for (const key of ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp"]) {
    await page.keyboard.press(key);
    met.push(await at());
  }
  expect(met).toEqual(["1", "1", "2", "2", "1"]);
});
