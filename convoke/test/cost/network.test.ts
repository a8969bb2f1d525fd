/** Whole networks: real ones, and published figures of known ones, derived by hand. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../../test/shared.ts";
import {
  type Network,
  networkCost,
  networkFromJson,
  networkFromOnnx,
} from "../../src/cost/network/index.ts";
import { ConvokeError } from "../../src/errors.ts";
import { readOnnx } from "../../src/formats/onnx/index.ts";
import { mutations } from "../support/mutations.ts";

const folder = sharedPath("data");
const SKIPPED = "(skipped without the shared folder: set CONVOKE_SHARED)";

/** What the expected layers were computed with, where the model leaves it open. */
const INPUTS: Record<string, Record<string, number[]>> = {
  "mnist-8": {},
  "super-resolution-espcn-x3": { input: [1, 1, 64, 80] },
  "ultraface-rfb-320": {},
  "attacut-c": { ids: [1, 200] },
  "basic-pitch-nmp": {},
};
const network = (name: string, inputs = INPUTS[name]): Network =>
  networkFromOnnx(readOnnx(readFileSync(join(folder, `models/${name}.onnx`))), { inputs });

const field = (extent: number, stride: number | null, first: number) => ({ extent, stride, first });

describe.skipIf(!existsSync(join(folder, "models")))(`real models ${SKIPPED}`, () => {
  test.each(Object.keys(INPUTS))("%s: every convolution has the shapes of a run", (name) => {
    const { values, layers } = network(name);
    const expected = JSON.parse(
      readFileSync(join(folder, `expected/${name}.layers.json`), "utf8"),
    ) as { input: string; output: string; input_shape: number[]; output_shape: number[] }[];
    for (const { input, output, input_shape, output_shape } of expected) {
      expect(values.get(input)?.shape, input).toEqual(input_shape);
      expect(values.get(output)?.shape, output).toEqual(output_shape);
    }
    expect(layers.filter(({ work }) => work.kind === "convolution").length).toBe(expected.length);
  });

  test("multiply-adds of the convolutions as the manifest has them; nothing is unknown", () => {
    const { models } = JSON.parse(readFileSync(join(folder, "expected/manifest.json"), "utf8")) as {
      models: { model: string; macs_in_convs: number }[];
    };
    for (const { model, macs_in_convs } of models) {
      const { totals, unknown } = networkCost(network(model.slice(7, -5)));
      expect(totals.byKind.find(({ kind }) => kind === "convolution")?.macs).toBe(macs_in_convs);
      expect(unknown).toEqual([]);
    }
  });

  test("mnist-8, by hand: 28² → 8 channels, 14² → 16 channels, 4² · 16 → 10", () => {
    const { layers, totals, forward } = networkCost(network("mnist-8"));
    const row = (op: string, nth = 0) => layers.filter((layer) => layer.op === op)[nth];
    // SAME_UPPER keeps 28 × 28 and 14 × 14; 25 taps of 1 and of 8 channels; no bias inside.
    expect(row("Conv").cost).toMatchObject({
      macs: 8 * 28 * 28 * (1 * 25),
      additions: 8 * 28 * 28 * (1 * 25 - 1),
    });
    expect(row("Conv", 1).cost.macs).toBe(16 * 14 * 14 * (8 * 25));
    expect(row("MatMul").cost).toMatchObject({ macs: 10 * 256, additions: 10 * 255 });
    // 2 × 2 windows, then 3 × 3 ones: ⌊(14 − 3) / 3⌋ + 1 = 4.
    expect(row("MaxPool").cost.comparisons).toBe(8 * 14 * 14 * (4 - 1));
    expect(row("MaxPool", 1).cost.comparisons).toBe(16 * 4 * 4 * (9 - 1));
    expect(row("MaxPool", 1).shape).toEqual([1, 16, 4, 4]);
    const parameters = 8 * 25 + 8 + (16 * 8 * 25 + 16) + (256 * 10 + 10);
    expect([totals.parameters, totals.parameterBytes]).toEqual([parameters, 4 * parameters]);
    expect(totals.cost.macs).toBe(156_800 + 627_200 + 2560);
    // Convolution and sum of 8 · 28² floats at the same time.
    expect(forward.peak).toBe(2 * 4 * 8 * 28 * 28);
    // 5; a pool of 2 adds 1; 4 more taps, 2 apart: 14; 2 more, 2 apart: 18, and neighbours 6 apart.
    const last = row("MaxPool", 1).fields;
    expect(last).toMatchObject([field(18, 6, -6), field(18, 6, -6)]);
    // The dense layer sees all four of them: 18 + 3 · 6.
    expect(row("MatMul").fields).toMatchObject([field(36, null, -6), field(36, null, -6)]);
  });

  test("ESPCN, by hand: 1 → 64 → 64 → 32 → 9 channels at h × w, then 3h × 3w", () => {
    const [h, w] = [64, 80];
    const { layers, totals, counters } = networkCost(network("super-resolution-espcn-x3"));
    const table = [
      [64, 1 * 25],
      [64, 64 * 9],
      [32, 64 * 9],
      [9, 32 * 9],
    ];
    const convs = layers.filter(({ op }) => op === "Conv");
    convs.forEach(({ cost, parameters, shape }, i) => {
      const [out, terms] = table[i];
      expect(shape).toEqual([1, out, h, w]);
      expect(cost.macs).toBe(h * w * out * terms);
      // One addition less than products, one more for the bias.
      expect(cost.additions).toBe(h * w * out * terms);
      expect(parameters).toBe(out * terms + out);
    });
    expect(totals.cost.macs).toBe(h * w * (64 * 25 + 64 * 576 + 32 * 576 + 9 * 288));
    expect(totals.parameters).toBe(1600 + 64 + 36_864 + 64 + 18_432 + 32 + 2592 + 9);
    expect(convs.map(({ fields }) => fields[0].extent)).toEqual([5, 5 + 2, 5 + 4, 5 + 6]);
    // A pixel of the result is a third of a pixel of the picture further on.
    expect(layers.at(-1)).toMatchObject({
      op: "DepthToSpace",
      shape: [1, 1, 3 * h, 3 * w],
      fields: [field(11, 1 / 3, -5), field(11, 1 / 3, -5)],
    });
    // torchinfo takes weight and bias times the positions.
    const bias = h * w * (64 + 64 + 32 + 9);
    expect(counters.find(({ name }) => name === "torchinfo")?.total).toBe(totals.cost.macs + bias);
  });

  test("other batches and sizes; what is open is named", () => {
    expect(() => network("super-resolution-espcn-x3", {})).toThrow(
      'expected numbers for h, w for the input "input" [n, 1, h, w], got nothing',
    );
    const model = readOnnx(readFileSync(join(folder, "models/ultraface-rfb-320.onnx")));
    const [one, four] = [1, 4].map((batch) => networkCost(networkFromOnnx(model, { batch })));
    expect(four.totals.byKind.find(({ kind }) => kind === "convolution")?.macs).toBe(
      4 * one.totals.cost.macs,
    );
    expect(four.totals.parameters).toBe(one.totals.parameters);
    const half = networkCost(networkFromOnnx(model, { inputs: { input: [1, 3, 120, 160] } }));
    expect(half.layers[0].shape).toEqual([1, 16, 60, 80]);
  });

  test("damaged models are counted or refused", () => {
    for (const name of ["mnist-8", "attacut-c"]) {
      const bytes = readFileSync(join(folder, `models/${name}.onnx`));
      for (const damaged of mutations(bytes, 60, 3)) {
        try {
          networkCost(networkFromOnnx(readOnnx(damaged), { inputs: INPUTS[name] }));
        } catch (error) {
          expect(error).toBeInstanceOf(ConvokeError);
          expect((error as Error).message).toMatch(/^expected .+ for .+, got .+$/s);
        }
      }
    }
  });
});

