/** The network that is trained in the page: the same bits as in Node, seen at work, drawn for, in both languages. */
import { readFile } from "node:fs/promises";
import { networkCost, networkFromNet } from "convoke/cost/network";
import { saveParameters, train } from "convoke/nets";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { courseOf } from "../../lab/src/pages/bench/network/course.ts";
import { digitOf, digitsOf } from "../../lab/src/pages/bench/network/digits/digit.ts";
import { sidesOf, watchedNet } from "../../lab/src/pages/bench/network/net.ts";
import { mapsOf } from "../../lab/src/pages/bench/network/sum.ts";
import { benchAt } from "./bench.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const TINY = { seed: 5, filters: 3, size: 4 };
const COURSE = { seed: TINY.seed, rate: 0.01, examples: 320, epochs: 1 };
const ADDRESS = benchAt("network", { ...TINY, ...COURSE, lang: "en" });

const pictures = (page: Page): Promise<string[]> =>
  page
    .locator(".net-maps canvas")
    .evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));

test("a digit of a set follows from the seed and its number alone", () => {
  const { inputs, targets } = digitsOf(7, "training", 12);
  expect([...targets.data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  expect(inputs.data.slice(11 * 784)).toEqual(digitOf(7, "training", 11));
  expect(digitOf(7, "unseen", 11)).not.toEqual(digitOf(7, "training", 11));
  expect(digitOf(8, "training", 11)).not.toEqual(digitOf(7, "training", 11));
  expect(inputs.data.every((ink) => ink >= 0 && ink <= 1)).toBe(true);
});

test("trained in the page, the parameters are Node's, and every unit says where it comes from", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(ADDRESS);
  await page.waitForSelector(".net-stack");
  const untrained = await pictures(page);
  expect(new Set(untrained).size).toBe(6);
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByText(/^Reads \d+ of 500 unseen digits right/).waitFor();
  expect(await pictures(page)).not.toEqual(untrained);

  await page.locator(".plot summary").first().click();
  await page.locator(".plot").first().locator("tbody tr").nth(10).waitFor();
  const cells = await page
    .locator(".plot")
    .first()
    .locator("tbody tr td:last-child")
    .allTextContents();
  expect(Number(cells[10])).toBeLessThan(Number(cells[0]));

  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name: "safetensors" }).click();
  const file = await readFile((await (await arriving).path())!);
  const { net } = watchedNet(TINY);
  await train(courseOf(net, COURSE));
  expect(file.equals(saveParameters(net))).toBe(true);

  // A unit of the fourth layer: its frame is the library's field, its sum the engine's number.
  const fields = networkCost(networkFromNet(net)).layers[3].fields.filter(({ axis }) => axis === 2);
  const [{ extent, stride, first }] = fields;
  const scale = Math.floor(50 / sidesOf(TINY.size).conv2);
  await page
    .locator(".net-maps")
    .nth(3)
    .hover({ position: { x: 3 * scale + 2, y: 2 * scale + 2 } });
  expect(await page.locator(".net-making").getAttribute("data-spot")).toBe("conv2 0 2 3");
  const [top, left] = [first + 2 * stride!, first + 3 * stride!];
  expect(await page.locator("[data-field]").getAttribute("data-field")).toBe(
    `${top} ${left} ${extent} ${extent}`,
  );
  expect(await page.locator(".net-parts figure").count()).toBe(mapsOf(TINY, "pool1"));
  expect(await page.locator(".net-maps").nth(2).locator(".net-frame").count()).toBe(3);
  const sum = await page.locator(".net-making output").textContent();
  const [, ours, engines] = /= (\S+); .*: (\S+)$/.exec(sum!)!;
  expect(ours).toBe(engines);
  // By keyboard, out of the map into the one below it.
  await page.locator(".net-maps").nth(5).focus();
  const half = sidesOf(TINY.size).pool2;
  for (let i = half >> 1; i < half; i++) await page.keyboard.press("ArrowDown");
  expect(await page.locator(".net-making").getAttribute("data-spot")).toBe(
    `pool2 1 0 ${half >> 1}`,
  );
  expect(await page.locator(".net-making output").textContent()).toMatch(/^max\(.*\) = /);
  await page.getByRole("button", { name: /^4 [\d.]+ %$/ }).focus();
  expect(await page.locator(".net-making h2").textContent()).toBe("Score of 4");
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("it is drawn for, paused and begun anew; digits are chosen by keyboard, and the link holds them", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/bench/network?lang=zh&epochs=20");
  await page.waitForSelector(".net-stack");
  await page.getByRole("button", { name: "开始训练" }).click();
  await page.getByText(/^第 \d+ 步/).waitFor();
  await page.getByRole("button", { name: "暂停" }).click();
  await page.getByText("已暂停。").waitFor();
  // What was under way has arrived.
  await page.waitForTimeout(400);
  const step = await page.getByText(/^第 \d+ 步/).textContent();
  const before = await pictures(page);
  const box = (await page.locator(".net-pad").boundingBox())!;
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.2 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.8 * box.height, { steps: 5 });
  await page.mouse.up();
  await expect
    .poll(async () => (await pictures(page)).filter((one, i) => one !== before[i]).length)
    .toBe(6);
  expect(await page.getByText(/^第 \d+ 步/).textContent()).toBe(step);
  await page.getByRole("button", { name: "继续" }).click();
  await expect.poll(() => page.getByText(/^第 \d+ 步/).textContent()).not.toBe(step);
  await page.getByRole("button", { name: "重新开始" }).click();
  await page.getByText(/^尚未训练/).waitFor();

  await page.getByRole("button", { name: "生成的 7" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => page.url()).toContain("example=7");
  const again = await lab.page(new URL(page.url()).hash);
  await again.page.waitForSelector(".net-stack");
  await expect.poll(() => pictures(page)).toEqual(await pictures(again.page));
  await again.page.evaluate(`location.hash = "#/bench/network?filters=99&lang=en"`);
  expect(await again.page.getByRole("alert").textContent()).toBe(
    "expected a whole number from 1 to 12 for filters, got 99",
  );
  expect([...troubles, ...again.troubles]).toEqual([]);
  await again.page.context().close();
  await page.context().close();
});
