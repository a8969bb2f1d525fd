import { add, kernel, namedKernel, scale } from "convoke/workshop";
import { expect, test } from "vitest";
import { integral } from "../src/6.2-5-integral/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

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
  expect(await verdictWith(integral, {}, { kernel: "1 -1", radius: 1 })).toBe("false");
});

test("with σ = 1 it would hold; a wrong sum, σ, rank or design is found", async () => {
  const { classic, sampled, whole, sigmaOf, box, apply } = integral.subject;
  const right = await runStudy(integral, {}, CONTEXT, {
    sigmaOf: (k) => {
      const of = sigmaOf(k);
      return of && { moment: [1, 1], fitted: of.fitted && { ...of.fitted, sigma: 1 } };
    },
  });
  // Two of the readings are then 1.0, and the fit is no fit.
  expect(right.findings.statements.find((s) => s.key === "sigma")?.failures).toBe(3);
  expect(right.verdict.kind).toBe("broken");
  const broken = async (subject: Partial<typeof integral.subject>) =>
    expect(await verdictWith(integral, subject)).toBe("broken");
  await broken({ classic: () => add(classic(), scale(kernel([[1]]), 1)) });
  await broken({ classic: () => namedKernel("gaussian-integer", { sigma: 1, size: 5 }).kernel });
  await broken({ rank: () => 1 });
  await broken({ sampled: (sigma, options) => sampled(1.1 * sigma, options) });
  await broken({ whole: (sigma, options) => whole(sigma, { ...options, most: 500 }) });
  // Shifted by a tap, the means belong to other windows.
  const shifted = await runStudy(integral, {}, CONTEXT, {
    apply: (picture, k) => apply(picture, add(k, kernel([[1, -1]]))),
    box,
  });
  expect(shifted.findings.statements.find((s) => s.key === "mean")?.failures).toBeGreaterThan(0);
});
