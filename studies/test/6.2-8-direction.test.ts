import { rational, scale } from "convoke/workshop";
import { expect, test } from "vitest";
import { direction } from "../src/6.2-8-direction/study.ts";
import { runStudy } from "../src/index.ts";
import { turned } from "../src/matrices.ts";
import { CONTEXT, verdictWith } from "./support.ts";

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

test("a flipped kernel, axes exchanged, a gain or a shifted result is found", async () => {
  const { steer, second, respond } = direction.subject;
  const broken = (subject: Partial<typeof direction.subject>) =>
    expect(verdictWith(direction, subject)).resolves;
  await broken({ steer: (v) => scale(steer(v), rational(-1)) }).toBe("broken");
  await broken({ steer: ([x, y]) => steer([y, x]) }).toBe("broken");
  await broken({ second: scale(second, rational(2)) }).toBe("broken");
  await broken({ respond: async (p, k) => turned(await respond(p, k)) }).toBe("broken");
});
