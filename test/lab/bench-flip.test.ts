/** Correlation and convolution beside each other: results, what says when they agree, which one it is. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { benchAt, cell, layerWith, lit, numbersOf } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("both results are the library's, and pointing at one lights the other", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const given = { padding: 1, kernelRows: 2, stride: 2, border: "wrap" };
  const { page, troubles } = await lab.page(benchAt("flip", { ...given, lang: "en" }));
  await page.waitForSelector(".card");
  const correlation = layerWith(given);
  const convolution = layerWith({ ...given, orientation: "convolution" });
  expect(await numbersOf(page, "Cross-correlation,")).toEqual([...correlation.y.data]);
  expect(await numbersOf(page, "Convolution,")).toEqual([...convolution.y.data]);
  expect(await numbersOf(page, "Difference")).toEqual(
    [...correlation.y.data].map((value, i) => value - convolution.y.data[i]),
  );
  expect(await numbersOf(page, "The kernel, turned")).toEqual([...correlation.w.data].reverse());
  await cell(page, "Convolution,", 4).hover();
  await expect.poll(() => lit(page, "Cross-correlation,", "lit-output")).toEqual([[4]]);
  const sums = await page.locator(".sum output").allTextContents();
  expect(sums.map((text) => Number(text.replace("−", "-")))).toEqual([
    correlation.y.data[4],
    convolution.y.data[4],
  ]);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("symmetric and antisymmetric kernels are told; convolution commutes; the choice is kept", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(benchAt("flip", { lang: "en" }));
  const said = page.locator(".card .said");
  await page.getByRole("button", { name: "tent (symmetric)" }).click();
  await expect.poll(() => said.textContent()).toContain("its own half turn");
  expect(new Set(await numbersOf(page, "Difference"))).toEqual(new Set([0]));
  await page.getByRole("button", { name: "left minus right" }).click();
  await expect.poll(() => said.textContent()).toContain("each other's negatives");
  await page.getByText("convolution commutes").click();
  expect(await numbersOf(page, "Convolution 1")).toEqual(await numbersOf(page, "Convolution 2"));
  expect(await numbersOf(page, "Cross-correlation 1")).toEqual(
    (await numbersOf(page, "Cross-correlation 2")).reverse(),
  );
  await page.getByRole("button", { name: "let the layer compute this" }).click();
  await expect.poll(() => page.url()).toContain("orientation=convolution");
  await page.getByRole("button", { name: "中文" }).click();
  await expect.poll(() => page.locator(".card.own h2").textContent()).toBe("卷积");
  expect(troubles).toEqual([]);
  await page.context().close();
});
