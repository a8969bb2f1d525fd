import { expect, test } from "vitest";
import { matrixForm } from "../src/6.4-7-matrix-form/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

const SMALL = { inChannels: 3, outChannels: 2, size: 7, kernel: 2, stride: 2, padding: 0 };

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

test("it holds, for other layers too", async () => {
  expect(await verdictOn(matrixForm)).toBe("holds");
  expect(await verdictOn(matrixForm, SMALL)).toBe("holds");
});

plantEach(
  matrixForm,
  {
    reversed: ["broken", "book", "product", "engine", "batch"],
    repeated: ["broken", "product", "engine"],
    flipped: ["broken", "engine"],
    far: ["broken", "algorithms"],
  },
  { given: SMALL },
);
