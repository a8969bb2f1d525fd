/**
 * How fluid the lab is: a number of the kernel is dragged over a photograph in a real browser, at
 * full resolution, and told are the gaps between the page's frames and how long results take.
 *
 *     npm run frames -- [PICTURE] [--json]
 *
 * The browser draws without a graphics card, which is the slowest way there is.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { openLab } from "../test/lab/lab.ts";
import { sharedPath } from "../test/shared.ts";

const LAB = join(import.meta.dirname, "..", "lab", "dist");
const args = process.argv.slice(2);
const json = args.includes("--json");
const picture =
  args.find((one) => !one.startsWith("--")) ??
  sharedPath("data", "images", "dandelion-16mp-5312x2988.jpg");

interface Figures {
  readonly count: number;
  readonly median: number;
  readonly slowest: number;
}

interface Dragged {
  readonly what: string;
  readonly frames: Figures;
  readonly results: Figures;
  /** Medians in the worker: planning and compiling, filtering, and all from the call to the drawing. */
  readonly parts: Readonly<Record<string, number>>;
  /** Tasks of the page's main thread over 50 ms. */
  readonly blocked: number;
  /** Milliseconds for all pixels, as the page says. */
  readonly said: string;
}

const figures = (values: readonly number[]): Figures => {
  const sorted = values.toSorted((a, b) => a - b);
  const short = (v = 0) => Number(v.toPrecision(3));
  return {
    count: sorted.length,
    median: short(sorted[sorted.length >> 1]),
    slowest: short(sorted.at(-1)),
  };
};

/** Watches frames, results and long tasks from now on; `stop` gives them. */
const WATCH = `(() => {
  const seen = { frames: [], results: [], parts: {}, blocked: 0 };
  let last = performance.now(), on = true;
  const tick = (now) => { seen.frames.push(now - last); last = now; if (on) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  const results = new PerformanceObserver((list) => {
    for (const { name, duration, detail } of list.getEntries()) {
      if (name !== "result") continue;
      seen.results.push(duration);
      for (const part in detail) (seen.parts[part] ??= []).push(detail[part]);
    }
  });
  results.observe({ type: "measure" });
  const long = new PerformanceObserver((list) => { seen.blocked += list.getEntries().length; });
  long.observe({ type: "longtask" });
  window.stopWatching = () => { on = false; results.disconnect(); long.disconnect(); return seen; };
})()`;

const MOVES = 120;

async function drag(page: Page, what: string, query: string): Promise<Dragged> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/?lang=en&${query}`);
  await page.waitForTimeout(1500);
  const box = await page.locator("[data-at='4']").boundingBox();
  if (!box) throw new Error("expected the kernel on the page");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 6);
  await page.evaluate(WATCH);
  for (let i = 0; i < MOVES; i++) {
    await page.mouse.move(x, y - 6 - 3 * (i % 60));
    await page.waitForTimeout(12);
  }
  const seen = (await page.evaluate("window.stopWatching()")) as {
    frames: number[];
    results: number[];
    parts: Record<string, number[]>;
    blocked: number;
  };
  await page.mouse.up();
  await page.waitForTimeout(2000);
  const said = (await page.locator(".status-line").textContent()) ?? "";
  return {
    what,
    frames: figures(seen.frames.slice(1)),
    results: figures(seen.results),
    parts: Object.fromEntries(
      Object.entries(seen.parts).map(([part, times]) => [part, figures(times).median]),
    ),
    blocked: seen.blocked,
    said,
  };
}

if (!existsSync(picture)) {
  console.error(`expected a picture, got ${picture}`);
  process.exit(2);
}
const lab = await openLab();
if (!lab) {
  console.error("expected a Chromium that starts, found none");
  process.exit(1);
}
const { page } = await lab.page("about:blank");
const bytes: Record<string, number> = {};
page.on("response", (response) => {
  // The page may be done with a body before it can be asked for: the file says the same.
  const name = new URL(response.url()).pathname.slice(1) || "index.html";
  const body = readFileSync(join(LAB, name));
  bytes[basename(name)] = /\.(jpg|webp|avif)$/.test(name) ? body.length : gzipSync(body).length;
});
await page.goto(`${lab.url}#/?lang=en`);
await page.waitForSelector(".status-line:has-text('megapixels')");
const paint = (await page.evaluate(
  "performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint').startTime",
)) as number;
const first = (await page.evaluate(
  "performance.getEntriesByName('result').at(0).startTime + performance.getEntriesByName('result').at(0).duration",
)) as number;

await page.setInputFiles("input[type=file]", picture);
await page.getByText(basename(picture)).waitFor();
await page.waitForTimeout(1000);
const nine = `kernel=${encodeURIComponent(Array.from({ length: 9 }, (_, y) => Array.from({ length: 9 }, (_v, x) => ((y * 37 + x * 11) % 11) - 5).join(" ")).join("; "))}&range=fit`;
const runs = [
  await drag(page, "3 × 3, whole picture", "kernel=laplacian8"),
  await drag(page, "3 × 3, whole picture, gray", "kernel=laplacian8&colour=gray"),
  await drag(page, "3 × 3, 1 : 1", "kernel=laplacian8&zoom=1"),
  await drag(page, "9 × 9, whole picture", nine),
  await drag(page, "9 × 9, 1 : 1", `${nine}&zoom=1`),
];
await lab.close();
const total = Object.values(bytes).reduce((a, b) => a + b, 0);
if (json) console.log(JSON.stringify({ paint, first, bytes, total, runs }, null, 2));
else {
  console.log(`first paint ${paint.toFixed(0)} ms, first result ${first.toFixed(0)} ms`);
  console.log(`${(total / 1000).toFixed(1)} kB gzipped:`);
  for (const [name, size] of Object.entries(bytes).toSorted((a, b) => b[1] - a[1]))
    console.log(`  ${(size / 1000).toFixed(1).padStart(6)}  ${name}`);
  for (const { what, frames, results, parts, blocked, said } of runs)
    console.log(
      `${what}\n  ${frames.count} frames, ${frames.median} ms apart, ${frames.slowest} at most; ` +
        `${results.count} results after ${results.median} ms, ${results.slowest} at most; ` +
        `${blocked} tasks over 50 ms\n` +
        `  in the worker ${parts.latency} ms: ${parts.compiling} compiling, ${parts.filtering} filtering\n  ${said}`,
    );
}
