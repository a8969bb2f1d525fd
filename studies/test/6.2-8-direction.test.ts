import { expect, test } from "vitest";
import { direction } from "../src/6.2-8-direction/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT } from "./support.ts";

test("blind along axes and diagonals only; the second derivative by structure", async () => {
  const { findings, verdict } = await runStudy(direction, { height: 6 }, CONTEXT);
  expect(verdict.kind).toBe("holds-when");
  const refuted = verdict.kind === "holds-when" ? verdict.refuted : [];
  expect(refuted.map((s) => s.key)).toEqual(["along"]);
  const [table] = findings.steps[3].exhibits;
  const rows = table.kind === "table" ? table.rows : [];
  expect(rows.map((row) => row[4])).toEqual([24, 18, 12, 12, 6, 0]);
  expect(rows.map((row) => row[1]).slice(0, 1)).toEqual([0]);
  const straight = await runStudy(direction, { degrees: 0 }, CONTEXT);
  expect(straight.findings.facts.most).toBe(4);
});

plantEach(direction, {
  opposite: ["broken", "across", "slope"],
  exchanged: ["broken", "across", "slope", "eighths", "soft"],
  doubled: ["broken", "counts", "pair"],
  transposed: ["broken", "pair"],
});
