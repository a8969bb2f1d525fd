/** Layers, nets and summaries; learning rates against PyTorch's figures; first values by their laws. */
import { describe, expect, test } from "vitest";
import { add, conv2d as conv2dOf, input, openSession } from "../../src/grad/index.ts";
import {
  adaptiveAvgPool2d,
  build,
  constantRate,
  constantValues,
  conv2d,
  convTranspose2d,
  cosineRate,
  evenly,
  flatten,
  type Initializer,
  kaimingNormal,
  kaimingUniform,
  type Layer,
  leakyRelu,
  linear,
  maxPool2d,
  normalValues,
  oneCycleRate,
  plain,
  relu,
  sequential,
  stepRate,
  summary,
  xavierNormal,
  xavierUniform,
} from "../../src/nets/index.ts";
import { random } from "../../src/tensor/random.ts";

describe("first values", () => {
  // [O, I, 5, 5]: a fan in of 1000, a fan out of 500.
  const shape = [20, 40, 5, 5];
  const moments = (init: Initializer) => {
    const values = init(shape, random(3));
    const mean = values.reduce((a, b) => a + b) / values.length;
    const square = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(square), most: Math.max(...values.map(Math.abs)) };
  };

  test.each<[string, Initializer, number]>([
    ["kaimingNormal", kaimingNormal(), Math.sqrt(2 / 1000)],
    [
      "of the fan out",
      kaimingNormal({ mode: "fanOut", nonlinearity: "tanh" }),
      5 / 3 / Math.sqrt(500),
    ],
    ["with a slope", kaimingNormal({ a: Math.sqrt(5) }), Math.sqrt(1 / 3 / 1000)],
    ["kaimingUniform", kaimingUniform({ nonlinearity: "relu" }), Math.sqrt(2 / 1000)],
    ["xavierNormal", xavierNormal(2), 2 * Math.sqrt(2 / 1500)],
    ["xavierUniform", xavierUniform(), Math.sqrt(2 / 1500)],
    ["normalValues", normalValues(0, 3), 3],
    ["evenly", evenly(3), Math.sqrt(3)],
  ])("%s", (name, init, deviation) => {
    const got = moments(init);
    expect(got.deviation / deviation).toBeCloseTo(1, 1);
    expect(Math.abs(got.mean / deviation)).toBeLessThan(0.03);
    const uniform = /niform|evenly/.test(name);
    if (uniform) expect(got.most / deviation).toBeLessThanOrEqual(Math.sqrt(3) * (1 + 1e-6));
    else expect(got.most / deviation).toBeGreaterThan(3);
  });

  test("what is refused", () => {
    expect(() => kaimingNormal({ mode: "in" } as never)).toThrow(
      "expected fanIn or fanOut for mode",
    );
    expect(() => kaimingNormal({ nonlinearity: "selu" } as never)).toThrow(
      "one of linear, sigmoid",
    );
    expect(() => xavierNormal()([3], random(1))).toThrow("at least two axes");
  });
});

/** What torch 1.13 gives. */
const ONE_CYCLE = [
  0.004, 0.04223411137347358, 0.09602614247226175, 0.09797465678213016, 0.08844757247686304,
  0.07260870492975284, 0.05305827080875998, 0.03300580289872949, 0.015743251279950788,
  0.0041045543206290865,
];
const COSINE = [
  0.1, 0.09779754323328192, 0.09140576474687263, 0.08145033635316129, 0.06890576474687264, 0.055,
  0.04109423525312737, 0.028549663646838717, 0.01859423525312737, 0.012202456766718092,
];

describe("learning rates are PyTorch's", () => {
  const first = (rate: (step: number) => number, count = 10) =>
    Array.from({ length: count }, (_, i) => rate(i + 1));
  const expectAll = (got: number[], expected: number[]) =>
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 12);
    });

  test("OneCycleLR(max_lr=0.1, total_steps=11)", () => {
    expectAll(first(oneCycleRate({ rate: 0.1, steps: 11 })), ONE_CYCLE);
  });

  test("CosineAnnealingLR(T_max=10, eta_min=0.01)", () => {
    expectAll(first(cosineRate({ rate: 0.1, steps: 10, least: 0.01 })), COSINE);
  });

  test("a warm-up is a line to the highest", () => {
    const rate = cosineRate({ rate: 1, steps: 14, warmUp: 4 });
    expectAll(first(rate, 5), [0.25, 0.5, 0.75, 1, 1]);
    expect(rate(10)).toBeCloseTo(0.5, 12);
  });

  test("StepLR(step_size=4, gamma=0.5), and one that stays", () => {
    const rates = [0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025];
    expectAll(first(stepRate({ rate: 0.1, every: 4, factor: 0.5 })), rates);
    expect(constantRate(0.3)(7)).toBe(0.3);
  });
});

const SMALL = sequential({
  conv1: conv2d(1, 4, { kernelSize: 3, padding: 1, stride: 2 }),
  relu1: relu(),
  flatten: flatten(),
  fc: linear(64, 10),
});
const EXAMPLE = input("x", [1, 1, 8, 8]);

