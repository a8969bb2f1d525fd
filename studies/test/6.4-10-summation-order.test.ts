import { expect, test } from "vitest";
import { summationOrder } from "../src/6.4-10-summation-order/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("the orders differ on fractions, and not on weights in sixteenths", async () => {
  const { findings } = await runStudy(summationOrder, {}, CONTEXT);
  expect(findings.facts.different).toBeGreaterThan(0);
  expect(findings.facts.sixteenthsDiffer).toBe(0);
  expect(findings.steps[1].facts?.ninthsDiffer).toBeGreaterThan(0);
  expect(summationOrder.subject.inOrder(Float32Array.of(1, 2 ** 27, -(2 ** 27)))).toBe(0);
  expect(summationOrder.subject.pairwise(Float32Array.of(1, 2 ** 27, -(2 ** 27)))).toBe(1);
});

test("it holds when sums are rounded", async () => {
  expect(await verdictOn(summationOrder)).toBe("holds-when");
  expect(await verdictOn(summationOrder, { channels: 1, side: 1 })).toBe("holds-when");
  expect(await verdictOn(summationOrder, { channels: 300, side: 5 })).toBe("holds-when");
});

plantEach(summationOrder, {
  same: ["broken", "different", "lastBit", "ofResult"],
  lost: ["broken", "whole", "few", "bounded"],
  coarse: ["broken", "few", "bounded", "pairwise"],
  brighter: ["broken", "whole", "bounded"],
});
