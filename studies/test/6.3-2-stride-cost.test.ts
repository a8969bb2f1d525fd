import { expect, test } from "vitest";
import { strideCost } from "../src/6.3-2-stride-cost/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("57 rows, stride 2: 29 are left, and a ratio that is no square", async () => {
  const { findings } = await runStudy(strideCost, { side: 57, channels: 2 }, CONTEXT);
  expect(findings.facts).toMatchObject({
    before: 4 * 9 * 57 ** 2,
    after: 4 * 9 * 29 ** 2,
    saved: 57 ** 2 / 29 ** 2,
    bytesAfter: 2 * 4 * 29 ** 2,
  });
});

test("it holds, for other layers too", async () => {
  expect(await verdictWith(strideCost, {})).toBe("holds");
  expect(await verdictWith(strideCost, {}, { side: 8, channels: 1, taps: 1, stride: 8 })).toBe(
    "holds",
  );
});

test("a count without the floor, a result that begins elsewhere, bytes that stay turn the verdict", async () => {
  const { multiplications, outputBytes, strided } = strideCost.subject;
  const smooth: typeof multiplications = (layer) =>
    multiplications({ ...layer, stride: [1, 1] }) / (layer.stride[0] * layer.stride[1]);
  expect(await verdictWith(strideCost, { multiplications: smooth })).toBe("broken");
  const late: typeof strided = async (x, w, layer) => {
    const y = await strided(x, w, layer);
    return layer.stride[1] > 1 ? { ...y, data: y.data.map((v, i) => y.data[i + 1] ?? v) } : y;
  };
  expect(await verdictWith(strideCost, { strided: late })).toBe("broken");
  const kept: typeof outputBytes = (layer) => outputBytes({ ...layer, stride: [1, 1] });
  expect(await verdictWith(strideCost, { outputBytes: kept })).toBe("false");
});
