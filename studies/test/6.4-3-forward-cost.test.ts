import { expect, test } from "vitest";
import { forwardCost } from "../src/6.4-3-forward-cost/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("a layer counted by hand", async () => {
  const given = { inChannels: 2, outChannels: 3, size: 4, kernel: 3, stride: 1, padding: 1 };
  const { findings } = await runStudy(forwardCost, given, CONTEXT);
  // Along an axis of 4 two windows lose one of three taps: 10 of 12 meetings.
  expect(findings.facts).toMatchObject({ products: 3 * 16 * 2 * 9, onPadding: 6 * (144 - 100) });
  const [matrix] = findings.steps[0].exhibits;
  expect(matrix.kind === "matrix" && matrix.values.slice(0, 5)).toEqual([4, 6, 6, 4, 6]);
});

test("it holds, for other layers too", async () => {
  expect(await verdictOn(forwardCost)).toBe("holds");
  const given = { size: 7, kernel: 5, stride: 3, padding: 2, inChannels: 3, outChannels: 2 };
  expect(await verdictOn(forwardCost, given)).toBe("holds");
});

plantEach(forwardCost, {
  lost: ["broken", "products", "additions", "engine", "closed", "groups"],
  repeated: ["broken", "engine", "closed", "all"],
  halved: ["broken", "memory", "types"],
  flipped: ["broken", "engine"],
});
