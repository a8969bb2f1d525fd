import { tensor } from "convoke";
import { expect, test } from "vitest";
import { im2col } from "../src/6.2-3-im2col/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

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

test("it holds, with other kernels too; not with a flip, a transpose or a lost overlap", async () => {
  const { correlate, patches, gathered } = im2col.subject;
  expect(await verdictWith(im2col, {})).toBe("holds");
  const other = { kernel: "1/9 -1 0.3", rows: 4, columns: 5, stride: 2, padding: 1 };
  expect(await verdictWith(im2col, {}, other)).toBe("holds");
  expect(
    await verdictWith(im2col, {
      correlate: (layer) =>
        correlate({ ...layer, w: { ...layer.w, data: layer.w.data.slice().reverse() } }),
    }),
  ).toBe("broken");
  expect(
    await verdictWith(im2col, {
      patches: (layer) => {
        const { shape, data } = patches(layer);
        return tensor([shape[1], shape[0]], data);
      },
    }),
  ).toBe("holds-when");
  // What several windows hold is overwritten, not added.
  expect(
    await verdictWith(im2col, {
      gathered: (layer, columns) => {
        const sums = gathered(layer, columns);
        const counts = gathered(layer, { ...columns, data: columns.data.map(() => 1) });
        return { ...sums, data: sums.data.map((v, i) => v / Math.max(1, counts.data[i])) };
      },
    }),
  ).toBe("broken");
  // A product that is right but for the first window's first tap.
  expect(
    await verdictWith(im2col, {
      patches: (layer) => {
        const made = patches(layer);
        const data = made.data.slice();
        data[0] += 1;
        return { ...made, data };
      },
    }),
  ).toBe("false");
});
