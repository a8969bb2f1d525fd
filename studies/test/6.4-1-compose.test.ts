import { expect, test } from "vitest";
import { compose } from "../src/6.4-1-compose/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("a blur and a Laplacian are one kernel of 5×5", async () => {
  const { findings } = await runStudy(compose, {}, CONTEXT);
  const [, , composed] = findings.steps[0].exhibits;
  expect(composed.kind === "matrix" && composed.values).toEqual([
    0, 1, 2, 1, 0, 1, 0, -2, 0, 1, 2, -2, -8, -2, 2, 1, 0, -2, 0, 1, 0, 1, 2, 1, 0,
  ]);
  expect(composed.kind === "matrix" && composed.link?.elements[6]).toEqual([4, 3, 1, 0]);
  const { apart, outputs, changed, interior } = findings.facts;
  expect([apart, outputs, interior]).toEqual([0, 64, 36]);
  expect(changed).toBeGreaterThan(0);
});

test("it holds, for other kernels too", async () => {
  expect(await verdictOn(compose)).toBe("holds");
  const other = { first: "1/3 -1", second: "0.5; 1/7; 2", stride: 2, padding: 2, channels: 1 };
  expect(await verdictOn(compose, other)).toBe("holds");
});

plantEach(compose, {
  flipped: ["broken", "one", "sum", "bias", "stride", "interior"],
  lostBias: ["broken", "bias"],
  wide: ["broken", "interior"],
  padded: ["broken", "one", "bias", "stride", "interior"],
});
