import { add, kernel, scale } from "convoke/workshop";
import { expect, test } from "vitest";
import { secondDerivative } from "../src/6.2-4-second-derivative/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("moments, ranks, and a crossing between two steps", async () => {
  const { findings, verdict } = await runStudy(secondDerivative, {}, CONTEXT);
  expect(findings.facts).toMatchObject({ gainFour: 1, gainEight: 3, rankFour: 2, rankEight: 2 });
  expect(findings.steps[2].facts).toMatchObject({
    count: 3,
    stepCount: 2,
    places: "14.0, 19.0, 24.0",
  });
  expect(verdict.kind).toBe("holds-when");
  const failed = verdict.kind === "holds-when" ? verdict.refuted : [];
  expect(failed.map((s) => s.key)).toEqual(["laplacian", "crossings"]);
  // Half of the cases are of the kernel with eight neighbours; half of the stairs have two steps.
  for (const { cases, failures } of failed) expect(failures).toBe(cases / 2);
  expect(await verdictWith(secondDerivative, {}, { neighbours: "8", sigma: 2 })).toBe("holds-when");
});

test("a tap that is off, a rank, a border or a crossing beside its edge is found", async () => {
  const { kernelOf, crossings, respond } = secondDerivative.subject;
  const off = kernel([[0, 1, -1]]);
  const broken = (subject: Partial<typeof secondDerivative.subject>) =>
    expect(verdictWith(secondDerivative, subject)).resolves;
  await broken({ kernelOf: (name) => add(kernelOf(name), off) }).toBe("broken");
  await broken({ kernelOf: (name) => scale(kernelOf(name), 2) }).toBe("broken");
  await broken({ rank: () => 1 }).toBe("broken");
  await broken({ respond: (picture, k) => respond(picture, scale(k, 3)) }).toBe("broken");
  const beside = await runStudy(secondDerivative, {}, CONTEXT, {
    crossings: (line) => crossings(line).map((x) => x + 1),
  });
  expect(beside.verdict.kind).toBe("false");
});
