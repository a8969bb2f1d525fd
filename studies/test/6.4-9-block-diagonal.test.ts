import { expect, test } from "vitest";
import { blockDiagonal } from "../src/6.4-9-block-diagonal/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT } from "./support.ts";

test("two layers mix everything where groups are no more than their channels", async () => {
  const { findings, verdict } = await runStudy(blockDiagonal, {}, CONTEXT);
  const refuted = verdict.kind === "holds-when" ? verdict.refuted : [];
  expect(refuted.map((s) => s.key)).toEqual(["mixed"]);
  const { each, groups } = refuted[0].counterexample as { each: number; groups: number };
  expect(each).toBeLessThan(groups);
  expect(findings.facts).toMatchObject({ channels: 12, seen: 9 });
  expect(findings.steps[3].facts).toMatchObject({ offWith: 0 });
  const square = await runStudy(blockDiagonal, { each: 2, groups: 2, size: 1 }, CONTEXT);
  expect(square.findings.facts.seen).toBe(4);
});

plantEach(
  blockDiagonal,
  {
    unshuffled: ["broken", "seen", "deeper", "rank"],
    seesAll: ["broken", "expanded"],
    brighter: ["broken", "mixed", "definition", "apart", "seen", "deeper", "rank"],
    lost: ["broken", "cost", "definition"],
    oneMore: ["false", "cost"],
  },
  { given: { size: 2 } },
);
