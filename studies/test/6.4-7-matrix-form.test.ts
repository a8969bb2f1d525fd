import { expect, test } from "vitest";
import { matrixForm } from "../src/6.4-7-matrix-form/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("the section's example, and the algorithms side by side", async () => {
  const { findings } = await runStudy(matrixForm, {}, CONTEXT);
  const [, w, patches, y] = findings.steps[0].exhibits.flatMap((e) =>
    e.kind === "matrix" ? [e] : [],
  );
  expect([w.rows, w.columns, patches.rows, patches.columns]).toEqual([2, 8, 8, 4]);
  expect(patches.link?.elements[3]).toEqual([4, 5, 7, 8, 13, 14, 16, 17]);
  expect(y.values).toEqual([56, 72, 104, 120, 76, 100, 148, 172]);
  const named = findings.steps[2].exhibits.flatMap((e) =>
    e.kind === "table" ? e.rows.map(([name]) => name) : [],
  );
  expect(named).toEqual(expect.arrayContaining(["direct", "im2col", "winograd", "fft"]));
  const onPhoto = findings.steps[3].exhibits.flatMap((e) =>
    e.kind === "table" ? e.rows.map(([name]) => name) : [],
  );
  expect(onPhoto).toEqual(expect.arrayContaining(["direct", "im2col", "separable", "fft"]));
});

test("it holds; a turned column, a wrong border or an algorithm out of its bound turns it", async () => {
  const { unfold, forward, verify } = matrixForm.subject;
  expect(await verdictWith(matrixForm, {})).toBe("holds");
  const given = { inChannels: 3, outChannels: 2, size: 7, kernel: 2, stride: 2, padding: 0 };
  expect(await verdictWith(matrixForm, {}, given)).toBe("holds");
  const turned: typeof unfold = (problem, x) => {
    const matrix = unfold(problem, x);
    return { ...matrix, data: matrix.data.slice().reverse() as typeof matrix.data };
  };
  expect(await verdictWith(matrixForm, { unfold: turned }, given)).not.toBe("holds");
  const reflected: typeof unfold = (problem, x) =>
    unfold({ ...problem, border: { kind: "replicate" } }, x);
  expect(await verdictWith(matrixForm, { unfold: reflected }, given)).not.toBe("holds");
  const flipped: typeof forward = (problem, { w, ...rest }) =>
    forward(problem, { ...rest, w: { ...w, data: w.data.slice().reverse() } });
  expect(await verdictWith(matrixForm, { forward: flipped }, given)).toBe("broken");
  const far: typeof verify = async (what, options) => {
    const report = await verify(what, options);
    return { ...report, rows: report.rows.map((row) => ({ ...row, passed: false })) };
  };
  expect(await verdictWith(matrixForm, { verify: far }, given)).toBe("broken");
});
