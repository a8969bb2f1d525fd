import { expect, test } from "vitest";
import { pointwiseCost } from "../src/6.4-6-pointwise-cost/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("a layer counted by hand; its pixels are columns", async () => {
  const given = { inChannels: 3, outChannels: 5, size: 7, stride: 2, padding: 1 };
  const { findings } = await runStudy(pointwiseCost, given, CONTEXT);
  // Windows at −1, 1, 3, 5, 7: the first and the last stand on padding.
  expect(findings.facts).toMatchObject({ products: 5 * 25 * 3, onPadding: 5 * 3 * (25 - 9) });
  const [w, x, y] = findings.steps[1].exhibits.flatMap((e) => (e.kind === "matrix" ? [e] : []));
  const first = [0, 1, 2].reduce((sum, c) => sum + w.values[c] * x.values[4 * c], 0);
  expect([y.values[0], y.link?.elements[0]]).toEqual([first, [0, 4, 8]]);
});

test("it holds, for other layers too", async () => {
  expect(await verdictOn(pointwiseCost)).toBe("holds");
  const given = { inChannels: 1, outChannels: 2, size: 3, stride: 3, padding: 2, mix: "1/2 0.5" };
  expect(await verdictOn(pointwiseCost, given)).toBe("holds");
});

plantEach(pointwiseCost, {
  lost: ["broken", "products", "engine", "closed"],
  wasteful: ["broken", "closed"],
  reversed: ["broken", "noCopy"],
  brighter: ["broken", "engine"],
});
