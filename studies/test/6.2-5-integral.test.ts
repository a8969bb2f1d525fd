import { expect, test } from "vitest";
import { integral } from "../src/6.2-5-integral/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("σ by each reading, the range that rounds to it, and kernels of one's own", async () => {
  const { findings, verdict } = await runStudy(integral, {}, CONTEXT);
  expect(findings.facts).toMatchObject({ total: 159, classicRank: 3, sum: 234 });
  expect(findings.facts.fitted).toBeCloseTo(1.36, 2);
  expect(findings.facts.moment).toBeCloseTo(Math.sqrt(4 / 3), 12);
  const whole = findings.steps[3].exhibits[1];
  expect(whole.kind === "matrix" && whole.values.slice(0, 10)).toEqual([
    1, 3, 5, 3, 1, 3, 14, 23, 14, 3,
  ]);
  expect(verdict.kind).toBe("false");
  expect(verdict.kind === "false" && verdict.refuted.map((s) => s.key)).toEqual(["sigma"]);
  // A line is measured as a blur along both axes: of 1 2 1 the second moment is ½.
  const line = await runStudy(integral, { kernel: "1 2 1" }, CONTEXT);
  expect(line.findings.facts).toMatchObject({ rank: 1, classicRank: 3 });
  expect(line.findings.facts.moment).toBeCloseTo(Math.SQRT1_2, 12);
  // A kernel that is no blur has no σ, and the study still stands.
  expect(await verdictOn(integral, { kernel: "1 -1", radius: 1 })).toBe("false");
});

plantEach(integral, {
  alwaysOne: ["broken", "sigma", "fit", "recovered", "cut"],
  heavier: ["broken", "sum", "constant", "rounded"],
  narrower: ["broken", "sum", "sigma", "rounded"],
  flat: ["broken", "rank"],
  wider: ["broken", "recovered", "cut", "designed"],
  more: ["broken", "designed"],
  leaning: ["broken", "mean", "weakens"],
});
