import { expect, test } from "vitest";
import { backwardCosts } from "../src/6.4-4-backward-cost/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("stride 2 takes a quarter of the formula, less what falls on padding", async () => {
  const given = { inChannels: 3, outChannels: 5, size: 16, kernel: 3, stride: 2, padding: 1 };
  const { findings } = await runStudy(backwardCosts, given, CONTEXT);
  // 8 windows an axis, of which the first has one tap on padding: 23 of 24 meetings.
  const { textbook, exact } = findings.facts;
  expect([textbook, exact]).toEqual([3 * 5 * 9 * 256, 3 * 5 * 23 * 23]);
  const [matrix] = findings.steps[0].exhibits;
  expect(matrix.kind === "matrix" && matrix.values.slice(0, 6)).toEqual([1, 2, 1, 2, 1, 1]);
});

test("it holds under a condition", async () => {
  expect(await verdictOn(backwardCosts)).toBe("holds-when");
  expect(await verdictOn(backwardCosts, { size: 5, kernel: 1, padding: 0 })).toBe("holds-when");
});

plantEach(backwardCosts, {
  repeated: ["broken", "twice", "engine", "closed", "upper"],
  textbook: ["broken", "twice", "closed"],
  flipped: ["broken", "engine"],
});
