/** The workshop in a browser: kernels written in three ways, and what the page makes of them. */
import { readFile } from "node:fs/promises";
import { readNpy } from "convoke/formats";
import { filterSource, onnxOf, pictureProblem } from "convoke/snippets";
import {
  checkFewest,
  convolve,
  directional,
  estimateOf,
  fewestTaps,
  formatRational,
  type Kernel,
  kernel,
  laplacian,
  partial,
  type Rational,
  rational,
  readKernel,
  sameKernel,
  sampledGaussian,
  stencil,
  termsText,
} from "convoke/workshop";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withMinus } from "../../lab/src/parts/minus.ts";
import { type Opened, type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const written = (value: Rational): string => withMinus(formatRational(value));

/** Cells of the grid of that name, as they are written. */
const cells = (page: Opened["page"], name: string) =>
  page
    .locator(`table[role=grid][aria-label^="${name}"] td`)
    .evaluateAll((list) =>
      list.map((td) => (td as HTMLElement).querySelector("input")?.value ?? td.textContent ?? ""),
    );

test("a kernel typed, edited by cells and chosen by name is one kernel, and the link holds it", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/workshop?lang=en");
  const text = page.getByRole("textbox", { name: "kernel", exact: true });
  await text.fill("1/3 0 -1/3\n1/3 0 -1/3");
  await page.getByText("2×3, origin [0, 1], exact, sum 0").waitFor();
  expect(await cells(page, "kernel")).toEqual(["1/3", "0", "−1/3", "1/3", "0", "−1/3"]);
  // Along the cells by keyboard: a fraction stays one, and what is no number is put back.
  await page.getByLabel("kernel 1, 1: 1/3").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("2/7");
  await page.keyboard.press("Tab");
  await page.getByText("exact, sum 2/7").waitFor();
  await page.getByLabel("kernel 1, 1: 1/3").click();
  await page.keyboard.type("one");
  await page.keyboard.press("Tab");
  expect(await cells(page, "kernel")).toEqual(["1/3", "0", "−1/3", "1/3", "2/7", "−1/3"]);
  expect(await text.inputValue()).toBe("1/3 0 -1/3; 1/3 2/7 -1/3");
  await page.getByRole("button", { name: "divide by the sum" }).click();
  await page.getByText("exact, sum 1", { exact: false }).waitFor();
  await page.getByLabel("by name").selectOption("gaussian-discrete");
  await page.getByLabel("σ (pixels)").first().fill("0.5");
  await page.getByText("5×5").first().waitFor();
  await expect.poll(() => page.evaluate("location.hash")).toContain("0.5");
  const link = await page.evaluate("location.hash");
  expect(link).toContain("kernel=gaussian-discrete%3A0.5");
  const again = await lab.page(`${link}`);
  await again.page.getByText("5×5").first().waitFor();
  expect(await cells(again.page, "kernel")).toEqual(await cells(page, "kernel"));
  expect([...troubles, ...again.troubles]).toEqual([]);
  await page.context().close();
  await again.page.context().close();
});

