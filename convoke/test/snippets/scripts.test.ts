import { describe, expect, test } from "vitest";
import { boundOf } from "../../src/algorithms/bounds.ts";
import { format } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { errorBound, magnitude, reference } from "../../src/semantics/reference.ts";
import { experimentOf, type ScriptLanguage, scriptOf } from "../../src/snippets/index.ts";
import { plan } from "../../src/whole.ts";
import { experiments, type Named, someProblems } from "../support/experiments.ts";
import { type Printed, pythonHas, run } from "../support/scripts.ts";

const PROBLEMS = someProblems(45);
const CASES = experiments(PROBLEMS);

test("the problems meet every border, operation, layout, activation and number of axes", () => {
  const met = (of: (p: Problem) => string | number) => new Set(PROBLEMS.map(of)).size;
  expect(met((p) => `${p.op} ${p.border.kind}`)).toBe(12);
  expect(met((p) => `${p.op} ${p.axes.length}`)).toBe(6);
  expect(met((p) => p.weightLayout)).toBe(6);
  expect(met((p) => `${p.dataLayout} ${p.orientation}`)).toBe(4);
  expect(met((p) => p.activation.kind)).toBe(5);
  expect(PROBLEMS.some((p) => p.groups > 1 && p.bias)).toBe(true);
});

const script = (language: ScriptLanguage, { name, problem, data }: Named) =>
  [name, scriptOf(language, experimentOf(problem, data))] as const;

/** Whole numbers must come out exactly unless a sixth of them was taken or an algorithm rounds. */
function held(
  { name, problem, data, whole }: Named,
  printed: Printed | undefined,
  bound: Float64Array,
  exact: boolean,
): void {
  const { shape, data: expected } = reference(problem, data);
  const called = `${name} ${format(problem)}`;
  expect(printed?.shape, called).toEqual(shape);
  const values = printed!.values;
  expect(values.length, called).toBe(expected.length);
  const strict = whole && exact && problem.activation.kind !== "hard-swish";
  values.forEach((value, i) => {
    const most = strict ? 0 : bound[i];
    if (!(Math.abs(value - expected[i]) <= most))
      expect.fail(`${called}: ${value} for ${expected[i]}, bound ${most}, at ${i}`);
  });
}

const sums = ({ problem, data }: Named) => errorBound(problem, magnitude(problem, data));

describe("110 scripts in one process", () => {
  test("Convoke, in Node", () => {
    const printed = run(
      "node",
      CASES.map((c) => script("convoke", c)),
    );
    for (const c of CASES)
      held(c, printed.get(c.name), boundOf(plan(c.problem, { threads: 1 }), c.data), false);
  });

  test.skipIf(!pythonHas("numpy"))("NumPy (skipped without Python and NumPy)", () => {
    const printed = run(
      "python",
      CASES.map((c) => script("numpy", c)),
    );
    for (const c of CASES) held(c, printed.get(c.name), sums(c), true);
  });

  test.skipIf(!pythonHas("torch"))("PyTorch (skipped without Python and PyTorch)", () => {
    const printed = run(
      "python",
      CASES.map((c) => script("pytorch", c)),
    );
    for (const c of CASES) held(c, printed.get(c.name), sums(c), true);
  });
});
