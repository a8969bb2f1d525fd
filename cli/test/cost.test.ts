/** `convoke cost` as a person calls it. */

import { COST_WORDS, grouped, inBytes, inThousands } from "@convoke/studies/words";
import { layerCost } from "convoke/cost";
import { describe, expect, test } from "vitest";
import { cost as costCommand } from "../src/commands/cost.ts";
import { costCsv } from "../src/cost/csv.ts";
import { questionsOf } from "../src/cost/questions.ts";
import { costReport } from "../src/cost/report.ts";
import { costText } from "../src/cost/text.ts";
import { bar } from "../src/terminal/bars.ts";
import { convokeHere as convoke } from "./here.ts";

const LAYER = "ic64ih56oc64kh3sh2ph1_bias_relu";
const cost = (...args: string[]) => convoke(["cost", ...args, "--no-wide"]);

describe("a report", () => {
  test("says operations, bytes and roofline, in full numbers and in units", async () => {
    const { text, code, err } = await cost(LAYER);
    expect([code, err]).toEqual([0, ""]);
    expect(text).toContain(`${LAYER}  float32  output 1×64×28×28`);
    expect(text).toMatch(/multiply-adds \(MACs\) +28,901,376 +28,217,344 +28\.2 M/);
    expect(text).toMatch(/FLOPs +57,802,752 +56,434,688 +56\.4 M/);
    expect(text).toContain("products on padding: 684,032  (2.37 %)");
    expect(text).toMatch(/input +802,816 +784 KiB +█+/);
    expect(text).toMatch(/bound by (arithmetic|memory), at least [\d.]+ (ms|µs)/);
  });

  test("with everything: gradients, memory, algorithms, what if, curves", async () => {
    const asked = ["--backward", "--algorithms", "--what-if", "all", "--what-if", "stride=1..3"];
    const { text, code } = await cost(
      "ic8ih14oc8kh3sh2ph1",
      "--batch",
      "2",
      "--dtype",
      "float16",
      ...asked,
    );
    expect(code).toBe(0);
    expect(text).toContain("mb2ic8ih14oc8kh3sh2ph1  float16");
    expect(text).toMatch(/input gradient: the text lets each of the 14×14 inputs/);
    expect(text).toMatch(/optimiser state: adam +2\.25 KiB/);
    expect(text).toMatch(/Kernels of the gradients.*\n.*\n +weight gradient +[\d.,]+ k? +[\d.,]+/);
    expect(text).toMatch(/refused: pointwise: the kernel is 3×3/);
    expect(text).toMatch(/channels +4 +4 +4 +2 +4 +mb2ic16ih14oc16kh3sh2ph1/);
    expect(text).toMatch(/What if stride =\n.*\n +1 .*█{32}\n +2 .*█{8}\n/);
  });

  test("in Chinese", async () => {
    const { text } = await cost(LAYER, "--backward", "--lang", "zh");
    expect(text).toContain("落在填充上的乘积: 684,032");
    expect(text).toContain("书中让 56×56 个输入各与全部 3×3 个权重相乘");
    for (const word of Object.values(COST_WORDS.zh)) expect(word).toMatch(/[\u4e00-\u9fff]/);
  });

  test("as JSON and CSV for programs: the numbers of the library", async () => {
    const json = JSON.parse(
      (await cost(LAYER, "--json", "--backward", "--what-if", "padding=0,1")).text,
    );
    const { asWritten, needed } = layerCost(LAYER);
    expect(json.layer).toMatchObject({ descriptor: LAYER, asWritten, needed });
    expect(json.curves[0].points[1].figures.multiplications).toBe(asWritten.multiplications);
    expect(json.backward.problem).toBeUndefined();
    const csv = (await cost(LAYER, "--csv")).text.split("\n");
    expect(csv[0]).toBe("section,name,value");
    expect(csv).toContain(`layer,needed.macs,${needed.macs}`);
    expect(csv).toContain("layer,axes.height.wasted,1");
    expect(csv.slice(1, -1).every((row) => /^\w+,[\w.]+,[\d.e+-]+$/.test(row))).toBe(true);
  });
});

const everything = {
  batch: null,
  dtype: "float32",
  backward: true,
  algorithms: true,
  wide: false,
  measure: false,
  onCount: () => {},
  onMeasure: () => {},
} as const;

test("--measure alone times the algorithms; beside a what if, that one", async () => {
  const alone = JSON.parse((await cost("ic4ih9oc4kh3", "--measure", "--json")).text);
  const able = alone.algorithms.filter((a: { work: unknown }) => a.work);
  expect(Object.keys(alone.measured.algorithms)).toHaveLength(able.length);
  expect(able.length).toBeGreaterThan(1);
  const what = ["--what-if", "stride", "--measure", "--json"];
  const beside = JSON.parse((await cost("ic4ih9oc4kh3", ...what)).text);
  expect([beside.algorithms, beside.measured.algorithms]).toEqual([null, {}]);
  expect(beside.measured.whatIf).toHaveLength(1);
});

