import { expect, test } from "vitest";
import { diagonal } from "../src/6.2-1-diagonal/study.ts";
import { runStudy } from "../src/index.ts";
import { turned } from "../src/matrices.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("the book's three matrices", async () => {
  const { findings } = await runStudy(diagonal, {}, CONTEXT);
  const shown = findings.steps
    .flatMap((s) => s.exhibits)
    .flatMap((e) => (e.kind === "matrix" ? [e] : []));
  const [, , y, same, beside] = shown;
  expect([y.rows, y.columns, same.values.join()]).toEqual([6, 5, y.values.join()]);
  expect(y.values.slice(0, 10)).toEqual([-1, 0, 0, 0, 0, 1, -1, 0, 0, 0]);
  expect([beside.rows, beside.columns]).toEqual([5, 6]);
  expect(beside.values.slice(0, 12)).toEqual([-1, 1, 0, 0, 0, 0, 0, -1, 1, 0, 0, 0]);
});

test("it holds; with a flipped kernel, a lost column or a wrong sign it does not", async () => {
  const { correlate } = diagonal.subject;
  expect(await verdictWith(diagonal, {})).toBe("holds");
  expect(await verdictWith(diagonal, {}, { side: 2 })).toBe("holds");
  const flipped: typeof correlate = (x, k) =>
    correlate(x, { ...k, data: Float32Array.from(k.data).reverse() });
  expect(await verdictWith(diagonal, { correlate: flipped })).not.toBe("holds");
  const shorter: typeof correlate = async (x, k) => {
    const y = await correlate(x, k);
    return turned({
      shape: [y.shape[1] - 1, y.shape[0]],
      data: turned(y).data.subarray(y.shape[0]),
    });
  };
  expect(await verdictWith(diagonal, { correlate: shorter })).toBe("broken");
});
