import { kernelOf } from "convoke/workshop";
import { expect, test } from "vitest";
import { compose } from "../src/6.4-1-compose/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("a blur and a Laplacian are one kernel of 5×5", async () => {
  const { findings } = await runStudy(compose, {}, CONTEXT);
  const [, , composed] = findings.steps[0].exhibits;
  expect(composed.kind === "matrix" && composed.values).toEqual([
    0, 1, 2, 1, 0, 1, 0, -2, 0, 1, 2, -2, -8, -2, 2, 1, 0, -2, 0, 1, 0, 1, 2, 1, 0,
  ]);
  expect(composed.kind === "matrix" && composed.link?.elements[6]).toEqual([4, 3, 1, 0]);
  const { apart, outputs, changed, interior } = findings.facts;
  expect([apart, outputs, interior]).toEqual([0, 64, 36]);
  expect(changed).toBeGreaterThan(0);
});

test("it holds, for other kernels too; not with a flip, a lost bias or an interior too large", async () => {
  const { composeLayers, agreement, run } = compose.subject;
  expect(await verdictWith(compose, {})).toBe("holds");
  const other = { first: "1/3 -1", second: "0.5; 1/7; 2", stride: 2, padding: 2, channels: 1 };
  expect(await verdictWith(compose, {}, other)).toBe("holds");
  const flipped: typeof composeLayers = (one, two) => {
    const { shape, exact, values } = two.weight;
    const weight = kernelOf(shape, [...(exact ?? values)].reverse() as number[]);
    return composeLayers(one, { ...two, weight });
  };
  expect(await verdictWith(compose, { composeLayers: flipped })).not.toBe("holds");
  expect(
    await verdictWith(compose, {
      composeLayers: (one, two) => ({ ...composeLayers(one, two), bias: two.bias }),
    }),
  ).toBe("broken");
  expect(
    await verdictWith(compose, {
      agreement: (one, two, input) =>
        agreement(one, two, input).map(({ from, to }) => ({ from: Math.max(0, from - 1), to })),
    }),
  ).toBe("broken");
  expect(
    await verdictWith(compose, {
      run: (layer, x) => run({ ...layer, padding: layer.padding.map(() => [1, 1] as const) }, x),
    }),
  ).not.toBe("holds");
});