describe("published figures of known networks", () => {
  const pool = (size: number) => ({
    op: "MaxPool",
    kernel_shape: [size, size],
    strides: [2, 2],
  });

  test("VGG-16: parameters, multiply-adds, receptive field", () => {
    const plan = [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0];
    const weights: Record<string, number[]> = {};
    let channels = 3;
    const nodes: object[] = plan.flatMap((out, i): object[] => {
      if (out === 0) return [pool(2)];
      weights[`conv${i}.weight`] = [out, channels, 3, 3];
      weights[`conv${i}.bias`] = [out];
      channels = out;
      return [{ op: "Conv", name: `conv${i}`, pads: [1, 1, 1, 1] }, { op: "Relu" }];
    });
    nodes.push({ op: "Flatten" });
    [
      [4096, 512 * 7 * 7],
      [4096, 4096],
      [1000, 4096],
    ].forEach(([out, from], i) => {
      weights[`fc${i}.weight`] = [out, from];
      weights[`fc${i}.bias`] = [out];
      nodes.push({ op: "Linear", name: `fc${i}` });
    });
    const { totals, layers, largest } = networkCost(
      networkFromJson({ inputs: { x: ["n", 3, 224, 224] }, weights, nodes }),
    );
    // torchvision: 138 357 544 parameters; 15.47 GMACs.
    expect(totals.parameters).toBe(138_357_544);
    expect(totals.cost.macs).toBe(15_346_630_656 + 123_633_664);
    // Araujo, Norris and Sim (2019): receptive field 212, stride 32, padding 90.
    const last = layers.filter(({ op }) => op === "MaxPool").at(-1)!;
    expect(last.fields).toMatchObject([field(212, 32, -90), field(212, 32, -90)]);
    expect(layers[largest.parameters[0]].name).toBe("fc0");
    expect(layers[largest.macs[0]].shape).toEqual([1, 64, 224, 224]);
  });

  test("AlexNet v2: receptive field 195, stride 32, padding 64", () => {
    const conv = (name: string, pads: number, strides = 1) => ({
      op: "Conv",
      name,
      pads: [pads, pads, pads, pads],
      strides: [strides, strides],
    });
    const net = networkFromJson({
      inputs: { x: [1, 3, 224, 224] },
      weights: {
        "a.weight": [64, 3, 11, 11],
        "b.weight": [192, 64, 5, 5],
        "c.weight": [384, 192, 3, 3],
        "d.weight": [384, 384, 3, 3],
        "e.weight": [256, 384, 3, 3],
      },
      nodes: [
        conv("a", 0, 4),
        pool(3),
        conv("b", 2),
        pool(3),
        conv("c", 1),
        conv("d", 1),
        conv("e", 1),
        pool(3),
      ],
    });
    const { layers } = networkCost(net);
    expect(layers.at(-1)?.fields).toMatchObject([field(195, 32, -64), field(195, 32, -64)]);
  });

  test("the example of fvcore: 3000 for the convolution, 10 000 for the product", () => {
    const net = networkFromJson({
      inputs: { x: [1, 3, 10, 10] },
      weights: {
        "conv.weight": [10, 3, 1, 1],
        "conv.bias": [10],
        "fc.weight": [10, 1000],
        "fc.bias": [10],
      },
      nodes: [
        { op: "Conv", name: "conv" },
        { op: "Relu" },
        { op: "Flatten" },
        { op: "Linear", name: "fc" },
      ],
    });
    const { counters } = networkCost(net);
    // As each documents it: ptflops adds biases and activations, torchinfo biases.
    const bias = 10 * 100;
    expect(Object.fromEntries(counters.map(({ name, total }) => [name, total]))).toEqual({
      fvcore: 13_000,
      ptflops: 3000 + bias + 10 * 100 + (10_000 + 10),
      thop: 13_000,
      torchinfo: 3000 + bias + (10_000 + 10),
    });
    for (const { total, ours, reasons } of counters)
      expect(reasons.reduce((sum, { amount }) => sum + amount, ours)).toBe(total);
  });

  /** Totals of one node over an input of [2, 4, 6, 6], in the order fvcore, ptflops, thop, torchinfo. */
  const totals = (
    op: string,
    weights: Record<string, number[]> = {},
    attributes: Record<string, unknown> = {},
    x = [2, 4, 6, 6],
  ) => {
    const named = Object.fromEntries(
      Object.entries(weights).map(([name, shape]) => [`n.${name}`, shape]),
    );
    const net = networkFromJson({
      inputs: { x },
      weights: named,
      nodes: [{ op, name: "n", ...attributes }],
    });
    return networkCost(net).counters.map(({ total }) => total);
  };

  test("every rule of every counter", () => {
    const size = 2 * 4 * 6 * 6;
    const channels = { weight: [4], bias: [4] };
    const states = { running_mean: [4], running_var: [4] };
    // Twice the numbers for scale and shift; torchinfo has the 8 parameters for each of 2 examples.
    expect(totals("BatchNormalization", { ...channels, ...states })).toEqual([
      2 * size,
      2 * size,
      4 * size,
      2 * 8,
    ]);
    expect(totals("InstanceNormalization", channels)).toEqual([5 * size, 2 * size, 4 * size, 16]);
    expect(totals("Relu")).toEqual([0, size, 0, 0]);
    expect(totals("PRelu", { weight: [4, 1, 1] })).toEqual([0, size, size, 0]);
    expect(totals("Sigmoid")).toEqual([0, 0, 0, 0]);
    expect(totals("MaxPool", {}, { kernel_shape: [2, 2] })).toEqual([0, size, 0, 0]);
    const halved = { kernel_shape: [2, 2], strides: [2, 2] };
    expect(totals("AveragePool", {}, halved)).toEqual([0, size, size / 4, 0]);
    // 36 numbers and a quotient for each of 8.
    expect(totals("GlobalAveragePool")).toEqual([size, size, 37 * 8, 0]);
    // Rows of 6: 6 exponentials, 5 sums, 6 quotients.
    expect(totals("Softmax")).toEqual([0, size, 17 * 48, 0]);
    expect(totals("Resize", {}, { scales: [1, 1, 2, 2] })).toEqual([
      4 * size,
      4 * size,
      4 * size,
      0,
    ]);
    const linearly = { scales: [1, 1, 2, 2], mode: "linear" };
    expect(totals("Resize", {}, linearly)).toEqual([16 * size, 4 * size, 44 * size, 0]);
    // 4 → 3 channels, 2 × 2 taps at stride 2: 6 × 6 positions spread, 12 × 12 are there.
    const inputs = 2 * 36 * 4 * 3 * 4;
    const strided = { strides: [2, 2] };
    const transposed = totals("ConvTranspose", { weight: [4, 3, 2, 2], bias: [3] }, strided);
    const bias = 2 * 3 * 144;
    expect(transposed).toEqual([inputs, 4 * inputs + bias, 4 * inputs, 4 * inputs + bias]);
    // 5 rows an example: torchinfo counts the 7 · 3 weights once for each.
    expect(totals("MatMul", { weight: [7, 3] }, {}, [2, 5, 7])).toEqual([210, 210, 210, 42]);
  });
});
