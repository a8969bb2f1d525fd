import { expect, test } from "vitest";
import { boundary } from "../src/6.1-3-boundary/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("a constant image under the Laplacian, and what padding reaches", async () => {
  const { findings } = await runStudy(boundary, { side: 5, value: 3 }, CONTEXT);
  const [, zeros] = findings.steps[0].exhibits;
  expect(zeros).toMatchObject({
    values: [-6, -3, -3, -3, -6, ...[0, 1, 2].flatMap(() => [-3, 0, 0, 0, -3]), -6, -3, -3, -3, -6],
  });
  expect(await boundary.subject.reached(7, 3, 4)).toEqual([24, 40, 48, 49]);
});

test("it holds, with a kernel of a person too", async () => {
  expect(await verdictOn(boundary)).toBe("holds");
  expect(await verdictOn(boundary, { kernel: "1 2 1; 2 4 2; 1 2 1", side: 24 })).toBe("holds");
});

plantEach(boundary, {
  mirrored: ["false", "missing", "position", "ownEdge", "ownFeature", "paid"],
  dark: ["broken", "kept", "farAway"],
  thin: ["holds-when", "missing", "position", "ownFeature", "paid"],
  bare: ["false", "paid"],
  far: ["broken", "reach"],
});
