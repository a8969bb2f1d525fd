import { taps } from "convoke/reference";
import { expect, test } from "vitest";
import { scaling } from "../src/6.4-5-scaling/study.ts";
import { runStudy } from "../src/index.ts";
import { CONTEXT, verdictWith } from "./support.ts";

test("four times the products, and 2p more rows", async () => {
  const given = { inChannels: 2, outChannels: 3, size: 8, kernel: 3, stride: 1, padding: 2 };
  const { findings } = await runStudy(scaling, given, CONTEXT);
  const { products, doubled, before, after } = findings.facts;
  expect([products, doubled]).toEqual([2 * 3 * 9 * 100, 8 * 3 * 9 * 100]);
  expect([before, after]).toEqual([10, 14]);
});

test("it holds; a ratio, a floor or a product that is off turns it", async () => {
  const { whatIf, layerCost } = scaling.subject;
  expect(await verdictWith(scaling, {})).toBe("holds");
  const given = { size: 5, kernel: 4, stride: 3, padding: 1, inChannels: 1, outChannels: 1 };
  expect(await verdictWith(scaling, {}, given)).toBe("holds");
  // Only the output channels double.
  const half: typeof whatIf = (what, change, options) =>
    whatIf(what, change === "channels" ? "co" : change, options);
  expect(await verdictWith(scaling, { whatIf: half })).not.toBe("holds");
  const both: typeof whatIf = (what, change, options) =>
    whatIf(what, change, { ...options, factor: change === "padding" ? 3 : 2 });
  expect(await verdictWith(scaling, { whatIf: both })).not.toBe("holds");
  const lost: typeof taps = (problem, out) => taps(problem, out).slice(1);
  expect(await verdictWith(scaling, { taps: lost })).toBe("broken");
  const useful: typeof layerCost = (what, options) => {
    const cost = layerCost(what, options);
    return { ...cost, asWritten: cost.needed };
  };
  expect(await verdictWith(scaling, { layerCost: useful })).toBe("broken");
});
