/** The frame of the lab: accessible, by keyboard, without a network, on plain hosts, small. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PAGE_NAMES } from "../../lab/src/pages/pages.ts";
import { axeSays } from "./axe.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const ADDRESSES = [
  ...PAGE_NAMES.map((name) => (name === "home" ? "" : name)),
  "bench/engine",
  "bench/network",
  "studies/6.2-1",
];

describe("axe finds nothing to mend", () => {
  test.for(ADDRESSES)("/%s, light and dark", async (address, { skip }) => {
    if (!lab) return skip("no Chromium starts here");
    const { page } = await lab.page(`#/${address}?lang=en`);
    await page.waitForSelector("main h1");
    if (address.startsWith("studies/")) await page.waitForSelector("article.told:not(.stale)");
    if (["workshop", "cost", "models"].includes(address)) await page.waitForSelector("main table");
    if (address === "bench/network") await page.waitForSelector(".net-stack");
    if (address === "bench/engine") await page.waitForSelector("pre.code");
    const grounds: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      // Colours halfway between two schemes are nobody's.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      grounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      expect(await axeSays(page), colorScheme).toEqual([]);
    }
    expect(new Set(grounds).size, "the page is dark when asked").toBe(2);
    await page.context().close();
  });
});

test("the frame is walked by keyboard alone", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/glossary?lang=en");
  await page.waitForSelector("main h1");
  const focused = () =>
    page.evaluate(() => (document.activeElement as HTMLElement | null)?.textContent ?? "");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the page");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");

  await page.reload();
  await page.waitForSelector("main h1");
  const met: string[] = [];
  for (let i = 0; i < 30 && !met.includes("中文"); i++) {
    await page.keyboard.press("Tab");
    met.push(await focused());
  }
  expect(met).toEqual(expect.arrayContaining(["Convoke", "Bench", "Studies", "Copy link", "中文"]));
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("main h1").textContent()).toBe("术语表");
  expect(page.url()).toContain("#/glossary");
  expect(troubles).toEqual([]);
});

test("who comes back to a page finds it as it was left", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page("#/bench/engine?layer=ic2ih9oc2kh3&lang=en");
  await page.waitForSelector("tr.chosen");
  await page.getByRole("link", { name: "Glossary" }).click();
  await page.getByRole("heading", { name: "Glossary" }).waitFor();
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("link", { name: "实验台" }).click();
  await page.waitForSelector("tr.chosen");
  expect(page.url()).toContain("bench/engine?layer=ic2ih9oc2kh3");
  expect(page.url()).toContain("lang=zh");
});

test("a link with an impossible number of threads says so", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page("#/bench/engine?threads=many&lang=en");
  expect(await page.locator('main [role="alert"]').first().textContent()).toBe(
    "expected a whole number from 1 to 64 for threads, got many",
  );
});

test("a term is explained on focus and goes with Escape", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/studies/6.2-1?lang=en");
  const term = page.locator(".term button").first();
  await term.focus();
  const tip = page.getByRole("tooltip");
  expect(await tip.textContent()).toMatch(/[\u4e00-\u9fff]/);
  await page.keyboard.press("Escape");
  await tip.waitFor({ state: "detached" });
  await term.hover();
  await tip.waitFor();
  expect(troubles).toEqual([]);
});

test("a link is the experiment: page, parameters and language", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page("#/bench/engine?lang=zh");
  await page.getByLabel("精度").selectOption("exact");
  await page.waitForURL(/accuracy=exact/);
  const link = page.url().slice(lab.url.length);
  const again = await lab.page(link);
  await again.page.waitForSelector("tr.chosen");
  expect(await again.page.getByLabel("精度").inputValue()).toBe("exact");
  await again.page.getByRole("button", { name: "English" }).click();
  expect(await again.page.getByLabel("accuracy").inputValue()).toBe("exact");
  await again.page.waitForURL(/lang=en/);
});

test("without a network the page opens again, with threads", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page } = await lab.page("#/glossary?lang=en");
  await page.locator(".status summary").click();
  await page.getByText("This page also works without a network.").waitFor();
  await page.context().setOffline(true);
  await page.reload();
  await page.waitForSelector("main h1");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  // A page, a worker and a study that had not been loaded before.
  await page.goto(`${lab.url}#/studies/6.4-6?lang=en`);
  await page.locator("article.told:not(.stale)").waitFor();
});

test("a host without headers: the service worker isolates the page", async ({ skip }) => {
  const plain = await openLab({ isolated: false });
  if (!plain) return skip("no Chromium starts here");
  try {
    const { page } = await plain.page("#/glossary?lang=en");
    await page.waitForFunction(() => crossOriginIsolated);
    await page.locator(".status summary").click();
    await page.getByText("This page is cross-origin isolated").waitFor();
  } finally {
    await plain.close();
  }
});

test("a browser without service workers says why there is one thread", async ({ skip }) => {
  const plain = await openLab({ isolated: false });
  if (!plain) return skip("no Chromium starts here");
  try {
    const context = await plain.browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => {
      delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
    });
    await page.goto(`${plain.url}#/bench/engine?layer=ic2ih9oc2kh3&lang=en`);
    await page.locator(".status summary").click();
    await page.getByText("One thread: this host sends no isolation headers").waitFor();
    await page.getByRole("button", { name: /^Run it$/ }).click();
    await page.locator("[data-bits]").waitFor();
  } finally {
    await plain.close();
  }
});

test("a first visit loads less than 250 kB, worker and photograph included", async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  // The service worker would go on to load all other pages.
  const context = await lab.browser.newContext({ serviceWorkers: "block" });
  const asked: string[] = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname.slice(1)));
  const page = await context.newPage();
  await page.goto(lab.url);
  await page.getByText("megapixels a second").waitFor();
  await context.close();
  const dist = join(import.meta.dirname, "..", "..", "lab", "dist");
  const size = (path: string) => gzipSync(readFileSync(join(dist, path || "index.html"))).length;
  expect(asked.filter((path) => path.endsWith(".webp")).length).toBe(1);
  expect(asked.some((path) => path.includes("worker"))).toBe(true);
  const sizes = asked.filter((path) => path !== "service-worker.js").map(size);
  expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThan(250_000);
});
