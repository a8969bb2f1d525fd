import { expect, test } from "vitest";
import { pointwise } from "../src/6.1-1-pointwise/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("the matrix of the groups is block diagonal", async () => {
  const { findings } = await runStudy(pointwise, {}, CONTEXT);
  const [blocks] = findings.steps[2].exhibits;
  expect(blocks).toMatchObject({
    values: [1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 5, 6, 0, 0, 7, 8],
  });
  expect(findings.facts).toMatchObject({ products: 24, weights: 6, dense: 96, kept: 8, all: 16 });
});

test("it holds, on a single pixel and with one channel too", async () => {
  expect(await verdictOn(pointwise)).toBe("holds");
  expect(await verdictOn(pointwise, { side: 1, inputs: 1, outputs: 1, groups: 1 })).toBe("holds");
});

plantEach(pointwise, {
  rounded: ["holds-when", "perPixel"],
  leaking: ["holds-when", "perPixel", "alone"],
  mixed: ["broken", "perPixel", "blockDiagonal"],
  copied: ["broken", "noCopy"],
});
