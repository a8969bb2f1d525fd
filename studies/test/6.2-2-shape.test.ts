import { expect, test } from "vitest";
import { shape } from "../src/6.2-2-shape/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("windows drawn on the padded image", async () => {
  const { findings } = await runStudy(shape, { size: 5, dilation: 2, stride: 3 }, CONTEXT);
  const [drawn, formula] = findings.steps[0].exhibits;
  expect(drawn.kind === "matrix" && [drawn.rows, drawn.columns, drawn.values]).toEqual([
    1,
    7,
    [1, 0, 1, 0, 1, 0, 0],
  ]);
  expect(drawn.kind === "matrix" && drawn.marks).toEqual([[0, 6]]);
  expect(formula.kind === "formula" && formula.tex).toContain("= 1");
  expect(findings.facts).toMatchObject({ windows: 1, wasted: 2, reach: 5 });
});

test("it holds, where no window fits too", async () => {
  expect(await verdictOn(shape)).toBe("holds");
  expect(await verdictOn(shape, { size: 1, kernel: 11, padding: 0, dilation: 6 })).toBe("holds");
});

plantEach(shape, {
  roundedUp: ["broken", "formula", "counted", "sides", "undone", "pooled"],
  even: ["broken", "sides"],
  ceil: ["broken", "pooled"],
  noOutputPadding: ["broken", "transposed", "undone"],
  keepsMore: ["broken", "keeps"],
  later: ["broken", "unwasted"],
});
