/** Winograd on the bench: the library's numbers, exact, and what belongs together lit together. */
import { formatRational, rational, winogradTile } from "convoke/workshop";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fractionText } from "../../lab/src/pages/bench/winograd/tile.ts";
import { withMinus } from "../../lab/src/parts/minus.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const THIRD = rational(1, 3);
const D = [rational(1), rational(2), THIRD, rational(4), rational(-5), rational(6)];
const G = [rational(1), rational(-1, 2), rational(3)];
const { exact, single, transforms } = winogradTile({ m: 4, r: 3, axes: 1 }, D, G);
const ADDRESS = `#/bench/winograd?tile=F(4,3)&d=${D.map(formatRational).join("+")}&g=${G.map(formatRational).join("+")}`;

test("F(4, 3) of fractions: the outputs by both ways, and float32 beside them", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`${ADDRESS}&lang=en`);
  await page.waitForSelector(".matrices");
  const rows = await page
    .locator(".fields tbody tr")
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll("td")].map((td) => td.textContent)),
    );
  expect(rows.map((row) => [row[0], row[1], row[3]])).toEqual(
    exact.result.map((value, i) => [
      fractionText(value),
      withMinus(`${single.result[i]}`),
      withMinus(`${single.direct[i]}`),
    ]),
  );
  expect(rows.map((row) => row[2]).some((off) => off !== "0")).toBe(true);
  expect(await page.locator("main").textContent()).toContain("6 products instead of 12: 1/2");
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("by keyboard into U: its row, its inputs and its product light up, its sum is written", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`${ADDRESS}&lang=zh`);
  const board = page.locator(".matrices");
  await board.focus();
  await page.keyboard.press("ArrowDown");
  // From Bᵀ through d into U.
  for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowRight");
  expect(await page.locator(".said").textContent()).toMatch(
    new RegExp(`^U\\[1\\] = .* = ${fractionText(exact.data[1])}。$`),
  );
  const lit = Object.fromEntries(
    ((await board.getAttribute("data-lit")) ?? "").split(" ").map((part) => part.split(":")),
  );
  const used = transforms.bt[1].flatMap((c, k) => (c.over === 0n ? [] : [k]));
  expect(lit.d).toBe(used.join());
  expect(lit.m).toBe("1");
  const outputs = transforms.at.flatMap((row, i) => (row[1].over === 0n ? [] : [i]));
  expect(lit.y).toBe(outputs.join());
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("two dimensions, other numbers, a link, and numbers that are none", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/winograd?lang=en");
  await page.getByLabel("tile").selectOption("F(2×2,3×3)");
  await page.getByRole("button", { name: "Draw others" }).click();
  expect(await page.locator("main").textContent()).toContain("16 products instead of 36: 4/9");
  expect(await page.locator("main").textContent()).toContain("equals the definition");
  await expect.poll(() => page.url()).toContain("draw=2");
  const table = await page.locator(".fields").textContent();
  const again = await lab.page(new URL(page.url()).hash);
  await again.page.waitForSelector(".fields");
  expect(await again.page.locator(".fields").textContent()).toBe(table);
  await page.getByLabel("own g").fill("1 2 cake");
  expect(await page.getByRole("alert").textContent()).toBe('expected numbers for g, got "cake"');
  expect([...troubles, ...again.troubles]).toEqual([]);
  await again.page.context().close();
  await page.context().close();
});
