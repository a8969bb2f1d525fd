import { expect, test } from "vitest";
import { commutative } from "../src/6.1-6-commutative/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("fractions are summed as fractions", async () => {
  const { findings } = await runStudy(commutative, {}, CONTEXT);
  const [result] = findings.steps[0].exhibits.filter(({ name }) => name === "result");
  expect(result).toMatchObject({ rows: 1, columns: 6, values: [1, 1.5, 4, 6.5, 4, 8] });
  const { counterexample } = findings.statements.find(({ key }) => key === "anySum")!;
  expect(counterexample).toEqual({ oneSign: 6, signOne: 0 });
});

test("it holds, for kernels of a person too", async () => {
  expect(await verdictOn(commutative)).toBe("holds");
  expect(await verdictOn(commutative, { f: "1/3 2; 5 7", g: "2" })).toBe("holds");
});

plantEach(commutative, {
  unflipped: ["broken", "commutes", "definition"],
  off: ["broken", "definition"],
  cut: ["false", "engine", "photograph"],
});