test("measured: a time for each algorithm, what if and point of a curve that there is", async () => {
  const questions = questionsOf(["stride", "kernel=3,10"]);
  const asked = { ...everything, questions, measure: true };
  const report = await costReport("ic4ih9oc4kh3", asked);
  const { algorithms, whatIf, curves } = report.measured!;
  const able = report.algorithms!.filter((a) => a.work).map((a) => a.algorithm);
  expect(Object.keys(algorithms)).toEqual(able);
  for (const time of Object.values(algorithms)) expect(time).toBeGreaterThan(0);
  expect(whatIf[0].before).toBeGreaterThan(0);
  expect(curves).toEqual([[expect.any(Number), null]]);
  const text = costText(report, "en");
  expect(text).toMatch(/estimate +measured +multiplications/);
  expect(text).toMatch(/stride +16\/49 .* → .* ic4ih9oc4kh3sh2/);
  expect(text).toMatch(/\n +10 +- +- +- +- +expected /);
});

test.each([
  "mb0ic3ih9oc4kh3_bias",
  "ic2id3ih4iw5oc3kd2kh3kw1_reflect_nhwc_hwio",
  "g3ic6iw7oc9kw3sw2aw1_transposed_bias_relu",
  "ic1iw1oc1kw1",
  "ic1ih3oc2kh1sh9_wrap_hardswish",
  "g4ic4ih8oc4kh3ph5_constant0.5",
])("%s: no figure is missing in what is printed", async (word) => {
  const questions = questionsOf(["ci", "batch", "padding=0..3"]);
  const report = await costReport(word, { ...everything, questions });
  for (const text of [costText(report, "en"), costText(report, "zh"), costCsv(report)])
    expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/);
});

describe("what it refuses, in a sentence", () => {
  test.each([
    [["nonsense"], 2, /expected a name and a number/],
    [["g2ic3ih9oc4kh3"], 3, /expected a multiple of 2 \(groups\) for input channels, got 3/],
    [["ic3ih9oc4kh3", "--dtype", "float23"], 2, /for --dtype, got float23 \(is it float\d\d\?\)/],
    [["ic3ih9oc4kh3", "--what-if", "chanels"], 2, /got chanels \(is it channels\?\)/],
    [["ic3iw20000000oc4kw9000000"], 2, /to be counted/],
  ])("%j", async (args, code, sentence) => {
    const said = await cost(...args);
    expect(said.code).toBe(code);
    expect(said.err).toMatch(/^convoke: [^\n]+\n$/);
    expect(said.err).toMatch(sentence);
    expect(said.text).toBe("");
  });

  const plain = { dtype: "float32", wide: false } as const;
  test.each([
    ["ic3", {}, /expected an input extent/],
    ["ic3ih4oc2kh9", {}, /kernel/],
    ["ic3ih9oc4kh3", { batch: "0" }, /whole number of at least 1 for --batch, got 0/],
    ["ic3ih9oc4kh3", { batch: "1e99" }, /whole number/],
    ["ic3ih9oc4kh3", { json: true, csv: true }, /not both/],
    ["ic3ih9oc4kh3", { whatIf: ["stride=1..x"] }, /whole numbers/],
    ["ic3ih9oc4kh3", { whatIf: ["stride=0..99999999999"] }, /1 to 100 whole numbers/],
    ["ic3ih9oc4kh3", { whatIf: ["stride="] }, /whole numbers/],
    ["ic3ih9oc4kh3", { whatIf: ["groups"] }, /expected a multiple of 2 \(groups\)/],
    ["mb9999999ic99999iw99999oc99999kw3", {}, /fewer than 2\^53/],
    ["ic99999999999999999999ih3oc1kh1", {}, /less than 2\^53/],
    ["mb64ic256ih512oc256kh3", { algorithms: true }, /4096 MiB/],
  ])("%s %j", async (word, asked, sentence) => {
    await expect(costCommand(word, { ...plain, ...asked }, "en")).rejects.toThrow(sentence);
  });
});

test("bars and numbers", () => {
  expect(bar(1, 4)).toBe("████");
  expect(bar(0.5, 4)).toBe("██");
  expect(bar(1e-9, 4)).toBe("▏");
  expect([bar(0, 4), bar(Number.NaN, 4)]).toEqual(["", ""]);
  expect(bar(9, 4)).toBe("████");
  expect([grouped(1234567), inThousands(1234567), inThousands(9999)]).toEqual([
    "1,234,567",
    "1.23 M",
    "9,999",
  ]);
  expect([0, 1023, 1024, 802816, 2 ** 31].map(inBytes)).toEqual([
    "0 B",
    "1023 B",
    "1 KiB",
    "784 KiB",
    "2 GiB",
  ]);
});
