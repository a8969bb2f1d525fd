import { expect, test } from "vitest";
import { learnedKernel } from "../src/6.2-7-learn-kernel/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("[1, -1] from the diagonal, step by step and at once, and the rate that is too high", async () => {
  const { findings } = await runStudy(learnedKernel, {}, CONTEXT);
  const { facts } = findings;
  // XᵀX = [25 20; 20 25]: the eigenvalues are 45 and 5.
  expect(facts).toMatchObject({ windows: 30, unknowns: 2, rank: 2 });
  expect(facts.most).toBeCloseTo(1 / 45, 9);
  // Both directions shrink by 0.8 a step, 1 − 2 · 0.02 · 5 and 1 − 2 · 0.02 · 45; from at most 2 off.
  expect(facts.off).toBeLessThan(4 * 0.8 ** 60);
  const [equations] = findings.steps[2].exhibits;
  expect(equations.kind === "formula" && equations.tex).toContain("25 & 20 \\\\ 20 & 25");
  const faster = await runStudy(learnedKernel, { rate: 0.03 }, CONTEXT);
  expect(faster.findings.facts.lastLoss).toBeGreaterThan(faster.findings.facts.firstLoss as number);
  const runaway = await runStudy(learnedKernel, { rate: 1, steps: 1000 }, CONTEXT);
  expect(runaway.findings.facts.steps).toBeLessThan(10);
  expect(runaway.findings.facts.lastLoss).toBeLessThan(Number.POSITIVE_INFINITY);
});

test("it holds, for other kernels too", async () => {
  expect(await verdictOn(learnedKernel)).toBe("holds");
  const other = { kernel: "0 1 0; 1 -4 1; 0 1/2 0", noise: 0, side: 9, rate: 0.001 };
  expect(await verdictOn(learnedKernel, other)).toBe("holds");
});

plantEach(learnedKernel, {
  flipped: ["broken", "diagonal", "any", "determined", "solved", "noise", "falls"],
  halved: ["broken", "determined", "gradient", "rates"],
  sideways: ["broken", "determined", "gradient"],
  early: ["broken", "diagonal", "any", "agree"],
});
