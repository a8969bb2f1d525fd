/** Networks from JSON and from nets, and their memory by hand. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { layerCost } from "../../src/cost/index.ts";
import {
  networkCost,
  networkFromJson,
  networkFromNet,
  networkFromValues,
} from "../../src/cost/network/index.ts";
import { FormatError, OptionError } from "../../src/errors.ts";
import * as grad from "../../src/grad/index.ts";
import * as nets from "../../src/nets/index.ts";

/** x → conv → relu → conv → + x, with 1, 2 and 1 channels of 4 × 4. */
const residual = {
  inputs: { x: ["n", 1, 4, 4] },
  weights: { "a.weight": [2, 1, 3, 3], "c.weight": [1, 2, 3, 3] },
  nodes: [
    { op: "Conv", name: "a", pads: [1, 1, 1, 1] },
    { op: "Relu", name: "b" },
    { op: "Conv", name: "c", pads: [1, 1, 1, 1] },
    { op: "Add", name: "y", inputs: ["c", "x"] },
  ],
};

describe("memory", () => {
  const [x, a, b, c, y] = [1, 2, 2, 1, 1].map((channels) => 4 * 16 * channels);
  const { forward, training, totals, layers } = networkCost(networkFromJson(residual));

  test("forwards: what was made and not yet read for the last time", () => {
    // x waits for the sum.
    expect(layers.map(({ live }) => live)).toEqual([x + a, x + a + b, x + b + c, x + c + y]);
    expect([forward.peak, forward.at]).toEqual([x + a + b, 1]);
    expect(forward.live.map(({ name }) => name).sort()).toEqual(["a", "b", "x"]);
  });

  test("training: x for the first weights, b for relu and the second ones", () => {
    const parameters = 4 * (18 + 18);
    // Backwards at relu: x and b, and the gradients of b and a.
    const peak = x + b + b + a;
    expect(training.map(({ kept, activations }) => [kept, activations])).toEqual(
      Array(3).fill([x + b, peak]),
    );
    expect(training.map((t) => [t.optimizer, t.state, t.peak])).toEqual([
      ["sgd", 0, peak + 2 * parameters],
      ["momentum", parameters, peak + 3 * parameters],
      ["adam", 2 * parameters, peak + 4 * parameters],
    ]);
  });

  test("gradients: the first layer has none to hand on", () => {
    // Of 4 positions, 3 taps meet 3 + 4 + 3 of them: 10 · 10 products a pair of channels.
    expect(layers[0].gradients).toEqual({ weight: 2 * 100, input: 0 });
    expect(layers[2].gradients).toEqual({ weight: 2 * 100, input: 2 * 100 });
    expect(totals.gradients).toEqual({ weight: 400, input: 200 });
  });

  test("in other element types, and for a batch", () => {
    const net = networkFromJson(residual, new Map(), { batch: 3 });
    expect(networkCost(net).forward.peak).toBe(3 * forward.peak);
    expect(networkCost(net, { dtype: "float16" }).forward.peak).toBe((3 * forward.peak) / 2);
    expect(() => networkCost(net, { dtype: "float3" as never })).toThrow(OptionError);
  });

  test("views take nothing and keep what they show", () => {
    const { layers: rows } = networkCost(
      networkFromJson({
        inputs: { x: [1, 8] },
        nodes: [
          { op: "Relu", name: "r" },
          { op: "Reshape", name: "v", shape: [2, 4] },
          { op: "Relu", inputs: ["x"], name: "s" },
          { op: "Relu", inputs: ["v"], name: "t" },
        ],
        outputs: ["s", "t"],
      }),
    );
    expect(rows.map(({ live }) => live / 32)).toEqual([2, 2, 3, 3]);
  });
});

