import { layerCost } from "convoke/cost";
import { taps } from "convoke/reference";
import { expect, test } from "vitest";
import { blockDiagonal } from "../src/6.4-9-block-diagonal/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

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

test("a lost shuffle, groups that see all, a wrong count or block is found", async () => {
  const { forward, expand } = blockDiagonal.subject;
  const broken = (subject: Partial<typeof blockDiagonal.subject>) =>
    expect(verdictWith(blockDiagonal, subject, { size: 2 })).resolves;
  await broken({ shuffle: (x) => x }).toBe("broken");
  await broken({ expand: (w, g) => ({ ...expand(w, g), data: expand(w, g).data.fill(1) }) }).toBe(
    "broken",
  );
  await broken({
    forward: async (x, w, g) =>
      forward(x, expand(w, g), 1).then((y) => ({ ...y, data: y.data.map((v) => v + 1) })),
  }).toBe("broken");
  await broken({ taps: (p, at) => taps(p, at).slice(1) }).toBe("broken");
  await broken({
    layerCost: (what) => {
      const cost = layerCost(what);
      return { ...cost, asWritten: { ...cost.asWritten, macs: cost.asWritten.macs + 1 } };
    },
  }).toBe("false");
});
