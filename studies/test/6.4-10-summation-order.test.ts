import { expect, test } from "vitest";
import { summationOrder } from "../src/6.4-10-summation-order/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("the orders differ on fractions, and not on weights in sixteenths", async () => {
  const { findings } = await runStudy(summationOrder, {}, CONTEXT);
  expect(findings.facts.different).toBeGreaterThan(0);
  expect(findings.facts.sixteenthsDiffer).toBe(0);
  expect(findings.steps[1].facts?.ninthsDiffer).toBeGreaterThan(0);
  expect(summationOrder.subject.inOrder(Float32Array.of(1, 2 ** 27, -(2 ** 27)))).toBe(0);
  expect(summationOrder.subject.pairwise(Float32Array.of(1, 2 ** 27, -(2 ** 27)))).toBe(1);
});

test("it holds when sums are rounded", async () => {
  expect(await verdictWith(summationOrder, {})).toBe("holds-when");
  expect(await verdictWith(summationOrder, {}, { channels: 1, side: 1 })).toBe("holds-when");
  expect(await verdictWith(summationOrder, {}, { channels: 300, side: 5 })).toBe("holds-when");
});

test("one order twice, a channel lost, a coarser rounding, a layer that adds turn the verdict", async () => {
  const { inOrder, pairwise, convolved } = summationOrder.subject;
  expect(await verdictWith(summationOrder, { pairwise: inOrder })).toBe("broken");
  const lost: typeof inOrder = (products) => inOrder(products.subarray(0, products.length - 1));
  expect(
    await verdictWith(summationOrder, { inOrder: (p) => (p.length > 1 ? lost(p) : p[0]) }),
  ).toBe("broken");
  const coarse: typeof pairwise = (products) => {
    const sum = pairwise(products);
    return Number.isInteger(sum) ? sum : Number(sum.toPrecision(5));
  };
  expect(await verdictWith(summationOrder, { pairwise: coarse })).toBe("broken");
  const added: typeof convolved = async (pair) => {
    const y = await convolved(pair);
    return { ...y, data: y.data.map((v) => v + 1) };
  };
  expect(await verdictWith(summationOrder, { convolved: added })).toBe("broken");
});
