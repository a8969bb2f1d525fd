/** A newer version comes while a page is open; disks that are full; parts that do not come; stray errors. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Served, serve } from "../../lab/server/serve.ts";
import { type OpenLab, openLab } from "./lab.ts";
import { type Host, host } from "./versions.ts";

let lab: OpenLab | null;
let site: Host;
let plain: Served;
let url: string;
beforeAll(async () => {
  lab = await openLab();
  site = host();
  plain = await serve(site.folder, { port: 0, isolated: false });
  url = `${plain.url}some/path/`;
});
afterAll(async () => {
  await lab?.close();
  await plain.close();
  site.remove();
});

test("an open page goes on after an update and is told of it; the next load is the new version", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const context = await lab.browser.newContext();
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (m) => m.type() === "error" && troubles.push(m.text()));
  page.on("pageerror", ({ message }) => troubles.push(message));
  const variant = () =>
    page.evaluate(() => document.querySelector("meta[name=variant]")?.getAttribute("content"));
  const versions = () => page.evaluate(async () => (await caches.keys()).length);
  await page.goto(`${url}#/glossary?lang=en`);
  await page.waitForFunction(() => crossOriginIsolated);
  await page.locator(".status summary").click();
  await page.getByText("This page also works without a network.").waitFor();
  await page.locator(".status summary").click();
  expect(await variant()).toBe(undefined);

  site.put("b");
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await page.getByText("A new version of the lab is ready").waitFor();
  expect(await versions()).toBe(2);
  // Files that the host no longer has: a page, what it loads, and its worker.
  await page.goto(`${url}#/studies/6.4-6?lang=en`);
  await page.locator("article.told:not(.stale)").waitFor();
  expect(await variant()).toBe(undefined);
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByText("实验室有了新版本").waitFor();

  await page.getByRole("button", { name: "重新加载" }).click();
  await page.waitForFunction(() => document.querySelector("meta[name=variant]") !== null);
  await page.locator("article.told:not(.stale)").waitFor();
  expect(page.url()).toBe(`${url}#/studies/6.4-6?lang=zh`);
  expect(await page.getByText("实验室有了新版本").count()).toBe(0);
  await page.waitForFunction(async () => (await caches.keys()).length === 1);

  await context.setOffline(true);
  await page.goto(`${url}?from=elsewhere#/bench/im2col?lang=en`);
  await page.getByRole("heading", { name: /im2col/ }).waitFor();
  expect(await variant()).toBe("b");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(troubles).toEqual([]);

  const pieces = await page.evaluate(async () => {
    const icon = await (await fetch("icon.svg?x=1")).text();
    const piece = async (range: string) => {
      const answer = await fetch("icon.svg", { headers: { range } });
      return [answer.status, answer.headers.get("content-range"), await answer.text()];
    };
    return {
      icon,
      first: await piece("bytes=0-4"),
      last: await piece("bytes=-7"),
      none: await piece("bytes=99999-"),
    };
  });
  const { length } = pieces.icon;
  expect(pieces.first).toEqual([206, `bytes 0-4/${length}`, "<svg "]);
  expect(pieces.last).toEqual([206, `bytes ${length - 7}-${length - 1}/${length}`, "</svg>\n"]);
  expect(pieces.none).toEqual([416, `bytes */${length}`, ""]);
  await context.close();
  site.put("a");
});

test("a disk that is full: the page works, with threads, and does not say that it is kept", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const context = await lab.browser.newContext();
  const page = await context.newPage();
  const debug = await context.newCDPSession(page);
  const { origin } = new URL(url);
  await debug.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 100_000 });
  await page.goto(`${url}#/studies/6.4-6?lang=en`);
  await page.waitForFunction(() => crossOriginIsolated);
  await page.locator("article.told:not(.stale)").waitFor();
  await page.locator(".status summary").click();
  await page.getByText("This page is cross-origin isolated").waitFor();
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
  expect(await page.getByText("This page also works without a network.").count()).toBe(0);
  await context.close();
});

test("a part that does not come, and an error that nobody caught, are told in a sentence", async ({
  skip,
}) => {
  if (!lab) return skip("no Chromium starts here");
  const context = await lab.browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(`${lab.url}#/glossary?lang=en`);
  await page.waitForSelector("main h1");
  await page.route(/assets\/workshop-.*\.js/, (route) => route.abort());
  await page.getByRole("link", { name: "Workshop" }).click();
  const alert = page.locator(".notice");
  await alert.getByText("A part of this page could not be loaded").waitFor();
  await alert.getByRole("button", { name: "Close" }).click();
  expect(await alert.count()).toBe(0);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("made for the test");
    });
  });
  await alert.getByText("made for the test").waitFor();
  await page.evaluate(() => void Promise.reject(new Error("a promise of the test")));
  await alert.getByText("a promise of the test").waitFor();
  expect(await alert.count()).toBe(1);
  await page.getByRole("button", { name: "中文" }).click();
  await alert.getByText("出现了意料之外的错误").waitFor();
  await context.close();
});
