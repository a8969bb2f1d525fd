import { expect, test } from "vitest";
import { halfStride } from "../src/6.3-4-half-stride/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("zeros between two by two, and a kernel laid on each", async () => {
  const given = { side: 2, kernel: "1 2; 3 4", padding: 0, outputPadding: 0 };
  const { findings } = await runStudy(halfStride, given, CONTEXT);
  const [, between, , y] = findings.steps[0].exhibits;
  expect(between).toMatchObject({ values: [1, 0, 2, 0, 0, 0, 3, 0, 4] });
  expect(y).toMatchObject({ values: [1, 2, 2, 4, 3, 4, 6, 8, 3, 6, 4, 8, 9, 12, 12, 16] });
});

test("it holds when kernel and paddings fit the step", async () => {
  expect(await verdictOn(halfStride)).toBe("holds-when");
  expect(await verdictOn(halfStride, { side: 1, stride: 4, kernel: "1 -1" })).toBe("holds-when");
});

plantEach(halfStride, {
  wrongWay: ["broken", "stuffed", "unturned"],
  noOutputPadding: ["broken", "stuffed", "larger", "sizes"],
  flipped: ["broken", "adjoint"],
});
