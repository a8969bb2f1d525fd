import { expect, test } from "vitest";
import { secondDerivative } from "../src/6.2-4-second-derivative/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

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
  expect(await verdictOn(secondDerivative, { neighbours: "8", sigma: 2 })).toBe("holds-when");
});

plantEach(secondDerivative, {
  leaning: ["broken", "edges", "crossings", "moments", "multiple", "third", "mean", "round"],
  doubled: ["broken", "laplacian", "moments", "multiple", "third", "round"],
  flat: ["broken", "rank"],
  louder: ["broken", "laplacian", "multiple"],
  beside: ["false", "edges", "crossings"],
});