describe("nets", () => {
  test("parameters have names, and come from the seed", () => {
    const net = build(SMALL, EXAMPLE, { seed: 1 });
    expect([...net.parameters].map(([name, { shape }]) => [name, shape])).toEqual([
      ["conv1.weight", [4, 1, 3, 3]],
      ["conv1.bias", [4]],
      ["fc.weight", [10, 64]],
      ["fc.bias", [10]],
    ]);
    const numbers = (seed: number) =>
      [...build(SMALL, EXAMPLE, { seed }).parameters.values()].map(({ origin }) => origin.data);
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(2)).not.toEqual(numbers(1));
    // As torch.nn: weights and biases from -1/√fan to 1/√fan, with the weight's fan in.
    for (const [i, fan] of [9, 9, 64, 64].entries())
      expect(Math.max(...numbers(1)[i].map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(fan));
  });

  test("summary", () => {
    expect(summary(build(SMALL, EXAMPLE))).toBe(
      [
        "         layer                      output        parameters  multiply-adds",
        "         input                      [1, 1, 8, 8]",
        "conv1    conv2d 1→4, 3×3, stride 2  [1, 4, 4, 4]          40            576",
        "relu1    relu                       [1, 4, 4, 4]",
        "flatten  flatten                    [1, 64]",
        "fc       linear 64→10               [1, 10]              650            640",
        "         total                                           690          1,216",
      ].join("\n"),
    );
  });

  test("poolings say what they take", () => {
    const net = build(
      sequential([
        maxPool2d({ kernelSize: 2 }),
        leakyRelu(0.1),
        adaptiveAvgPool2d({ outputSize: 1 }),
      ]),
      EXAMPLE,
    );
    expect(net.layers.slice(1).map(({ name, shape }) => [name, shape])).toEqual([
      ["maxPool2d, 2", [1, 1, 4, 4]],
      ["leakyRelu", [1, 1, 4, 4]],
      ["adaptiveAvgPool2d, 1", [1, 1, 1, 1]],
    ]);
  });

  test("layers of one's own: named parts, shared parts, parameters, states", () => {
    const conv = conv2d(2, 2, { kernelSize: 3, padding: 1, bias: false });
    const residual: Layer = {
      name: "residual",
      forward: (x, scope) => {
        const gate = scope.parameter("gate", [2, 2, 1, 1], constantValues(0.5));
        scope.state("seen", [1], constantValues(0));
        return add(conv2dOf(x, gate), scope.through("conv", conv, scope.through("conv", conv, x)));
      },
    };
    const net = build(sequential([residual, plain("same", (x) => x)]), input("x", [1, 2, 5, 5]));
    expect([...net.parameters.keys()]).toEqual(["0.gate", "0.seen", "0.conv.weight"]);
    expect(net.layers.map((l) => [l.path, l.container, l.parameters, l.multiplyAdds])).toEqual([
      ["", true, 0, 0],
      ["0", true, 4, 100],
      ["0.conv", false, 36, 900],
      ["0.conv", false, 36, 900],
      ["1", false, 0, 0],
    ]);
    expect(summary(net)).toMatch(/total +40 +1,900$/);
  });

  test("graphs of several batches share the parameters", async () => {
    const net = build(SMALL, EXAMPLE, { seed: 4 });
    const [one, two] = [1, 2].map((n) => input("x", [n, 1, 8, 8]));
    const [y1, y2] = [one, two].map((x) => net.forward(x));
    using session = await openSession({ one: { outputs: [y1] }, two: { outputs: [y2] } });
    expect(session.parameters()).toEqual([...net.parameters.values()]);
    const pixels = Float32Array.from({ length: 64 }, (_, i) => i / 64);
    session.write(one, pixels);
    session.write(two, [...pixels, ...pixels]);
    await session.run("one");
    await session.run("two");
    const [a, b] = [[...session.read(y1)], [...session.read(y2)]];
    for (let i = 0; i < 20; i++) expect(b[i]).toBeCloseTo(a[i % 10], 6);
  });

  test("transposed layers count from their input", () => {
    const up = convTranspose2d(4, 2, { kernelSize: 2, stride: 2 });
    const net = build(up, input("x", [1, 4, 3, 3]));
    expect(net.layers).toMatchObject([{ shape: [1, 2, 6, 6], parameters: 34, multiplyAdds: 288 }]);
  });

  test("what is refused", () => {
    expect(() => build(SMALL, input("x", [1, 1, 9, 9]))).toThrow("expected the shape [O, 100]");
    expect(() => conv2d(1, 1, { kernelsize: 3 } as never)).toThrow('nearest legal: "kernelSize"');
    const fickle: Layer = {
      name: "fickle",
      forward: (x, scope) => {
        scope.parameter(scope.training ? "late" : "early", [1], constantValues(0));
        return x;
      },
    };
    const net = build(fickle, EXAMPLE);
    expect(() => net.forward(EXAMPLE, { training: true })).toThrow(
      "that were made when the net was",
    );
    const twice: Layer = {
      name: "twice",
      forward: (x, scope) => {
        scope.parameter("w", [1], constantValues(0));
        scope.parameter("w", [2], constantValues(0));
        return x;
      },
    };
    expect(() => build(twice, EXAMPLE)).toThrow("expected the shape [1] that it was made with");
  });
});