describe("descriptions", () => {
  test("weights of a file by name, types as stored; floats of the network's own type", () => {
    const weights = new Map([
      ["fc.weight", { shape: [10, 16], dtype: "F16" }],
      ["fc.bias", { shape: [10], dtype: "F16" }],
    ]);
    const description = {
      name: "small",
      weights: "small.safetensors",
      inputs: { x: { shape: [2, 16], dtype: "float16" } },
      nodes: [{ op: "Linear", name: "fc" }, { op: "Softmax" }],
    };
    const { totals, name, layers } = networkCost(networkFromJson(description, weights));
    expect([name, totals.parameters, totals.parameterBytes]).toEqual(["small", 170, 340]);
    expect(layers[0]).toMatchObject({ op: "Gemm", shape: [2, 10], cost: { macs: 2 * 160 } });
    expect(layers[0].bytes).toEqual({ read: 64, parameters: 340, written: 40 });
  });

  test("the example of the documentation, in both languages", () => {
    const texts = ["networks.md", "networks.zh.md"].map((name) =>
      readFileSync(join(import.meta.dirname, "../../../docs", name), "utf8"),
    );
    const [block, same] = texts.map((text) => /^```json\n([\s\S]*?)^```$/m.exec(text)![1]);
    expect(same).toBe(block);
    const { totals, layers } = networkCost(networkFromJson(JSON.parse(block)));
    const add = layers.find(({ op }) => op === "Add")!;
    const [{ extent, stride }] = add.fields;
    for (const text of texts) {
      expect(text).toContain(totals.parameters.toLocaleString("en"));
      expect(text).toContain(totals.cost.macs.toLocaleString("en"));
      expect(text).toContain(`${extent} × ${extent}`);
    }
    expect(stride).toBe(2);
  });

  test.each<[string, unknown, RegExp]>([
    ["no object", [1], /an object for the whole of the network's description/],
    ["a key that is none", { input: {} }, /is it inputs\?/],
    ["no inputs", { inputs: {}, nodes: [{}] }, /shapes by name, one at least/],
    [
      "a shape that is none",
      { inputs: { x: [1.5] }, nodes: [{ op: "Relu" }] },
      /whole extents and names/,
    ],
    ["no nodes", { inputs: { x: [1] }, nodes: [] }, /a list of at least one/],
    [
      "no operator",
      { inputs: { x: [1] }, nodes: [{ name: "a" }] },
      /an op, such as Conv for node 0/,
    ],
    [
      "an attribute that is none",
      { inputs: { x: [1] }, nodes: [{ op: "Relu", a: {} }] },
      /the attribute a of node 0/,
    ],
    [
      "weights that are none",
      { inputs: { x: [1] }, weights: { w: [-1] }, nodes: [{ op: "Relu" }] },
      /whole extents for the weight w/,
    ],
    [
      "a value that nobody makes",
      { inputs: { x: [1] }, nodes: [{ op: "Relu", inputs: ["z"] }] },
      /got "z"/,
    ],
  ])("refused: %s", (_, description, sentence) => {
    expect(() => networkFromJson(description)).toThrow(FormatError);
    expect(() => networkFromJson(description)).toThrow(sentence);
  });
});

describe("nets", () => {
  const layers = nets.sequential({
    conv1: nets.conv2d(1, 8, { kernelSize: 5, padding: 2, stride: 2 }),
    norm: nets.batchNorm2d(8),
    relu: nets.relu(),
    pool: nets.maxPool2d({ kernelSize: 2 }),
    flat: nets.flatten(),
    fc: nets.linear(8 * 49, 10),
  });
  const net = nets.build(layers, grad.input("x", [2, 1, 28, 28]), { seed: 1 });

  test("parameters and multiply-adds are those of the net; rows carry its names", () => {
    const cost = networkCost(networkFromNet(net));
    const own = net.layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0);
    expect(cost.totals.cost.macs).toBe(own);
    expect(own).toBe(2 * (8 * 14 * 14 * 25 + 10 * 392));
    const trained = [...net.parameters.values()].filter(({ tracked }) => tracked);
    const states = 2 * 8;
    expect(cost.totals.parameters - states).toBe(
      trained.reduce((sum, { shape }) => sum + shape.reduce((p, n) => p * n, 1), 0),
    );
    expect(cost.unknown).toEqual([]);
    expect(cost.layers.map(({ name }) => name)).toEqual(expect.arrayContaining(["norm", "fc"]));
    // ptflops: biases, batch norm twice its numbers, relu and pool what goes in.
    const [size, pooled] = [2 * 8 * 14 * 14, 2 * 10];
    expect(cost.counters.find(({ name }) => name === "ptflops")!.total).toBe(
      own + size + 2 * size + size + size + pooled,
    );
    const conv = cost.layers.find(({ name }) => name === "conv1")!;
    expect(conv).toMatchObject({ kind: "convolution", shape: [2, 8, 14, 14], parameters: 208 });
    expect(conv.cost.flops).toBe(layerCost("mb2ic1ih28oc8kh5sh2ph2_bias").asWritten.flops);
    const pool = cost.layers.find(({ kind }) => kind === "pooling")!;
    // 5 taps, then one more position, 2 apart.
    expect(pool.fields).toMatchObject([
      { axis: 2, extent: 7, stride: 4, first: -2 },
      { axis: 3, extent: 7, stride: 4, first: -2 },
    ]);
  });

  test("another batch; words; values of convoke/grad", () => {
    const one = networkCost(networkFromNet(net, { batch: 1 }));
    expect(2 * one.totals.cost.macs).toBe(networkCost(networkFromNet(net)).totals.cost.macs);
    const words = grad.indices("words", [1, 12], 50);
    const table = grad.parameter("table", { shape: [50, 4], data: new Float32Array(200) });
    const weight = grad.parameter("weight", { shape: [3, 4, 5], data: new Float32Array(60) });
    const embedded = grad.transpose(grad.embedding(table, words), 1, 2);
    const last = grad.relu(grad.conv1d(embedded, weight));
    const cost = networkCost(networkFromValues([last]));
    expect(cost.unknown).toEqual([]);
    expect(cost.layers.at(-1)).toMatchObject({
      shape: [1, 3, 8],
      fields: [{ input: "words", axis: 1, extent: 5, stride: 1, first: 0 }],
    });
    expect(cost.totals.parameters).toBe(260);
  });
});
