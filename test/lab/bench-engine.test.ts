/** The engine's view: the planner's own candidates, code and times, and the same bits as in Node. */
import { createHash } from "node:crypto";
import { compile, format, inputShape, loops, parse, plan, sizeOf, weightShape } from "convoke";
import { random } from "convoke/data";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

/** Small, and split by two threads all the same. */
const LAYER = "ic8ih23oc8kh3ph1";

test("candidates, code, one and two threads", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`#/bench/engine?layer=${LAYER}&accuracy=exact&lang=en`);
  await page.waitForSelector("table.facts");
  const made = plan(LAYER, { accuracy: "exact" });
  const names = await page.locator("table.facts tbody th").allTextContents();
  expect(names.sort()).toEqual(made.candidates.map(({ algorithm }) => algorithm).sort());
  expect(await page.getByText("In full").textContent()).toContain(format(parse(LAYER)));

  const chosen = await page.locator("tr.chosen th").textContent();
  const threads = Number(/(\d+)/.exec((await page.locator(".status summary").textContent())!)![1]);
  await page.waitForSelector("pre.code");
  expect(await page.locator("pre.code").textContent()).toBe(
    loops(plan(LAYER, { accuracy: "exact", threads })),
  );
  expect(chosen).toBe(made.algorithm);

  await page.getByRole("button", { name: "Check every algorithm" }).click();
  await page.waitForSelector("text=✓ direct");
  expect(await page.locator("text=✗").count()).toBe(0);

  await page.getByRole("button", { name: "1 thread and all" }).click();
  await page.getByText("The same bits with 1 thread and with all.").waitFor();
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("the page's bits are Node's", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page(`#/bench/engine?layer=${LAYER}`);
  await page.getByRole("button", { name: /^Run it$/ }).click();
  const said = await page.locator("[data-bits]").first().getAttribute("data-bits");
  const draw = (shape: readonly number[], seed: number) => {
    const next = random(seed);
    return { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => 2 * next() - 1) };
  };
  const problem = parse(LAYER);
  using executable = await compile(plan(problem), { weight: draw(weightShape(problem), 2) });
  executable.input.data.set(draw(inputShape(problem), 1).data);
  await executable.run();
  const { buffer, byteOffset, byteLength } = executable.output.data;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  expect(said).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("a layer that cannot be is one sentence, and a link is the experiment", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/engine");
  await page.getByLabel("layer", { exact: true }).fill("ic3ih2oc1kh5");
  const said = await page.locator('main p[role="alert"]').textContent();
  expect(said).toMatch(/^expected /);
  await page.getByLabel("layer", { exact: true }).fill("ic2ih9oc3kh2");
  await page.getByLabel("algorithm").selectOption("direct");
  await page.waitForURL(/algorithm=direct/);
  const address = page.url().split("/").slice(3).join("/");
  const again = await lab.page(`${address}&lang=zh`);
  await again.page.waitForSelector("tr.chosen");
  expect(await again.page.locator("tr.chosen th").textContent()).toBe("direct");
  expect(await again.page.getByLabel("层", { exact: true }).inputValue()).toBe("ic2ih9oc3kh2");
  expect([...troubles, ...again.troubles]).toEqual([]);
});
