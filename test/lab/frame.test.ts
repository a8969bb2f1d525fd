/** Going from page to page: where the focus lies, what the window is called, what a phone shows, what is printed. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
/** What a page does once it has been drawn: on a busy machine after a while. */
const later = <T>(ask: () => Promise<T>) => expect.poll(ask, { timeout: 10_000 });

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

test("another page has its name, and the focus on its heading", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/studies?lang=en");
  const focused = () =>
    page.evaluate(() => {
      const { tagName, textContent } = document.activeElement as HTMLElement;
      return `${tagName} ${tagName === "BODY" ? "" : textContent}`.trim();
    });
  await page.waitForSelector("main h1");
  await later(() => page.title()).toBe("Studies · Convoke");
  await later(focused).toBe("BODY");
  await page.getByRole("link", { name: /^6\.4-6/ }).click();
  await page.waitForSelector("article.told:not(.stale)");
  await later(() => page.title()).toMatch(/^6\.4-6 .* · Convoke$/);
  await later(focused).toMatch(/^H1 6\.4-6/);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  // Language and colours are no other page.
  const chinese = page.getByRole("button", { name: "中文" });
  await chinese.click();
  await later(() => page.title()).toMatch(/[\u4e00-\u9fff].* · Convoke$/);
  await later(focused).toBe("BUTTON 中文");
  await page.waitForURL(/lang=zh/);
  const told = await page.evaluate(() => location.hash);
  await page.getByLabel("配色").selectOption("dark");
  expect(await page.evaluate(() => location.hash)).toBe(told);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Studies" }).waitFor();
  await later(focused).toBe("H1 Studies");
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("on a phone the header is one line, and the rest is behind a button", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/glossary?lang=en");
  await page.setViewportSize({ width: 390, height: 800 });
  await page.waitForSelector("main h1");
  const height = () => page.evaluate(() => document.querySelector("header")!.clientHeight);
  expect(await height()).toBeLessThan(64);
  const menu = page.getByRole("button", { name: "Menu" });
  const bench = page.getByRole("link", { name: "Bench", exact: true });
  expect(await bench.isVisible()).toBe(false);
  await menu.focus();
  await page.keyboard.press("Enter");
  await later(() => menu.getAttribute("aria-expanded")).toBe("true");
  expect(await page.getByRole("button", { name: "Copy link" }).isVisible()).toBe(true);
  await page.keyboard.press("Escape");
  await later(() => bench.isVisible()).toBe(false);
  await menu.click();
  await bench.click();
  await page.getByRole("heading", { level: 1, name: /^Bench/ }).waitFor();
  await later(() => menu.getAttribute("aria-expanded")).toBe("false");
  await later(height).toBeLessThan(64);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test("what is printed is the page alone, dark on white", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page("#/studies/6.4-6?lang=en");
  await page.waitForSelector("article.told:not(.stale)");
  await page.getByLabel("Colours").selectOption("dark");
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("header.top").isVisible()).toBe(false);
  const colours = () =>
    page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
  await later(colours).toEqual(["rgb(27, 31, 36)", "rgb(255, 255, 255)"]);
  await page.context().close();
});

test("the manifest is read, and its picture is there", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page("#/glossary");
  const debug = await page.context().newCDPSession(page);
  const { url, errors, data } = await debug.send("Page.getAppManifest");
  expect([url, errors]).toEqual([`${lab.url}manifest.webmanifest`, []]);
  const { icons, start_url } = JSON.parse(data as string);
  expect(new URL(start_url, url).href).toBe(lab.url);
  for (const { src } of icons) expect((await fetch(new URL(src, url))).status).toBe(200);
  await page.context().close();
});
