/** Cells behave alike on every page: what they take, what they say, how an edit is given up. */
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** Where cells are: the grid's first and second, and what the second shows for a third. */
const PLACES = [
  { address: "#/?kernel=1+2+3;4+5+6;7+8+9&lang=en", third: "1/3", first: "1", second: "2" },
  { address: "#/workshop?kernel=1+2+3;4+5+6&lang=en", third: "1/3", first: "1", second: "2" },
  {
    address: `#/bench/flip?w=${[1, 2, 3, 4, 5, 6, 7, 8, 9].join("+")}&lang=en`,
    third: /^0\.333/,
    first: "1",
    second: "2",
  },
] as const;

const cellsOf = (page: Page): Locator =>
  page
    .getByRole("grid", { name: /^kernel/i })
    .first()
    .locator("td");

/** The field of a cell, which it has while it is the one that Tab reaches. */
const entered = async (cell: Locator): Promise<Locator> => {
  await cell.click();
  const field = cell.locator("input");
  await field.selectText();
  return field;
};

test.each(PLACES)("$address", async ({ address, third, first, second }) => {
  if (!lab) return;
  const { page, troubles } = await lab.page(address);
  const cells = cellsOf(page);
  await cells.first().waitFor();
  expect(await (await entered(cells.nth(1))).inputValue()).toBe(second);
  // What is reached by an arrow is replaced by what is typed; digits of any width count.
  await entered(cells.first());
  await page.keyboard.press("ArrowRight");
  await page.keyboard.insertText("１／３");
  await page.keyboard.press("Enter");
  // A worker answers with the kernel of the workshop: on a busy machine after a while.
  const field = cells.nth(1).locator("input");
  await expect.poll(() => field.inputValue(), { timeout: 10_000 }).toMatch(third);
  const held = await field.inputValue();
  for (const wrong of ["1e999", "cake", "", "1/0"]) {
    await field.fill(wrong);
    await page.keyboard.press("Enter");
    const said = `expected a finite number or a fraction such as 1/9 for a cell, got ${wrong || "nothing"}`;
    await page.getByText(said, { exact: true }).waitFor();
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.inputValue()).toBe(held);
  }
  // An edit that is given up leaves no trace, and neither does the sentence.
  const before = page.url();
  const other = await entered(cells.first());
  await other.fill("55");
  await page.keyboard.press("Escape");
  expect(await other.inputValue()).toBe(first);
  await entered(cells.nth(1));
  await page.waitForTimeout(300);
  expect(page.url()).toBe(before);
  expect(await (await entered(cells.first())).inputValue()).toBe(first);
  expect(await page.getByRole("alert").count()).toBe(0);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("an edit that was not committed goes to no other page", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/cost?lang=en");
  await page.locator(".sliders").waitFor();
  await page.evaluate("location.hash = '#/bench/window?lang=en'");
  const cell = page
    .getByRole("grid", { name: /^Input/ })
    .locator("input")
    .first();
  // What was typed and taken back is no edit: numbers from elsewhere are shown.
  const held = await cell.inputValue();
  await cell.fill("77");
  await cell.fill(held);
  await cell.blur();
  const others = Array.from({ length: 30 }, (_, i) => 30 + i);
  await page.evaluate(`location.replace("#/bench/window?lang=en&x=${others.join("+")}")`);
  await expect.poll(() => cell.inputValue(), { timeout: 10_000 }).toBe("30");
  await cell.fill("77");
  await page.goBack();
  await page.locator(".sliders").waitFor();
  await page.waitForTimeout(400);
  expect(new URL(page.url()).hash).toBe("#/cost?lang=en");
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("the words of the layer's choices are seen in full", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(
    "#/bench/window?lang=zh&pads=same&orientation=convolution",
  );
  await page.locator(".flipped").waitFor();
  for (const width of [390, 1280, 1920])
    for (const lang of ["zh", "en"]) {
      await page.setViewportSize({ width, height: 1000 });
      await page.goto(new URL(`#/bench/window?lang=${lang}&pads=same`, page.url()).href);
      await page.locator(`html[lang^="${lang}"]`).waitFor();
      const panel = page.locator("details.panel");
      if (!(await panel.evaluate((one) => (one as HTMLDetailsElement).open)))
        await panel.locator("summary").click();
      const cut = await panel.locator("select").evaluateAll((all) =>
        all.flatMap((one) => {
          const select = one as HTMLSelectElement;
          const shown = select.offsetWidth;
          const free = select.cloneNode(true) as HTMLSelectElement;
          free.style.cssText = "position:absolute; max-width:none; width:auto";
          select.parentElement?.append(free);
          const wanted = free.offsetWidth;
          free.remove();
          return wanted > shown + 1
            ? [[select.options[select.selectedIndex].text, wanted, shown]]
            : [];
        }),
      );
      expect(cut, `${lang} ${width}`).toEqual([]);
    }
  expect(troubles).toEqual([]);
  await page.context().close();
});
