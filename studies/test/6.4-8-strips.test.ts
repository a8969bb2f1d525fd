import { expect, test } from "vitest";
import { strips } from "../src/6.4-8-strips/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("strips save fetches up to the cache's size", async () => {
  const { verdict } = await runStudy(strips, {}, CONTEXT);
  const refuted = verdict.kind === "holds-when" ? verdict.refuted : [];
  expect(refuted.map((s) => s.key)).toEqual(["wider"]);
});

test("a wrong count, or a strip that lacks a column, is found", async () => {
  const { fetches, inStrips } = strips.subject;
  const broken = (subject: Partial<typeof strips.subject>) =>
    expect(verdictWith(strips, subject)).resolves.toBe("broken");
  await broken({ fetches: (scan) => fetches(scan) + 1 });
  await broken({ fetches: (scan) => fetches({ ...scan, taps: scan.taps + 1 }) });
  await broken({
    inStrips: async (x, k, width) => {
      const y = await inStrips(x, k, width);
      return { ...y, data: y.data.map((v, i) => (i % y.shape[1] === width - 1 ? 0 : v)) };
    },
  });
});
