/** Values of an address that are none: one sentence, once and in sight, and the page goes on. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Opened, type OpenLab, openLab } from "./lab.ts";

let lab: OpenLab | null;
let here: Opened;
beforeAll(async () => {
  lab = await openLab();
  if (!lab) return;
  here = await lab.page("#/glossary");
  await here.page.setViewportSize({ width: 390, height: 800 });
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
  ["bench/window?at=-1", "expected a whole number from 0 to 99999 for at, got -1", ".stage"],
  ["bench/window?at=500", "expected a whole number from 0 to 11 for at, got 500", ".stage"],
  ["bench/window?stride=2&stride=3", "expected one value for stride, got several", ".stage"],
  ["bench/window?strid=2", "got strid (nearest: stride)", ".stage"],
  ["bench/engine?at=x", "expected a whole number from 0 to 99999 for at, got x", ".views"],
  ["bench/receptive?stride=9", "expected a whole number from 1 to 4 for stride, got 9", ".pyramid"],
  [
    "bench/receptive?unit=9:9",
    "expected a layer of the stack and one of its units, such as 4:1, for unit, got 9:9",
    ".pyramid",
  ],
  ["models?layer=99", "for layer, got 99", ".large"],
  ["models?in=99", "expected a whole number from 0 to 2 for in, got 99", ".large"],
  ["glossary?term=3", "got term", ".glossary"],
  ["studies?threads=0", "for threads, got 0", ".studies"],
  ["cost/more?", "There is no page “cost/more”", "h1"],
  // Two layers more, and the field of a unit would not fit into memory.
  [
    "bench/receptive?stack=k3s9p99+k3s9p99+k3s9p99+k3s9p99+k3s9p99+k3s9p99",
    "expected at most 255 positions that a unit of k3s9p99 sees for the stack, got 1641",
    ".lead",
  ],
] as const;

test.for(CASES)("%s", async ([address, sentence, content], { skip }) => {
  if (!lab) return skip("no Chromium starts here");
  const { page, troubles } = here;
  await page.goto(`${lab.url}#/${address}&lang=en`);
  await page.locator(content).first().waitFor();
  await expect
    .poll(() => page.getByRole("alert").allTextContents())
    .toEqual([expect.stringContaining(sentence)]);
  expect(troubles).toEqual([]);
});
