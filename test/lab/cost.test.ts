/** The cost page in a browser: sliders, exact quotients, every section, and Node's numbers. */
import { algorithmCosts, compareLayers, FIGURES, layerCost, ratioText, sweep } from "convoke/cost";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Opened, type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** Cells of the table of that name, by rows. */
/** Cells of a table, row by row, as soon as it has rows: some are made when they are opened. */
async function rowsOf(page: Opened["page"], name: string): Promise<string[][]> {
  const rows = page.getByRole("table", { name, exact: true }).locator("tbody tr");
  await rows.first().waitFor();
  return rows.evaluateAll((all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent ?? "")),
  );
}

test("a slider is dragged: exact quotients to the pinned layer, kept in the link", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/cost?lang=en");
  await page.getByText("× 1", { exact: true }).first().waitFor();
  const slider = page.getByRole("slider", { name: "channels in, c_i" });
  await slider.focus();
  for (let i = 0; i < 32; i++) await page.keyboard.press("ArrowRight");
  await page.getByText("× 3/2", { exact: true }).first().waitFor();
  expect(await page.getByRole("textbox", { name: "layer" }).inputValue()).toBe(
    "ic96ih56oc64kh3ph1",
  );
  await page.getByText("All figures, in full").click();
  const { figures, ratios } = compareLayers("ic64ih56oc64kh3ph1", "ic96ih56oc64kh3ph1");
  expect((await rowsOf(page, "Beside the pinned layer")).map((row) => row.slice(1))).toEqual(
    FIGURES.map((name) => [
      figures.before[name].toLocaleString("en"),
      figures.after[name].toLocaleString("en"),
      ratioText(ratios[name]),
    ]),
  );
  // What is no layer leaves everything as it was, and says why.
  await page.getByRole("spinbutton", { name: "groups, g" }).fill("7");
  await page.getByText("expected a multiple of 7").waitFor();
  await page.getByRole("button", { name: "Pin this layer" }).click();
  await page.getByText("× 1", { exact: true }).first().waitFor();
  await expect.poll(() => page.evaluate("location.hash")).toContain("pinned=ic96ih56oc64kh3ph1");
  const again = await lab.page(await page.evaluate("location.hash"));
  await again.page.getByText("pinned: ic96ih56oc64kh3ph1").waitFor();
  expect([...troubles, ...again.troubles]).toEqual([]);
  await page.context().close();
  await again.page.context().close();
});

test("every section says Node's numbers, in Chinese too", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const layer = "g4ic16ih19oc24kh3sh2_bias_relu";
  const { page, troubles } = await lab.page(`#/cost?lang=zh&layer=${layer}&change=padding&to=9`);
  const { asWritten, needed, axes } = layerCost(layer);
  await page.getByText("前向传播", { exact: true }).waitFor();
  const forward = await rowsOf(page, "前向传播");
  expect(forward[0].slice(1, 3)).toEqual([
    asWritten.macs.toLocaleString("en"),
    needed.macs.toLocaleString("en"),
  ]);
  expect(forward.find(([name]) => name === "浮点运算（FLOP）")?.[1]).toBe(
    asWritten.flops.toLocaleString("en"),
  );
  expect((await rowsOf(page, "形状")).map((row) => row[3])).toEqual(
    axes.map(({ wasted }) => `${wasted}`),
  );
  expect((await rowsOf(page, "反向传播")).length).toBe(5);
  const able = algorithmCosts(layer).filter(({ work }) => work !== null);
  const name = "各算法：在为单核生成的 float32 内核上逐一计数";
  await page.getByRole("table", { name, exact: true }).waitFor();
  expect((await rowsOf(page, name)).map(([first]) => first)).toEqual(
    able.map(({ algorithm }) => algorithm),
  );
  const plotted = page.getByRole("img", { name: /乘法（MAC）：填充 p/ });
  await plotted.scrollIntoViewIfNeeded();
  await page.locator("figure.plot summary").click();
  const curve = await rowsOf(page, "乘法（MAC）：填充 p");
  expect(curve.length).toBe(
    sweep(
      layer,
      "padding",
      Array.from({ length: 10 }, (_, i) => i),
    ).length,
  );
  await page.getByRole("button", { name: "在此测量" }).click();
  await page.getByText(/达到峰值的/).waitFor();
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("along a long range a grouped layer stands where its groups divide the channels", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(
    "#/cost?lang=en&layer=g96ic96ih14oc96kh3ph1&change=channels&to=200",
  );
  await page.getByText("98 of these values give no layer.").waitFor();
  expect(await page.locator(".plot svg[role=img] circle").count()).toBe(2);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("a layer that is none gets its sentence", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/cost?lang=en&layer=ic3ih224&dtype=float23");
  await page.getByText("expected kh, the kernel extent").waitFor();
  await page.getByText("got float23").waitFor();
  await page.getByRole("button", { name: "LeNet" }).click();
  await page.getByText("Forward", { exact: true }).waitFor();
  await page.getByRole("textbox", { name: "layer" }).fill("ic3iw20000000oc4kw9000000");
  await page.locator("[role=alert]").nth(1).waitFor();
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("with a stride, what `same` needs is said beside the padding that keeps the size", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/cost?lang=en&layer=ic3ih224oc64kh7sh2ph3");
  const said = page.locator(".same-needs");
  await said.first().waitFor();
  // ⌈224 / 2⌉ = 112 outputs see 111 · 2 + 7 = 229 positions: 5 more than there are.
  expect(await said.first().textContent()).toContain("⌈224 / 2⌉ = 112 needs padding 5 (2 + 3)");
  expect(await said.count()).toBe(2);
  await page.goto(new URL("#/cost?lang=en", page.url()).href);
  await said.first().waitFor({ state: "detached" });
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("while a slider moves, only the newest layer's kernels are counted", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/cost?lang=en");
  await page.locator(".sliders").waitFor();
  let started = 0;
  page.on("worker", () => started++);
  const slider = page.getByRole("slider", { name: "channels in, c_i" });
  await slider.focus();
  for (let i = 0; i < 30; i++) await page.keyboard.press("ArrowRight");
  await page.getByText("× 47/32", { exact: true }).first().waitFor();
  await page.waitForTimeout(400);
  // Counting that is given up ends its worker: a new one for every move was the delay.
  expect(started).toBeLessThan(4);
  expect(troubles).toEqual([]);
  await page.context().close();
});
