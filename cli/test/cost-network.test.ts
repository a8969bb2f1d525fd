/** `convoke cost` of whole networks, as a person calls it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NETWORK_WORDS, oneLine, strideText } from "@convoke/studies/words";
import { ShapeError } from "convoke";
import { networkCost, networkFromNet } from "convoke/cost/network";
import { writeSafetensors } from "convoke/formats";
import { describe, expect, test } from "vitest";
import { costOfAny, type RawNetworkOptions } from "../src/commands/cost-network.ts";
import { NET_NAMES, netNamed } from "../src/cost/network/nets.ts";
import { Failure } from "../src/failure.ts";
import { scratch } from "./command.ts";
import { convokeHere as convoke } from "./here.ts";

const folder = scratch();
const at = (name: string) => join(folder, name);
const cost = (...args: string[]) => convoke(["cost", ...args]);

const zeros = (...shape: number[]) => ({
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
});
writeFileSync(
  at("small.safetensors"),
  writeSafetensors([
    ["conv.weight", zeros(4, 3, 3, 3)],
    ["conv.bias", zeros(4)],
  ]),
);
writeFileSync(
  at("small.json"),
  JSON.stringify({
    inputs: { x: ["n", 3, "h", "w"] },
    weights: "small.safetensors",
    nodes: [
      { op: "Conv", name: "conv", pads: [1, 1, 1, 1] },
      { op: "Relu", name: "re\u001b[31mlu" },
      { op: "Mystery" },
    ],
  }),
);
const SMALL = [at("small.json"), "--input", "x=1x3x8x10"];
const macs = 4 * 8 * 10 * 27;

describe("a report", () => {
  test("layers with bars, kinds, memory, other counters, and what is not counted", async () => {
    const { text, code, err } = await cost(...SMALL);
    expect([code, err]).toEqual([0, ""]);
    expect(text).toContain("small.json  float32  x 1×3×8×10");
    expect(text).toMatch(
      /conv +Conv +1×4×8×10 +112 +8,640 +17\.3 k +3×3 +1×1 .*█{16} +◀ largest: 1\. MACs/,
    );
    expect(text).toMatch(/convolutions +1 +8,640 +17,280 /);
    expect(text).toMatch(/peak of activations +2,560 +2\.5 KiB +at re/);
    expect(text).toMatch(/torchinfo +8,960 +mult-adds +\+320: each bias/);
    expect(text).toContain("Not counted\n  Mystery Mystery 1: the operator is not known");
    expect(text).not.toContain("Training");
    expect(text).not.toContain("\u001b");
  });

  test("--backward, --dtype, --batch", async () => {
    const { text } = await cost(...SMALL, "--backward", "--dtype", "float16");
    expect(text).toMatch(/small\.json {2}float16/);
    expect(text).toMatch(/MACs of input gradients +0 /);
    expect(text).toMatch(/adam +448 +448 B +in all/);
    const { text: four } = await cost(
      at("small.json"),
      "--batch",
      "4",
      "--input",
      "x=4x3x8x10",
      "--json",
    );
    expect(JSON.parse(four).totals.cost.macs).toBe(4 * macs);
  });

  test("the nets that are trained here", async () => {
    const { totals, layers, unknown } = JSON.parse(
      (await cost("digits", "--batch", "3", "--json")).text,
    );
    // 16 · 24² · 25, 32 · 8² · 400, 512 · 128 and 128 · 10.
    expect(totals.cost.macs).toBe(3 * (230_400 + 819_200 + 65_536 + 1280));
    expect(layers.map(({ name }: { name: string }) => name)).toContain("fc1");
    expect(unknown).toEqual([]);
    for (const name of NET_NAMES)
      expect(networkCost(networkFromNet(netNamed(name)!)).unknown, name).toEqual([]);
  });

  test("in Chinese", async () => {
    const { text } = await cost(...SMALL, "--backward", "--lang", "zh");
    expect(text).toContain("激活值峰值");
    expect(text).toContain("每次加偏置算一次乘加");
    for (const word of Object.values(NETWORK_WORDS.zh)) expect(word).toMatch(/[\u4e00-\u9fff]/);
  });

  test("as JSON and CSV for programs", async () => {
    const { layers, totals } = JSON.parse((await cost(...SMALL, "--json")).text);
    expect([layers[0].cost.macs, totals.parameters]).toEqual([macs, 112]);
    const [head, ...rows] = (await cost(...SMALL, "--csv")).text.trimEnd().split("\n");
    expect(rows.length).toBe(3);
    expect(new Set([head, ...rows].map((row) => row.split(",").length))).toEqual(new Set([21]));
    expect(rows[0]).toContain(`0,conv,Conv,convolution,1x4x8x10,112,${macs},${2 * macs},`);
  });
});

describe("what is refused, in one sentence", () => {
  writeFileSync(at("broken.onnx"), Uint8Array.of(8, 8, 58, 100, 1));
  writeFileSync(at("broken.json"), "{");
  test.each<[string, string[], number, RegExp]>([
    ["no file", [at("none.onnx")], 3, /cannot read .*: there is no such file/],
    [
      "a broken model",
      [at("broken.onnx")],
      2,
      /expected 100 bytes for the graph of the model at byte 2/,
    ],
    ["broken JSON", [at("broken.json")], 2, /expected JSON in .*, got something else/],
    [
      "weights alone",
      [at("small.safetensors")],
      2,
      /expected a description of the network, NAME\.json/,
    ],
    [
      "open extents",
      [at("small.json")],
      2,
      /expected numbers for h, w for the input "x" \[n, 3, h, w\]/,
    ],
    [
      "a shape that is none",
      [at("small.json"), "--input", "x=1x0"],
      2,
      /expected NAME=1x3x240x320/,
    ],
    [
      "an input that does not exist",
      [at("small.json"), "--input", "y=1"],
      2,
      /expected one of x .* got "y"/,
    ],
    ["channels that do not fit", [at("small.json"), "--input", "x=1x2x8x8"], 3, /in Conv "conv"$/m],
    ["two reports", [...SMALL, "--json", ""], 2, /not both/],
    [
      "an input of a layer",
      ["ic1ih9oc1kh3", "--input", "x=1"],
      2,
      /a file of a network for --input/,
    ],
  ])("%s", async (_, [word, ...args], code, sentence) => {
    // As the command reads them, without a process for each.
    const typed = new Map<string, string[]>();
    for (let i = 0; i < args.length; i += 2) typed.set(OPTIONS[args[i]], [args[i + 1]]);
    const run = costOfAny(word, RAW(typed), (option) => typed.has(option), "en");
    await expect(run).rejects.toThrow(sentence);
    const error = await run.catch((e: unknown) => e);
    const kind = error instanceof Failure ? error.exitCode : error instanceof ShapeError ? 3 : 2;
    expect(kind).toBe(code);
  });

  test("the command prints it and nothing else", async () => {
    const said = await cost(at("broken.onnx"));
    expect([said.code, said.text]).toEqual([2, ""]);
    expect(said.err).toMatch(/^convoke: expected 100 bytes for the graph of the model .*\n$/);
    expect((await cost(...SMALL, "--what-if", "all")).err).toMatch(
      /no --what-if with a whole network/,
    );
  });
});

const OPTIONS: Record<string, string> = {
  "--input": "input",
  "--what-if": "whatIf",
  "--json": "json",
};
const RAW = (typed: ReadonlyMap<string, string[]>): RawNetworkOptions => ({
  dtype: "float32",
  wide: false,
  json: typed.has("json"),
  csv: typed.has("json"),
  ...(typed.has("input") ? { input: typed.get("input")! } : {}),
});

test("strides below 1 are fractions; names are cut and cleaned", () => {
  expect([0.5, 1 / 3, 1, 32, 1.5].map(strideText)).toEqual(["1/2", "1/3", "1", "32", "1.5"]);
  expect(oneLine("a\u0007b\u202ec")).toBe("a�b�c");
  expect(oneLine("abcdef", 4)).toBe("a…ef");
});
