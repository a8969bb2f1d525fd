import { taps } from "convoke/reference";
import { expect, test } from "vitest";
import { forwardCost } from "../src/6.4-3-forward-cost/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("a layer counted by hand", async () => {
  const given = { inChannels: 2, outChannels: 3, size: 4, kernel: 3, stride: 1, padding: 1 };
  const { findings } = await runStudy(forwardCost, given, CONTEXT);
  // Along an axis of 4 two windows lose one of three taps: 10 of 12 meetings.
  expect(findings.facts).toMatchObject({ products: 3 * 16 * 2 * 9, onPadding: 6 * (144 - 100) });
  const [matrix] = findings.steps[0].exhibits;
  expect(matrix.kind === "matrix" && matrix.values.slice(0, 5)).toEqual([4, 6, 6, 4, 6]);
});

test("it holds; a lost tap, a wrong border, a count or a size that is off turns it", async () => {
  const { layerCost, forward } = forwardCost.subject;
  expect(await verdictWith(forwardCost, {})).toBe("holds");
  const given = { size: 7, kernel: 5, stride: 3, padding: 2, inChannels: 3, outChannels: 2 };
  expect(await verdictWith(forwardCost, {}, given)).toBe("holds");
  const lost: typeof taps = (problem, out) => taps(problem, out).slice(1);
  expect(await verdictWith(forwardCost, { taps: lost })).not.toBe("holds");
  const replicate: typeof taps = (problem, out) =>
    taps({ ...problem, border: { kind: "replicate" } }, out);
  expect(await verdictWith(forwardCost, { taps: replicate })).toBe("broken");
  const halves: typeof layerCost = (what, options) => {
    const cost = layerCost(what, options);
    return { ...cost, bytes: { ...cost.bytes, total: cost.bytes.total / 2 } };
  };
  expect(await verdictWith(forwardCost, { layerCost: halves })).not.toBe("holds");
  const flipped: typeof forward = (problem, tensors) =>
    forward(problem, { ...tensors, w: { ...tensors.w, data: tensors.w.data.slice().reverse() } });
  expect(await verdictWith(forwardCost, { forward: flipped })).toBe("broken");
});
