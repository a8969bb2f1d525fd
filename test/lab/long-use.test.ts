/**
 * A thousand interactions: pages opened in turn, sliders and fields moved, grids and pictures pointed
 * at. What a lesson leaves behind stays the same: the heap, the nodes and the listeners of the page,
 * its workers, its object URLs.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { interact } from "./interact.ts";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const PAGES = ["", "bench/window", "bench/toeplitz", "studies/6.4-6", "workshop", "cost"];
const ROUNDS = 12;
const EACH = 18;

interface Left {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
  readonly urls: number;
}

test("a thousand interactions leave nothing behind", { timeout: 120_000 }, async ({ skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page("#/glossary?lang=en");
  await page.context().addInitScript(() => {
    const made = new Set<string>();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (what) => {
      const url = createObjectURL.call(URL, what);
      made.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      made.delete(url);
      revokeObjectURL.call(URL, url);
    };
    Object.assign(globalThis, { objectUrls: () => made.size });
  });
  // What is still on its way would count as a request that failed.
  await page.getByRole("heading", { level: 1, name: "Glossary" }).waitFor();
  await page.reload();
  const debug = await page.context().newCDPSession(page);
  const left = async (): Promise<Left> => {
    await page.evaluate(() => void (location.hash = "#/glossary?lang=en"));
    await page.getByRole("heading", { level: 1, name: "Glossary" }).waitFor();
    await page.waitForTimeout(250);
    await debug.send("HeapProfiler.collectGarbage");
    const { usedSize } = await debug.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await debug.send("Memory.getDOMCounters");
    return {
      heap: usedSize,
      nodes,
      listeners: jsEventListeners,
      workers: page.workers().length,
      urls: await page.evaluate("objectUrls()"),
    };
  };
  const rounds: Left[] = [];
  let done = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const address of PAGES) {
      await page.evaluate((to) => void (location.hash = `#/${to}?lang=en`), address);
      await page.waitForFunction(() => !document.querySelector("main .starting, main > .starting"));
      done += 1 + (await page.evaluate(interact, EACH - 1));
    }
    rounds.push(await left());
  }
  expect(done).toBeGreaterThanOrEqual(1000);
  const third = ROUNDS / 3;
  // The least of a third: what an answer on its way holds for a moment is not left behind.
  const least = (from: number, of: keyof Left) =>
    Math.min(...rounds.slice(from, from + third).map((one) => one[of]));
  // The middle third against the last. The heap: 5 % and 256 kB, for code that is compiled late.
  // Listeners: one that is left behind in every round makes four; parts that load late may add a few.
  for (const [of, margin, more] of [
    ["heap", 1.05, 256_000],
    ["nodes", 1.02, 0],
    ["listeners", 1, 3],
    ["workers", 1, 0],
    ["urls", 1, 0],
  ] as const) {
    const most = margin * least(third, of) + more;
    expect(least(2 * third, of), `${of}: ${rounds.map((one) => one[of])}`).toBeLessThanOrEqual(
      most,
    );
  }
  expect(troubles).toEqual([]);
});
