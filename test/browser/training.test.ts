/** Training in a real browser: the same bits as in Node, alone and with a second thread. */
import { join } from "node:path";
import { train } from "convoke/nets";
import { beforeAll, describe, expect, test } from "vitest";
import { barsCourse } from "../../tools/bars.ts";
import { findChromium } from "./chromium.ts";
import { BATCH, STEPS } from "./course.ts";
import { bundled, type Files, visit } from "./visit.ts";

const browser = await findChromium();

describe.skipIf(browser === null)(
  "in Chromium (skipped where there is none: the package @sparticuz/chromium brings one to Linux on x64)",
  () => {
    let files: Files;
    let expected: Uint8Array;
    beforeAll(async () => {
      files = await bundled(join(import.meta.dirname, "page.ts"));
      const { checkpoint, history } = await train({ ...barsCourse(STEPS, BATCH), threads: 1 });
      expect(history.map(({ epoch }) => epoch)).toEqual([1, 2]);
      expect(history[1].loss).toBeLessThan(history[0].loss);
      expected = checkpoint;
    });

    test("on one thread, where memory cannot be shared", async () => {
      const { posted, asked } = await visit(browser!, files, false);
      expect(posted.equals(expected)).toBe(true);
      expect(asked).not.toContain("/browser-worker.js");
    });

    test("on two threads, isolated from other origins", async () => {
      const { posted, asked } = await visit(browser!, files, true);
      expect(posted.equals(expected)).toBe(true);
      expect(asked).toContain("/browser-worker.js");
    });
  },
);
