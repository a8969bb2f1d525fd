/** Every study runs in the page, and says the same in both languages without running again. */
import { readFileSync } from "node:fs";
import { STUDIES } from "@convoke/studies/all";
import { readNpy } from "convoke/formats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test.for(STUDIES.map((study) => [study.id, study] as const))(
  "%s",
  async ([id, study], { skip }) => {
    if (!lab) return skip("no Chromium starts here");
    const { page, troubles } = await lab.page(`#/studies/${id}?lang=en`);
    const told = page.locator("article.told:not(.stale)");
    await told.waitFor({ timeout: 50_000 });
    expect(await page.locator("h1").textContent()).toContain(study.text.en.title);
    const verdict = () => page.locator(".verdict strong").textContent();
    expect(await verdict()).toMatch(/^Verdict: (holds|holds under a condition|false)$/);
    expect(await page.locator("table.facts").last().locator("tr").count()).toBeGreaterThan(1);
    // Broken sources of formulas are marked so by KaTeX.
    expect(await page.locator(".katex-error").count()).toBe(0);

    await page.getByRole("button", { name: "中文" }).click();
    expect(await page.locator("h1").textContent()).toContain(study.text.zh.title);
    expect(await verdict()).toMatch(/^结论：(成立|在一定条件下成立|不成立)$/);
    expect(await page.locator("main").textContent()).not.toContain("{=");
    expect(await page.locator(".stale").count()).toBe(0);

    await page.setViewportSize({ width: 390, height: 800 });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(390);
    expect(troubles).toEqual([]);
    await page.context().close();
  },
);

test("a parameter in the address is the study's own, and a wrong one is a sentence", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/studies/6.2-3?rows=5&kernel=0+1%3B+1+0&lang=en");
  await page.locator("article.told:not(.stale)").waitFor();
  expect(await page.locator('.panel input[type="number"]').first().inputValue()).toBe("5");
  await page.goto(`${lab.url}#/studies/6.2-3?rows=1000&lang=en`);
  expect(await page.locator('main [role="alert"]').first().textContent()).toMatch(
    /^expected a whole number from \d+ to \d+ for rows, got 1000$/,
  );
  expect(troubles).toEqual([]);
});

test("an error is planted: the verdict turns, what falls is marked, and there is a way back", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/studies/6.2-3?lang=en");
  const told = page.locator("article.told:not(.stale)");
  const verdict = page.locator(".verdict strong");
  const box = () => page.locator(".verdict").textContent();
  await told.waitFor();
  expect(await verdict.textContent()).toBe("Verdict: holds");
  await page.getByLabel("plant an error").selectOption({ label: "The layer flips its kernel." });
  const poll = (ask: () => Promise<string | null> | string) =>
    expect.poll(ask, { timeout: 30_000 });
  await poll(() => verdict.textContent()).toBe("Verdict: the study itself does not stand");
  expect(page.url()).toContain("plant=flipped");
  expect(await box()).toContain("The layer flips its kernel. Without it the verdict is: holds.");
  expect(await box()).toContain("4 statements fall:");
  expect(await page.locator("tr.fallen").count()).toBe(4);
  expect(await page.locator("code").last().textContent()).toContain(" --plant flipped");

  await page.getByRole("button", { name: "中文" }).click();
  expect(await verdict.textContent()).toBe("结论：研究本身不成立");
  expect(await box()).toContain("层把卷积核翻转了。 没有它，结论是：成立。");
  expect(await box()).toContain("4 个说法倒下：");
  await page.getByRole("button", { name: "取出错误" }).click();
  await poll(() => verdict.textContent()).toBe("结论：成立");
  await poll(() => page.url()).not.toContain("plant");
  expect(await page.locator("tr.fallen").count()).toBe(0);

  await page.goto(`${lab.url}#/studies/6.2-3?plant=nothing&lang=en`);
  expect(await page.locator('main [role="alert"]').first().textContent()).toBe(
    "expected one of none, flipped, exchanged, averaged, off for plant, got nothing",
  );
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("a visitor's own picture, and one that is none", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page("#/studies/6.2-3?lang=en");
  await page.locator("article.told:not(.stale)").waitFor();
  const choose = page.getByLabel("Own picture");
  await choose.setInputFiles({
    name: "mine.png",
    mimeType: "image/png",
    buffer: Buffer.from("no picture"),
  });
  expect(await page.locator('main [role="alert"]').textContent()).toBe(
    "expected a picture that this browser reads, got mine.png",
  );
});

test("a training is drawn while it runs, waits when it is paused, and stops", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/studies/6.1-2?effort=thorough&lang=en");
  await page.getByRole("button", { name: "Pause" }).click();
  const points = () =>
    page.evaluate(() =>
      [...document.querySelectorAll(".plot path")].map((path) => path.getAttribute("d")).join(" "),
    );
  // What was on its way arrives.
  await page.waitForTimeout(300);
  const before = await points();
  await page.waitForTimeout(500);
  expect(await points()).toBe(before);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect.poll(points, { timeout: 20_000 }).not.toBe(before);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped.").waitFor();
  expect(troubles).toEqual([]);
});

test("what was shown is taken along: data, pictures, numbers, and the command", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/studies/6.2-3?rows=4&lang=en");
  await page.locator("article.told:not(.stale)").waitFor();
  await page.getByText("Take it along").click();
  const saved = async (button: number) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".take button").nth(button).click(),
    ]);
    return readFileSync(await download.path());
  };
  const run = JSON.parse((await saved(0)).toString());
  expect(run).toMatchObject({ id: "6.2-3", verdict: "holds", parameters: { rows: 4 } });
  expect(run.steps[0].exhibits[0].values.length).toBe(4 * 3);
  const image = readNpy(await saved(1));
  expect(image.shape).toEqual([4, 3]);
  expect([...image.data]).toEqual(run.steps[0].exhibits[0].values);
  expect(await page.locator(".take code").textContent()).toBe(
    "npm run convoke -- study 6.2-3 --lang en --param 'rows=4'",
  );
  expect(troubles).toEqual([]);
});

test("a picture of the camera is studied", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/studies/6.2-3?lang=en");
  await page.locator("article.told:not(.stale)").waitFor();
  await page.getByRole("button", { name: "Camera" }).click();
  await page.locator("article.told:not(.stale)", { hasText: "camera:" }).waitFor();
  expect(troubles).toEqual([]);
});

test("a study opened right after others were closed finds room for its memories", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  // One process serves all these pages; a closed page with helpers leaves it two seconds later.
  const context = await lab.browser.newContext();
  for (const id of ["6.1-3", "6.1-4", "6.1-5", "6.1-6", "6.2-1"]) {
    const page = await context.newPage();
    await page.goto(`${lab.url}#/studies/${id}`);
    await page.locator("article.told:not(.stale), [role=alert]").first().waitFor();
    expect(await page.locator("main [role=alert]").allTextContents(), id).toEqual([]);
    await page.close();
  }
  await context.close();
});
