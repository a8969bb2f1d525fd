import { expect, test } from "vitest";
import { derivativeSize } from "../src/6.2-6-derivative-size/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT } from "./support.ts";

test("the conditions, their determinant and the kernel on nodes of one's own", async () => {
  const { findings } = await runStudy(derivativeSize, { nodes: "-1 0 1/2" }, CONTEXT);
  const [conditions, determinant] = findings.steps[0].exhibits;
  expect(conditions.kind === "matrix" && conditions.values).toEqual([1, 1, -1, 0]);
  expect(determinant.kind === "formula" && determinant.tex).toBe(
    "\\det V = (0 - (-1)) = 1 \\neq 0",
  );
  const [weights] = findings.steps[2].exhibits;
  expect(weights.kind === "table" && weights.rows).toEqual([
    ["-1", "4/3"],
    ["0", "-4"],
    ["1/2", "8/3"],
  ]);
  const [four] = findings.steps[4].exhibits;
  expect(four.kind === "table" && four.rows.map((row) => row[2])).toEqual([
    "-2/3",
    "1/6",
    "1/4",
    "1/4",
  ]);
  await expect(runStudy(derivativeSize, { nodes: "0 1" }, CONTEXT)).rejects.toThrow(
    "at least 3 nodes",
  );
  await expect(runStudy(derivativeSize, { nodes: "0 a 1" }, CONTEXT)).rejects.toThrow("got a");
});

test("it holds when the box is meant", async () => {
  const { verdict } = await runStudy(derivativeSize, { derivative: 3 }, CONTEXT);
  expect(verdict.kind).toBe("holds-when");
  expect(verdict.kind === "holds-when" && verdict.refuted.map((s) => s.key)).toEqual(["square"]);
});

plantEach(derivativeSize, {
  off: ["broken", "exact"],
  eight: ["broken", "plane"],
  fewer: ["broken", "fewer"],
  unproven: ["broken", "line", "binomial"],
});
