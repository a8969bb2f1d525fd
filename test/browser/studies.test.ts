/**
 * Every study in a worker of a real browser: verdict, facts and statements with the bits of Node.
 *
 * The language leaves sines and exponentials to the engine, and this browser's V8 takes other routines
 * than Node's: last bits of curves in exhibits differ, and grow where almost equal numbers are subtracted.
 */
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { STUDY_LOADERS } from "@convoke/studies/catalogue";
import { runStudy } from "@convoke/studies/model";
import { beforeAll, describe, expect, test } from "vitest";
import { CONTEXT } from "../../studies/test/context.ts";
import { findChromium } from "./chromium.ts";
import { type Found, foundBy } from "./found.ts";
import { bundled, visit } from "./visit.ts";

const browser = await findChromium();
const at = (file: string) => join(import.meta.dirname, file);
const PATIENCE = 120_000;
/** Of numbers in exhibits, by their size or by 1: the largest seen is 1.3e-10. */
const APART = 1e-9;

describe.skipIf(browser === null)(
  "in Chromium (skipped where there is none: the package @sparticuz/chromium brings one to Linux on x64)",
  () => {
    let [seen, wanted]: Record<string, Found>[] = [];
    beforeAll(async () => {
      const worker = { "studies-worker": at("studies-worker.ts") };
      const files = await bundled(at("studies-page.ts"), worker);
      const visited = visit(browser!, files, false, PATIENCE);
      wanted = await inNode();
      seen = JSON.parse((await visited).posted.toString());
    }, PATIENCE);

    test.each(Object.keys(STUDY_LOADERS))("%s", (id) => {
      expect(seen[id].text).toBe(wanted[id].text);
      const [exhibits, own] = [seen[id].exhibits, wanted[id].exhibits];
      expect(exhibits.words).toBe(own.words);
      for (const [i, number] of own.numbers.entries()) {
        const off = Math.abs(exhibits.numbers[i] - number) / Math.max(1, Math.abs(number));
        expect(off, `number ${i} of the exhibits`).toBeLessThanOrEqual(APART);
      }
    });
  },
);

/** While the browser does the same; between two studies the server has its turn. */
async function inNode(): Promise<Record<string, Found>> {
  const found: Record<string, Found> = {};
  for (const [id, { load }] of Object.entries(STUDY_LOADERS)) {
    found[id] = foundBy(await runStudy(await load(), {}, CONTEXT));
    await setImmediate();
  }
  return found;
}
