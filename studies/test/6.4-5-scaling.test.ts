import { expect, test } from "vitest";
import { scaling } from "../src/6.4-5-scaling/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("four times the products, and 2p more rows", async () => {
  const given = { inChannels: 2, outChannels: 3, size: 8, kernel: 3, stride: 1, padding: 2 };
  const { findings } = await runStudy(scaling, given, CONTEXT);
  const { products, doubled, before, after } = findings.facts;
  expect([products, doubled]).toEqual([2 * 3 * 9 * 100, 8 * 3 * 9 * 100]);
  expect([before, after]).toEqual([10, 14]);
});

test("it holds, for other layers too", async () => {
  expect(await verdictOn(scaling)).toBe("holds");
  const given = { size: 5, kernel: 4, stride: 3, padding: 1, inChannels: 1, outChannels: 1 };
  expect(await verdictOn(scaling, given)).toBe("holds");
});

plantEach(scaling, {
  half: ["broken", "channels", "memory", "additions"],
  tripled: ["broken", "padding", "strided"],
  lost: ["broken", "counted"],
  useful: ["broken", "counted"],
});
