import { expect, test } from "vitest";
import { im2col } from "../src/6.2-3-im2col/study.ts";
import { runStudy } from "../src/index.ts";
import { plantEach } from "./plant.ts";
import { CONTEXT, verdictOn } from "./support.ts";

test("the book's matrices, each column linked to its window", async () => {
  const { findings } = await runStudy(im2col, {}, CONTEXT);
  const [unfold, spread, back] = findings.steps.map((s) =>
    s.exhibits.flatMap((e) => (e.kind === "matrix" ? [e] : [])),
  );
  const [, , patches, output] = unfold;
  expect(patches.values).toEqual([1, 2, 4, 5, 2, 3, 5, 6, 4, 5, 7, 8, 5, 6, 8, 9]);
  expect(patches.link?.elements[3]).toEqual([4, 5, 7, 8]);
  expect(output.values).toEqual([37, 47, 67, 77]);
  expect(spread[0].values.slice(0, 18)).toEqual([
    1, 2, 0, 3, 4, 0, 0, 0, 0, 0, 1, 2, 0, 3, 4, 0, 0, 0,
  ]);
  expect(back[1].values).toEqual([1, 3, 2, 4, 10, 6, 3, 7, 4]);
});

test("it holds, with other kernels too", async () => {
  expect(await verdictOn(im2col)).toBe("holds");
  const other = { kernel: "1/9 -1 0.3", rows: 4, columns: 5, stride: 2, padding: 1 };
  expect(await verdictOn(im2col, other)).toBe("holds");
});

plantEach(im2col, {
  flipped: ["broken", "result", "product", "bound", "spread"],
  exchanged: ["holds-when", "shape", "product", "bound"],
  averaged: ["broken", "folded"],
  off: ["false", "columns", "result", "product", "bound"],
});
