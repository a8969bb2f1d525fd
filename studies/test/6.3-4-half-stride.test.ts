import { expect, test } from "vitest";
import { halfStride } from "../src/6.3-4-half-stride/study.ts";
import { runStudy } from "../src/index.ts";
import { turned } from "../src/matrices.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("zeros between two by two, and a kernel laid on each", async () => {
  const given = { side: 2, kernel: "1 2; 3 4", padding: 0, outputPadding: 0 };
  const { findings } = await runStudy(halfStride, given, CONTEXT);
  const [, between, , y] = findings.steps[0].exhibits;
  expect(between).toMatchObject({ values: [1, 0, 2, 0, 0, 0, 3, 0, 4] });
  expect(y).toMatchObject({ values: [1, 2, 2, 4, 3, 4, 6, 8, 3, 6, 4, 8, 9, 12, 12, 16] });
});

test("it holds when kernel and paddings fit the step", async () => {
  expect(await verdictWith(halfStride, {})).toBe("holds-when");
  expect(await verdictWith(halfStride, {}, { side: 1, stride: 4, kernel: "1 -1" })).toBe(
    "holds-when",
  );
});

test("a kernel not turned, an output padding lost, an answer transposed turn the verdict", async () => {
  const { spread, stuff, correlate } = halfStride.subject;
  const unturned: typeof stuff = (x, k, step) => stuff(x, k, step, "correlation");
  const { verdict } = await runStudy(halfStride, {}, CONTEXT, { stuff: unturned });
  expect(verdict).toMatchObject({ refuted: [{ key: "stuffed" }, { key: "larger" }] });
  const lost: typeof spread = (x, k, step) => spread(x, k, { ...step, outputPadding: 0 });
  expect(await verdictWith(halfStride, { spread: lost })).toBe("broken");
  const wrong: typeof correlate = async (x, k, step) =>
    turned(await correlate(turned(x), turned({ ...k, data: k.data.toReversed() }), step));
  expect(await verdictWith(halfStride, { correlate: wrong })).toBe("broken");
});
