/** Backward on the bench: gradients are the library's, sums are written out, the identity holds. */
import { resolve, type Tensor } from "convoke";
import { inputGradient, reference, weightGradient } from "convoke/reference";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { minus } from "../../lab/src/parts/minus.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** 3 × 4 under 2 × 3 with a ring of one, stride 2. */
const PROBLEM = resolve({
  op: "conv",
  input: [1, 1, 3, 4],
  weight: [1, 1, 2, 3],
  stride: 2,
  padding: 1,
});
const tensor = (shape: number[], values: number[]): Tensor<Float64Array> => ({
  shape,
  data: Float64Array.from(values),
});
const X = tensor([1, 1, 3, 4], [3, -1, 4, 1, 5, 9, -2, 6, 5, 3, 5, 8]);
const W = tensor([1, 1, 2, 3], [2, 7, -1, 8, 2, 8]);
const GY = tensor([1, 1, 2, 2], [1, -2, 3, 5]);
const ADDRESS =
  "#/bench/backward?rows=3&columns=4&kernelRows=2&kernelColumns=3&stride=2&padding=1" +
  `&x=${[...X.data].join("+")}&w=${[...W.data].join("+")}`;

function gradients(gy: Tensor<Float64Array>) {
  const [forX, forW] = [inputGradient(PROBLEM), weightGradient(PROBLEM)];
  const dx = reference(forX.problem, { input: forX.input(gy, W), weight: forX.weight(gy, W) });
  const dw = reference(forW.problem, { input: forW.input(X, gy), weight: forW.weight(X, gy) });
  return { dx: [...forX.result(dx).data], dw: [...forW.result(dw).data] };
}

const numbersOf = (page: Page, name: RegExp): Promise<number[]> =>
  page
    .getByRole("grid", { name })
    .locator("td")
    .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent?.replaceAll("−", "-"))));

test("dx and dw are the library's, for ones and for numbers typed into ȳ", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`${ADDRESS}&lang=en`);
  await page.waitForSelector(".flow");
  const ones = gradients(tensor([1, 1, 2, 2], [1, 1, 1, 1]));
  expect(await numbersOf(page, /^dx,/)).toEqual(ones.dx);
  expect(await numbersOf(page, /^dw,/)).toEqual(ones.dw);

  const typed = page.getByRole("grid", { name: /^ȳ,/ }).locator("td");
  for (const [i, value] of [...GY.data].entries()) {
    await typed.nth(i).click();
    await typed.nth(i).locator("input").fill(`${value}`);
    await page.keyboard.press("Tab");
  }
  const own = gradients(GY);
  expect(await numbersOf(page, /^dx,/)).toEqual(own.dx);
  expect(await numbersOf(page, /^dw,/)).toEqual(own.dw);
  const pairing = own.dx.reduce((sum, value, i) => sum + value * X.data[i], 0);
  expect(await page.locator(".equal").textContent()).toBe(`${pairing} = ${pairing} = ${pairing}`);

  // The address holds what was typed.
  await expect.poll(() => page.url()).toContain("gy=1+-2+3+5");
  const again = await lab.page(new URL(page.url()).hash.replace("lang=en", "lang=zh"));
  await again.page.waitForSelector(".flow");
  expect(await numbersOf(again.page, /^dx：/)).toEqual(own.dx);
  expect([...troubles, ...again.troubles]).toEqual([]);
  await again.page.context().close();
  await page.context().close();
});

test("pointing writes the sum out, and sending goes output by output", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`${ADDRESS}&gy=${[...GY.data].join("+")}&lang=en`);
  await page.waitForSelector(".flow");
  const { dx, dw } = gradients(GY);
  await page.getByRole("grid", { name: /^dx,/ }).locator('td[data-at="5"]').hover();
  expect(await page.locator(".said").textContent()).toMatch(
    new RegExp(`^dx\\[1, 1\\] = .*·.* = ${minus(dx[5])}: `),
  );
  // One line for every output that sees it.
  const seen = await page.getByRole("grid", { name: /^ȳ,/ }).locator("td.lit-output").count();
  await expect.poll(() => page.locator(".flow-dx").count()).toBe(seen);
  await page.getByRole("grid", { name: /^dw,/ }).locator('td[data-at="2"]').hover();
  expect(await page.locator(".said").textContent()).toContain(`= ${minus(dw[2])}: `);

  await page.getByLabel("Outputs sent back").fill("0");
  expect(await numbersOf(page, /^dx,/)).toEqual(dx.map(() => 0));
  await page.getByRole("button", { name: "Step on" }).click();
  const first = gradients(tensor([1, 1, 2, 2], [1, 0, 0, 0]));
  expect(await numbersOf(page, /^dx,/)).toEqual(first.dx);
  expect(await numbersOf(page, /^dw,/)).toEqual(first.dw);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("a layer that shrinks lets go of what was pointed at", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/backward?sent=11&lang=en");
  await page.getByRole("button", { name: "Step on" }).click();
  expect(await page.locator(".said").textContent()).toContain("y[2, 3] has ȳ = 1.");
  await page.getByRole("spinbutton", { name: "rows", exact: true }).fill("3");
  await expect.poll(() => page.locator(".said").textContent()).toContain("y[0, 3] has ȳ = 1.");
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("a ȳ of another shape is one sentence, and a button puts it right", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/backward?gy=1+2&lang=en");
  const alert = page.getByRole("alert");
  expect(await alert.textContent()).toContain("expected 12 numbers for ȳ, got 2");
  await alert.getByRole("button").click();
  await page.waitForSelector(".flow");
  expect(troubles).toEqual([]);
  await page.context().close();
});
