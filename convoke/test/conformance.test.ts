/** The suites, where they are; the runner itself, everywhere. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runSuite } from "../conformance/run.ts";
import { defaultFolder, readSuites, type Suite } from "../conformance/suite.ts";

const folder = defaultFolder();
const suites = folder === null ? [] : readSuites(folder, null);

describe.skipIf(folder === null)(
  "conformance (skipped without the shared folder: set CONVOKE_SHARED)",
  () => {
    test.each(suites.length > 0 ? suites : [{ name: "no suites", cases: [] }])(
      "$name",
      async (suite) => {
        const report = await runSuite(suite);
        expect(report.failures).toEqual([]);
        expect(report.gradientFailures).toEqual([]);
        expect(report.notUnderstood).toEqual([]);
        const runs = report.rows.reduce((sum, row) => sum + row.cases, 0);
        expect(runs + report.notYet).toBeGreaterThanOrEqual(report.cases);
      },
      120_000,
    );
  },
);

describe("the runner", () => {
  const scratch = mkdtempSync(join(tmpdir(), "convoke-conformance-"));
  const input = { shape: [1, 1, 3], dtype: "float64", data: [1, 2, 3] };
  const weight = { shape: [1, 1, 2], dtype: "float64", data: [1, 1] };
  const tolerance = { metric: "RTOL_ATOL", rtol: 0, atol: 0, dtype: "float64" };
  const conv = (name: string, data: number[], options = {}) => ({
    name,
    op: "conv1d",
    inputs: { input, weight },
    options,
    expected: { shape: [1, 1, 2], dtype: "float64", data },
    tolerance,
    exact: true,
  });
  writeFileSync(
    join(scratch, "torch-own.json"),
    JSON.stringify({
      cases: [
        conv("right", [3, 5]),
        conv("wrong", [3, 6]),
        conv("unknown option", [3, 5], { colour: 1 }),
        { ...conv("unknown operator", [3, 5]), op: "deform" },
      ],
    }),
  );
  writeFileSync(
    join(scratch, "scipy-ndimage.json"),
    JSON.stringify({ cases: [{ ...conv("later", [3, 5]), op: "ndimage.median_filter" }] }),
  );

  test("tells right, wrong, unknown and later apart", async () => {
    const [later, suite] = readSuites(scratch, null);
    expect((await runSuite(later)).notYet).toBe(1);
    const report = await runSuite(suite);
    expect(
      report.rows.map(({ by, cases, passed, refused, failed }) => [
        by,
        cases,
        passed,
        refused,
        failed,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["reference", 3, 1, 0, 2],
        ["pointwise", 3, 0, 2, 1],
        ["direct", 3, 1, 0, 2],
        ["im2col", 3, 1, 0, 2],
      ]),
    );
    expect(report.notUnderstood.map((f) => f.case)).toEqual(["unknown operator"]);
    expect(report.notYet).toBe(0);
    expect(report.failures.filter((f) => f.case === "wrong").map((f) => f.why)).toContain(
      "element 1: 5, expected 6 (must be equal)",
    );
  });

  test("a layer's gradients are tried where the layer is refused", async () => {
    const ones = { shape: [1, 1, 2], dtype: "float64", data: [1, 1] };
    const strided = (name: string, last: number) => ({
      ...conv(name, [3, 7], { stride: 2 }),
      inputs: { input: { shape: [1, 1, 4], dtype: "float64", data: [1, 2, 3, 4] }, weight },
      grad: {
        gradOutput: ones,
        gradInput: { shape: [1, 1, 4], dtype: "float64", data: [1, 1, 1, last] },
        gradWeight: { ...ones, data: [4, 6] },
      },
    });
    const cases = [strided("right", 1), strided("wrong", 2)] as unknown as Suite["cases"];
    const report = await runSuite({ name: "torch-own", cases });
    const subpixel = report.rows.find(({ by }) => by === "subpixel");
    expect(subpixel).toMatchObject({ cases: 2, passed: 0, refused: 2, failed: 0 });
    expect(subpixel).toMatchObject({ gradients: 2, gradientsPassed: 1 });
    const wrong = report.gradientFailures.filter(({ by }) => by === "subpixel");
    expect(wrong.map((failing) => failing.case)).toEqual(["wrong"]);
    expect(report.failures).toEqual([]);
  });

  test("the command exits 1 on a failure, 2 when there is nothing to run, and speaks JSON", () => {
    const main = join(import.meta.dirname, "..", "conformance", "main.ts");
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ["--conditions=convoke-source", main, ...args], {
        encoding: "utf8",
      });
    const table = run("--dir", scratch);
    expect(table.status).toBe(1);
    expect(table.stdout).toContain(
      "failed: torch-own / wrong / direct: element 1: 5, expected 6 (must be equal)",
    );
    expect(table.stdout).toContain(
      "not understood: torch-own / unknown operator / nobody: operator deform",
    );
    const json = run("--dir", scratch, "--json");
    expect(JSON.parse(json.stdout)).toMatchObject([
      { suite: "scipy-ndimage", cases: 1, notYet: 1 },
      { suite: "torch-own", cases: 4, notYet: 0 },
    ]);
    expect(run("--dir", join(scratch, "none")).status).toBe(2);
    expect(run("--dir", scratch, "--suite", "none").status).toBe(2);
  });
});
