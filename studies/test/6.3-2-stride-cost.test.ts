import { expect, test } from "vitest";
import { strideCost } from "../src/6.3-2-stride-cost/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("57 rows, stride 2: 29 are left, and a ratio that is no square", async () => {
  const { findings } = await runStudy(strideCost, { side: 57, channels: 2 }, CONTEXT);
  expect(findings.facts).toMatchObject({
    before: 4 * 9 * 57 ** 2,
    after: 4 * 9 * 29 ** 2,
    saved: 57 ** 2 / 29 ** 2,
    bytesAfter: 2 * 4 * 29 ** 2,
  });
});

test("it holds, for other layers too", async () => {
  expect(await verdictOn(strideCost)).toBe("holds");
  expect(await verdictOn(strideCost, { side: 8, channels: 1, taps: 1, stride: 8 })).toBe("holds");
});

plantEach(strideCost, {
  smooth: ["broken", "counted", "exactly", "atMost", "always"],
  late: ["broken", "skips"],
  kept: ["false", "lessBytes"],
});
