/** The frequency view: the library's response, what it says of signals, and what a stride folds. */
import { kernel, responseAt, responseLine } from "convoke/workshop";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withHyphen } from "../../lab/src/parts/minus.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** Numbers of a plot's table, column by column; the table is made when it is opened. */
async function columnOf(page: Page, name: string, column: number): Promise<number[]> {
  const table = page.locator(`table.numbers[aria-label="${name}"]`);
  if ((await table.count()) === 0)
    await page
      .locator("figure.plot", { has: page.locator("figcaption").getByText(name, { exact: true }) })
      .locator("summary")
      .click();
  await table.waitFor();
  const texts = await table.locator(`tbody tr td:nth-child(${column + 1})`).allTextContents();
  return texts.map((text) => (text === "–" ? Number.NaN : Number(withHyphen(text))));
}

test("a typed kernel: amplitude and phase are the library's, and sentences are exact", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(
    "#/bench/frequency?typed=1/4+1/2+1/4&frequency=0.25&lang=en",
  );
  await page.waitForSelector(".responses");
  const truth = responseLine(kernel([["1/4", "1/2", "1/4"]]), 129, [0, 1]);
  const shown = await columnOf(page, "Amplitude |H(f)|", 1);
  expect(shown).toHaveLength(65);
  shown.forEach((value, i) => expect(value).toBeCloseTo(truth.magnitude[2 * i], 3));
  const text = await page.locator("main").textContent();
  expect(text).toContain("A sine of 0.25 cycles a sample comes out 0.5 times as high, in place.");
  expect(text).toContain("A constant 1 becomes 1; a ramp n becomes n.");
  expect(text).toContain("multiplied by 3/8.");
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("the layer's own kernel, shifted: a convolution flips it, a stride folds its band", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const layer = "kernelRows=1&kernelColumns=3&w=0+0+2";
  const { page, troubles } = await lab.page(`#/bench/frequency?${layer}&stride=3&lang=en`);
  await page.waitForSelector(".responses");
  // A correlation with [0 0 2] looks one sample ahead.
  expect(await page.locator("main").textContent()).toContain("2 times as high, 1 sample ahead");
  const bands = "Amplitude by band, where it lands";
  const own = kernel([[0, 0, 2]]);
  for (const [band, before] of [
    [1, (f: number) => f / 3],
    [2, (f: number) => (1 - f) / 3],
    [3, (f: number) => (1 + f) / 3],
  ] as const) {
    const values = await columnOf(page, bands, band);
    expect(values).toHaveLength(65);
    values.forEach((value, i) => {
      const { re, im } = responseAt(own, [0, before(i / 128)]);
      expect(value).toBeCloseTo(Math.hypot(re, im), 3);
    });
  }
  await page.getByLabel("operation").selectOption("convolution");
  expect(await page.locator("main").textContent()).toContain("1 sample behind");
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("a link holds kernel, signal and frequency; a kernel that is none is one sentence", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/frequency?lang=zh");
  await page.waitForSelector(".responses");
  await page.getByLabel("自定卷积核").fill("sobel-x");
  await page.getByLabel("信号", { exact: true }).selectOption("step");
  await page.getByRole("spinbutton", { name: "频率" }).fill("0.2");
  await expect.poll(() => page.url()).toMatch(/typed=sobel-x.*signal=step.*frequency=0\.2/);
  const again = await lab.page(new URL(page.url()).hash);
  await again.page.waitForSelector(".responses");
  const main = (one: Page) => one.locator("main").textContent();
  expect(await main(again.page)).toBe(await main(page));
  await page.getByLabel("自定卷积核").fill("1 2; 3");
  expect(await page.getByRole("alert").textContent()).toMatch(
    /^卷积核 "1 2; 3" 应每行一样长，实际为 /,
  );
  expect([...troubles, ...again.troubles]).toEqual([]);
  await again.page.context().close();
  await page.context().close();
});