test("what is wrong is said in one sentence, and the page goes on", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/workshop?lang=en&sigma=99&kernel=1+2%3B3");
  const alerts = () => page.locator("[role=alert]").allTextContents();
  await page.getByText("rows of equal length").waitFor();
  expect((await alerts()).join(" ")).toContain(
    "expected a number from 0.2 to 10 for sigma, got 99",
  );
  const text = page.getByRole("textbox", { name: "kernel", exact: true });
  await text.fill("sobl-x");
  await page.getByText("nearest legal").waitFor();
  await text.fill("sobel-x");
  await page.getByText("8 ∂/∂x").first().waitFor();
  expect(await page.getByText("nearest legal").count()).toBe(0);
  await page.goto(`${lab.url}#/workshop/nothing?lang=en`);
  await page.getByText("There is no part “nothing”").waitFor();
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("composed exactly, as in Node; the result becomes the kernel", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(
    "#/workshop/compose?lang=zh&kernel=1/2+1/3&with=1/5;-1",
  );
  await page.getByText("2×2").first().waitFor();
  const expected = convolve(readKernel("1/2 1/3"), readKernel("1/5; -1"));
  expect(await cells(page, "结果")).toEqual(expected.exact?.map(written));
  await page.getByRole("button", { name: "用作卷积核" }).click();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("noise gain").first().waitFor();
  expect(await cells(page, "kernel")).toEqual(expected.exact?.map(written));
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("taken apart, or the certificate why not; what takes long is stopped", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/workshop/factor?lang=en&kernel=1+2+1;0+1+3;1+2+5");
  await page.getByText("it has no factor, not even with complex values").waitFor();
  await page.getByText("nearest pair 2×2 ∗ 2×2").first().waitFor();
  const text = page.getByRole("textbox", { name: "kernel", exact: true });
  await text.fill("1 2 1; 2 4 2; 1 2 1");
  await page.getByText("rank 1 of at most 3: separable").waitFor();
  expect(await page.getByText("[1; 2; 1] ∗ [1 2 1]").count()).toBeGreaterThan(0);
  const large = Array.from({ length: 17 }, (_, y) =>
    Array.from({ length: 17 }, (_v, x) => ((y * y * 7 + x * 3 + x * x * y) % 23) - 11).join(" "),
  ).join("; ");
  await text.fill(large);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped.").waitFor();
  await text.fill("1 3 2");
  await page.getByText("saves nothing").first().waitFor();
  await page.getByText("[2 2] ∗ [1/2 1]").waitFor();
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("stencils are Node's fractions with their proof; Gaussians Node's, with their errors", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/workshop/stencil?lang=en&derivative=3&accuracy=4");
  const made = stencil("central", 3, 4);
  await page.getByText("Computed again by elimination: holds.").waitFor();
  expect(checkFewest(fewestTaps(made.nodes, 3))).toBe(true);
  const rows = page.locator("table.numbers").first().locator("tr");
  expect(await rows.nth(1).locator("td").allTextContents()).toEqual(
    made.weights.map(formatRational),
  );
  await page.getByLabel("order of accuracy").first().fill("3");
  await page.locator("[role=alert]").waitFor();
  await page.getByRole("link", { name: "Gaussian" }).click();
  await page.getByLabel("σ", { exact: true }).first().fill("0.8");
  const { values } = sampledGaussian(0.8).kernel;
  await page.getByText(values[12].toFixed(6)).first().waitFor();
  const middle = [...values.subarray(21, 28)];
  expect((await cells(page, "sampled")).slice(21, 28).map(Number)).toEqual(
    middle.map((v) => Number(v.toFixed(6))),
  );
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("mixed partials, directions and Laplacians are Node's fractions, with what is left over", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(
    "#/workshop/stencil?lang=en&form=partial&orders=1+2&accuracy=4",
  );
  const says = async (kernel: Kernel, grid: string) => {
    const found = estimateOf(kernel);
    await page
      .getByText(`error: h^${found?.accuracy} (${termsText(found?.error ?? [])})`)
      .waitFor();
    expect(await cells(page, grid)).toEqual(kernel.exact?.map(written));
  };
  await says(partial([1, 2], { accuracy: 4 }), "∂³f/∂y∂x²");
  await page.getByRole("img", { name: "picture of ∂³f/∂y∂x²" }).waitFor();
  await page.getByLabel("derivative", { exact: true }).selectOption("direction");
  await page.getByLabel("nodes").selectOption("forward");
  await page.getByLabel("direction (down, right)").fill("3/5 4/5");
  const [down, right] = [rational(3, 5), rational(4, 5)];
  await says(directional([down, right], 2, { kind: "forward", accuracy: 4 }), "((3/5, 4/5)·∇)");
  await expect.poll(() => page.url()).toMatch(/form=direction.*side=forward/);
  // In space a kernel is its planes.
  await page.goto(`${lab.url}#/workshop/stencil?lang=zh&form=laplacian&space=3`);
  const solid = laplacian(3);
  await page.getByRole("grid", { name: /∇² f, z = 1/ }).waitFor();
  expect(
    (await Promise.all(["−1", "0", "1"].map((z) => cells(page, `∇² f, z = ${z}`)))).flat(),
  ).toEqual(solid.exact?.map(written));
  await page.getByRole("button", { name: "用作卷积核" }).click();
  await page.getByText("3×3×3").first().waitFor();
  await page.goto(`${lab.url}#/workshop/stencil?lang=en&form=direction&along=0+0`);
  await page.getByText("expected a vector other than 0 for direction").waitFor();
  await page.getByLabel("direction (down, right)").fill("1 x");
  await page.getByText("expected 1 to 3 numbers or fractions, such as 3/5 4/5").waitFor();
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("a kernel is saved as code and data of the same numbers", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const typed = "1/3 0; 2 -1/7; 5 1";
  const { page, troubles } = await lab.page(
    `#/workshop/stencil?lang=en&kernel=${encodeURIComponent(typed)}`,
  );
  const saved = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".save").getByRole("button", { name, exact: true }).click(),
    ]);
    return readFile(await download.path());
  };
  const k = readKernel(typed);
  const { values, origin } = JSON.parse((await saved("JSON")).toString());
  expect(sameKernel(kernel(values, { origin }), k)).toBe(true);
  const { shape, data } = readNpy(await saved("npy"));
  expect([shape, [...data]]).toEqual([k.shape, [...k.values]]);
  for (const [name, language] of [
    ["Convoke", "convoke"],
    ["PyTorch", "pytorch"],
    ["NumPy", "numpy"],
  ] as const)
    expect((await saved(name)).toString()).toBe(filterSource(language, typed, k));
  const weight = { shape: [1, 1, ...k.shape], data: k.values };
  expect(new Uint8Array(await saved("ONNX (512 × 512)"))).toEqual(
    onnxOf(pictureProblem(k, [512, 512]), { weight }),
  );
  expect((await saved("PNG")).subarray(1, 4).toString()).toBe("PNG");
  expect(troubles).toEqual([]);
  await page.context().close();
});
