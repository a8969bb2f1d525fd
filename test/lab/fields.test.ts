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

test("number fields say what breaks their rule, and show what counts once they are left", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/window?lang=en");
  const fields = [
    ["#/bench/window?lang=en", page.getByLabel("rows", { exact: true }), "5", "rows", "1 to 12"],
    [
      "#/cost?lang=en",
      page.locator("input[type=number][aria-label='stride, s']"),
      "1",
      "stride, s",
      "1 to 1000000",
    ],
  ] as const;
  for (const [address, field, valid, name, rule] of fields) {
    await page.goto(new URL(address, page.url()).href);
    await field.waitFor();
    for (const wrong of ["99999999", "-3", "0", "", "4.5"]) {
      await field.fill(wrong);
      const said = `expected a whole number from ${rule} for ${name}, got ${wrong || "nothing"}`;
      await page.getByText(said, { exact: true }).waitFor();
      expect(await field.getAttribute("aria-invalid")).toBe("true");
      if (wrong === "0") await page.keyboard.press("Escape");
      else await field.blur();
      expect(await field.inputValue()).toBe(valid);
      expect(await page.getByRole("alert").count()).toBe(0);
    }
    // Half a number of the browser's own leaves nothing behind either.
    await field.focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("-");
    await field.blur();
    expect(await field.inputValue()).toBe(valid);
    await field.fill("2");
    await field.blur();
    expect(await field.inputValue()).toBe("2");
  }
  await page.goto(new URL("#/workshop?kernel=gaussian:1:0&lang=en", page.url()).href);
  const size = page.locator(".controls input[type=number]").last();
  await size.fill("4");
  await page.getByText(/^expected .* for size, got 4$/).waitFor();
  await size.blur();
  expect(await size.inputValue()).toBe("0");
  expect(troubles).toEqual([]);
});
