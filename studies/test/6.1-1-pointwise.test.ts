import { expect, test } from "vitest";
import { pointwise } from "../src/6.1-1-pointwise/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("the matrix of the groups is block diagonal", async () => {
  const { findings } = await runStudy(pointwise, {}, CONTEXT);
  const [blocks] = findings.steps[2].exhibits;
  expect(blocks).toMatchObject({
    values: [1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 5, 6, 0, 0, 7, 8],
  });
  expect(findings.facts).toMatchObject({ products: 24, weights: 6, dense: 96, kept: 8, all: 16 });
});

test("it holds, on a single pixel and with one channel too", async () => {
  expect(await verdictWith(pointwise, {})).toBe("holds");
  expect(await verdictWith(pointwise, {}, { side: 1, inputs: 1, outputs: 1, groups: 1 })).toBe(
    "holds",
  );
});

test("another rounding, a neighbour that leaks in, groups mixed up, a copy turn the verdict", async () => {
  const { layer } = pointwise.subject;
  const rounded: typeof layer = async (one) => {
    const y = await layer(one);
    return { ...y, data: y.data.map((v) => v * (1 + 2 ** -22)) };
  };
  expect(await verdictWith(pointwise, { layer: rounded })).not.toBe("holds");
  const leaking: typeof layer = async (one) => {
    const y = await layer(one);
    return { ...y, data: y.data.map((v, i) => v + (i > 0 ? 2 ** -9 * y.data[i - 1] : 0)) };
  };
  expect(await verdictWith(pointwise, { layer: leaking })).not.toBe("holds");
  const mixed: typeof layer = (one) =>
    layer({ ...one, w: { ...one.w, data: one.groups > 1 ? one.w.data.toReversed() : one.w.data } });
  expect(await verdictWith(pointwise, { layer: mixed })).toBe("broken");
  expect(await verdictWith(pointwise, { workspace: () => 2 ** 20 })).toBe("broken");
});
