/** Values of an address that are none: one sentence, once and in sight, and the page goes on. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const CASES = [
  ["bench/window?stride=9", "expected a whole number from 1 to 4 for stride, got 9", ".stage"],
  ["bench/toeplitz?matrix=D", "expected one of C, Cᵀ for matrix, got D", ".matrices"],
  ["bench/borders?beyond=99", "expected a whole number from 1 to 12 for beyond, got 99", ".maps"],
  ["bench/backward?sent=-1", "expected a whole number from 0 to 9999 for sent, got -1", ".flow"],
  ["bench/frequency?along=z", "expected one of x, y for along, got z", ".plot"],
  ["workshop/compose?op=melt", "for op, got melt", ".composed"],
  ["workshop/gaussian?sigma=0", "expected a number from 0.2 to 10 for sigma, got 0", ".plot"],
  // Two layers more, and the field of a unit would not fit into memory.
  [
    "bench/receptive?stack=k3s9p99+k3s9p99+k3s9p99+k3s9p99+k3s9p99+k3s9p99",
    "expected at most 255 positions that a unit of k3s9p99 sees for the stack, got 1641",
    ".lead",
  ],
] as const;

test.for(CASES)("%s", async ([address, sentence, content], { skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = await lab.page(`#/${address}&lang=en`);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.locator(content).first().waitFor();
  const alerts = page.getByRole("alert");
  await alerts.first().waitFor();
  const said = await alerts.allTextContents();
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(sentence);
  expect(troubles).toEqual([]);
  await page.context().close();
});
