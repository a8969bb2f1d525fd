/** `convoke kernel …`, as a person calls it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPORT_WORDS, WORKSHOP_WORDS } from "@convoke/studies/words";
import { convolve, kernel, nestedOf, sameKernel } from "convoke/workshop";
import { describe, expect, test } from "vitest";
import { readOperand } from "../src/kernels/read.ts";
import { KERNEL_HELP } from "../src/workshop/help.ts";
import { pictureText, valuesText } from "../src/workshop/values-text.ts";
import { scratch } from "./command.ts";
import { convokeHere } from "./here.ts";

const folder = scratch();
const at = (name: string) => join(folder, name);
/** @throws Error with the sentence, when there is one. */
async function said(...args: string[]): Promise<string> {
  const { code, text, err } = await convokeHere(["kernel", ...args]);
  if (code !== 0) throw new Error(err);
  return text;
}
const json = async (...args: string[]) => JSON.parse(await said(...args, "--json"));

describe("show", () => {
  test("values as fractions, and a picture", async () => {
    const text = await said("show", "1/9 -1/3; 0 2");
    expect(text).toContain("2×2, origin [0, 0], exact, sum 16/9");
    expect(text).toMatch(/ 1 {2}-3\n +0 {2}18\n {2}\/ 9/);
    expect(valuesText(kernel([["1/9", 2]]))).toBe("  1/9  2");
    expect(text).toContain("│░░··│\n  │  ██│");
  });

  test("floats with six digits of the largest, never an exponent", () => {
    expect(valuesText(kernel([[0.25, -1e-9]]))).toBe("  0.250000  -0.000000");
    expect(valuesText(kernel([new Array(16).fill(1)]))).toBeNull();
    expect(pictureText(kernel([[1, -0.5]]), true)).toBe(
      "  \x1b[48;2;0;127;255m  \x1b[48;2;191;128;128m  \x1b[0m",
    );
  });

  test("pictures are SVG or PNG, and nothing is left beside them", async () => {
    await said("show", "sobel-x", "--out", at("k.svg"));
    const svg = readFileSync(at("k.svg"), "utf8");
    expect(svg).toMatch(/^<svg /);
    expect(svg.match(/<rect /g)).toHaveLength(1 + 9 + 1);
    await said("show", "1 2 1", "--out", at("k.png"));
    expect(readFileSync(at("k.png")).subarray(1, 4).toString()).toBe("PNG");
  });

  test("--json says values, fractions, shape and origin", async () => {
    expect(await json("show", "1/3 2")).toEqual({
      name: "1/3 2",
      kind: "kernel",
      shape: [1, 2],
      origin: [0, 0],
      values: [1 / 3, 2],
      exact: ["1/3", "2"],
    });
  });
});

describe("names of the catalogue", () => {
  test("what they are for, their formula and source; their errors", async () => {
    expect(await said("show", "gaussian159")).toMatch(
      /formula .*159\n +source +the classic Canny example/,
    );
    expect(
      (await json("show", "gaussian:1.4")).errors.map(({ name }: { name: string }) => name),
    ).toContain("sigma");
  });

  test("gaussians of three kinds", async () => {
    const discrete = await json(
      "gaussian",
      "1.4",
      "--kind",
      "discrete",
      "--size",
      "31",
      "--axes",
      "1",
    );
    expect(discrete.shape).toEqual([31]);
    // All but what is cut off far out: its variance is σ² exactly.
    const sigma = discrete.errors.find(({ name }: { name: string }) => name === "sigma");
    expect(Math.abs(sigma.value)).toBeLessThan(1e-9);
    const integer = await json("gaussian", "1", "--kind", "integer", "--size", "3", "--most", "16");
    expect(integer.exact[0]).toMatch(/^1\/\d+$/);
    expect(integer.errors.length).toBeGreaterThan(1);
    expect(await said("gaussian", "1", "--lang", "zh")).toContain("归一化之前");
  });
});

describe("report", () => {
  test("a table with small plots", async () => {
    const text = await said("report", "sobel-x", "--image", "64");
    expect(text).toContain("8 ∂/∂x  (gain 8)");
    expect(text).toContain("order of accuracy 2, error h^2 (2 ∂³/∂x∂y² + 4/3 ∂³/∂x³)");
    expect(text).toMatch(/noise gain +12 \(/);
    expect(text).toMatch(/x: 0, 0\.5\n/);
    expect(text).toMatch(/along x, .*▁▂▂▃▄▄▅▅▆▆▇▇▇███████▇▇▇▆▆▅▅▄▄▃▂▂▁/);
    expect(text).toMatch(/cost a pixel, 64×64 .*\n +formula +9 +8\n/);
    expect(text).toContain("step      0 | 1 → 0 | 0 over 3 samples, 4 beyond");
  });

  test("--json is plain: fractions as text, samples as lists", async () => {
    const found = await json("report", "1/4 1/2 1/4", "--image", "16");
    expect(found.noiseGain).toEqual({ value: 0.375, exact: "3/8" });
    expect(found.responses[1].magnitude).toHaveLength(65);
    expect(found.estimate.error[0]).toMatchObject({
      powers: [0, 2],
      coefficient: { exact: "1/4" },
    });
  });

  test("a picture with the frequency response", async () => {
    await said("report", "laplacian8", "--image", "16", "--out", at("report.svg"));
    const svg = readFileSync(at("report.svg"), "utf8");
    expect(svg.match(/<g transform/g)).toHaveLength(6);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    await said("report", "1", "--image", "16", "--out", at("one.svg"));
    expect(readFileSync(at("one.svg"), "utf8")).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("stencil", () => {
  test("weights and the error term", async () => {
    expect(await json("stencil", "--derivative", "2", "--accuracy", "4")).toEqual({
      derivative: 2,
      nodes: ["-2", "-1", "0", "1", "2"],
      weights: ["-1/12", "4/3", "-5/2", "4/3", "-1/12"],
      error: { coefficient: "-1/90", accuracy: 4, derivative: 6 },
    });
    const text = await said("stencil", "--nodes", "-1, 0, 1/2");
    expect(text).toContain("weights  -1/3  -1  4/3");
    expect(text).toContain("+ 1/12 h^2 ∂³f/∂x³");
  });

  test("half steps are a kernel too; other fractions are none", async () => {
    await said("stencil", "--kind", "staggered", "--out", at("half.json"));
    expect(JSON.parse(readFileSync(at("half.json"), "utf8"))).toEqual([-1, 1]);
    await expect(said("stencil", "--nodes", "0,1/3", "--as", "json")).rejects.toThrow(
      'expected whole numbers for the nodes of a kernel, got "1/3"',
    );
  });

  test("--why proves that fewer taps cannot do", async () => {
    const { why } = await json("stencil", "--derivative", "2", "--why");
    expect(why).toEqual({
      tooFew: {
        nodes: ["-1", "0"],
        conditions: [
          ["1", "1"],
          ["-1", "0"],
        ],
        determinant: "1",
      },
      enough: { nodes: ["-1", "0", "1"], weights: ["1", "-2", "1"] },
      holds: true,
    });
    expect(await said("stencil", "--derivative", "1", "--why")).toContain(
      "Computed again by elimination: holds.",
    );
  });

  test("in the plane, with the terms behind", async () => {
    const text = await said("stencil", "--direction", "3/5,4/5");
    expect(text).toContain("estimates  3/5 ∂/∂y + 4/5 ∂/∂x\n");
    expect(text).toContain("error  h^2 (1/10 ∂³/∂y³ + 2/15 ∂³/∂x³)");
    const { shape, exact, terms } = await json("stencil", "--partial", "1,1");
    expect([shape, exact]).toEqual([
      [3, 3],
      ["1/4", "0", "-1/4", "0", "0", "0", "-1/4", "0", "1/4"],
    ]);
    expect(terms[0]).toEqual({ powers: [1, 1], value: 1, exact: "1" });
    expect((await json("stencil", "--laplacian", "2")).exact).toEqual([
      "0",
      "1",
      "0",
      "1",
      "-4",
      "1",
      "0",
      "1",
      "0",
    ]);
  });
});

describe("compose", () => {
  test("kernels are convolved, exactly; a line lies along x", async () => {
    await said("compose", "1/2 1/2", "1; 2; 1", "--out", at("both.json"));
    const read = await readOperand(at("both.json"));
    const expected = convolve(kernel([["1/2", "1/2"]]), kernel([[1], [2], [1]]));
    expect(read.kind === "kernel" && sameKernel(read.kernel, expected)).toBe(true);
    writeFileSync(at("line.json"), "[1, 1]");
    const { exact, shape } = await json("compose", "1; 1", at("line.json"));
    expect([exact, shape]).toEqual([
      ["1", "1", "1", "1"],
      [2, 2],
    ]);
  });

  test("layers say where padding lets them differ", async () => {
    const { agreement, weight } = await json(
      "compose",
      "1 1 1; 1 1 1; 1 1 1",
      "1 2 1",
      "--image",
      "10x12",
    );
    expect(weight.shape).toEqual([1, 1, 3, 5]);
    // The second is padded along x only.
    expect(agreement).toEqual({
      image: [10, 12],
      outputs: [10, 12],
      spans: [
        { from: 0, to: 10 },
        { from: 1, to: 11 },
      ],
      everywhere: false,
    });
    expect(await said("compose", "1 1", "1 1", "--padding", "0")).toContain("everywhere");
    expect(await said("compose", "1 1 1", "1 1 1", "--padding", "0,1", "--image", "1x2")).toContain(
      "nowhere",
    );
  });

  test("options for each layer", async () => {
    const { stride, padding } = await json(
      "compose",
      "1 1",
      "1 1",
      "--stride",
      "2",
      "--stride",
      "1",
      "--padding",
      "0,1",
    );
    expect([stride, padding]).toEqual([
      [2, 2],
      [
        [0, 0],
        [3, 3],
      ],
    ]);
  });
});

describe("factor", () => {
  test("a separable kernel: its factors, and what they save", async () => {
    const found = await json("factor", "sobel-x", "--image", "10x12");
    expect(found).toMatchObject({ rank: 1, whole: { multiplications: 720 } });
    const [separable] = found.ways;
    expect(separable).toMatchObject({
      kind: "separable",
      error: 0,
      exact: true,
      multiplications: 528,
    });
    const [[column, row]] = separable.kernels.map(
      (pair: { shape: number[]; origin: number[]; exact: string[] }[]) =>
        pair.map((k) =>
          kernel(k.shape[1] === 1 ? k.exact.map((v) => [v]) : [k.exact], { origin: k.origin }),
        ),
    );
    expect(nestedOf(convolve(column, row))).toEqual([
      [-1, 0, 1],
      [-2, 0, 2],
      [-1, 0, 1],
    ]);
  });

  test("the certificate in words, and the nearest pair", async () => {
    const text = await said("factor", "0 1 0; 1 -4 1; 0 1 0");
    expect(text).toContain("rank 2 of at most 3: not separable");
    expect(text).toContain("cannot be taken apart into smaller kernels");
    expect(text).toContain("The 12 unknowns of Ruppert's equations");
    expect(text).toContain("have rank 11");
    expect(text).toContain("modulo the prime 67108859");
    expect(text).toContain("2×2 ∗ 2×2 has 7 free numbers, a 3×3 has 9");
    expect(text).toMatch(/sum of 2 separable +exact +12\.024 +1\.34 \(saves nothing\)/);
  });

  test("planes whose product it is", async () => {
    const product = nestedOf(
      convolve(
        kernel([
          [1, 2],
          [3, 5],
        ]),
        kernel([
          [1, -1],
          [2, 7],
        ]),
      ),
    );
    writeFileSync(at("product.json"), JSON.stringify(product));
    const { ways, plane } = await json("factor", at("product.json"));
    expect(plane.map(({ kind }: { kind: string }) => kind)).toEqual(["irreducible", "irreducible"]);
    expect(ways.find((way: { kind: string }) => way.kind === "product")).toMatchObject({
      error: 0,
      exact: true,
    });
  });

  test("lines in 2 and 3 taps, complex roots told", async () => {
    const text = await said("factor", "1 1 2 1 1");
    expect(text).toContain("complex factors of 2 taps");
    expect(await said("factor", "1 4 6 4 1")).toContain("[1 1] ∗ [1 1] ∗ [1 1] ∗ [1 1]");
  });

  test("floats have a rank by their singular values", async () => {
    const { rank, numericRank, ways } = await json("factor", "gaussian:1");
    expect([rank, numericRank]).toEqual([null, 1]);
    expect(ways[0].error).toBeLessThan(1e-15);
  });

  test("--measure times and checks each way, and says what is slower", async () => {
    const { whole, ways } = await json(
      "factor",
      "1 2 1; 2 4 2; 1 2 1",
      "--measure",
      "--image",
      "64",
    );
    expect(whole.measured.milliseconds).toBeGreaterThan(0);
    for (const { measured } of ways) expect(measured.off).toBeLessThanOrEqual(measured.allowed);
    const text = await said("factor", "1 2 1; 2 4 2; 1 2 1", "--measure", "--image", "64");
    expect(text).toMatch(/slower|quicker|no difference/);
  });

  test("a layer as chains, with ranks, errors and parameters", async () => {
    const rows = (o: number) =>
      Array.from({ length: 4 }, (_, i) => [
        [1, o + 1, i - 2],
        [0, o * i, 1],
        [2, 1, o - i],
      ]);
    writeFileSync(at("layer.json"), JSON.stringify({ weight: [0, 1, 2, 3].map(rows), padding: 1 }));
    const { ways, whole } = await json(
      "factor",
      at("layer.json"),
      "--rank",
      "1,2",
      "--image",
      "16",
      "--measure",
    );
    expect(whole.parameters).toBe(144);
    expect(new Set(ways.map((way: { kind: string }) => way.kind))).toEqual(
      new Set(["spatial", "channel", "tucker", "canonical"]),
    );
    for (const { kind, parameters, measured } of ways) {
      expect(parameters, kind).toBeGreaterThan(0);
      expect(measured.off, kind).toBeLessThanOrEqual(measured.allowed);
    }
    const text = await said("factor", at("layer.json"), "--chain", "spatial", "--lang", "zh");
    expect(text).toContain("空间，秩 3");
  });
});

describe("factor --out", () => {
  test("a chain in a file composes to the layer again, with its padding and bias", async () => {
    const weight = [0, 1, 2].map((o) =>
      [0, 1].map((i) => [
        [1, o + 1, i - 2],
        [0, o * i, 1],
        [2, 1, o - i],
      ]),
    );
    const layer = {
      weight,
      bias: [1, 2, 3],
      stride: [2, 1],
      padding: [
        [1, 0],
        [2, 1],
      ],
    };
    writeFileSync(at("one.json"), JSON.stringify(layer));
    const file = at("ways.safetensors");
    const found = await json(
      "factor",
      at("one.json"),
      "--chain",
      "spatial",
      "--rank",
      "6",
      "--out",
      file,
    );
    expect(found.ways[0].key).toBe("spatial-6");
    const both = await json("compose", `${file}:spatial-6.0.weight`, `${file}:spatial-6.1.weight`);
    const wanted = weight.flat(3);
    expect(both.weight.shape).toEqual([3, 2, 3, 3]);
    both.weight.values.forEach((v: number, i: number) => expect(v).toBeCloseTo(wanted[i], 6));
    expect(both.bias.values).toEqual([1, 2, 3]);
    expect([both.stride, both.padding]).toEqual([
      [2, 1],
      [
        [1, 0],
        [2, 1],
      ],
    ]);
  });

  test("the passes of a kernel", async () => {
    const file = at("passes.safetensors");
    await said("factor", "sobel-x", "--out", file);
    const { weight } = await json(
      "compose",
      `${file}:separable.0.weight`,
      `${file}:separable.1.weight`,
    );
    expect(weight.values).toEqual([-1, 0, 1, -2, 0, 2, -1, 0, 1]);
    await expect(said("factor", "sobel-x", "--out", at("x.json"))).rejects.toThrow(
      "ends in .safetensors",
    );
  });
});

describe("one sentence and an exit code", () => {
  test.each<[string[], string]>([
    [["stencil", "--nodes", "1,1,0"], "expected nodes that all differ"],
    [
      ["stencil", "--nodes", "0,1/0"],
      "expected numbers or fractions such as -1/2 for --nodes, got 1/0",
    ],
    [["stencil", "--accuracy", "3"], "(nearest legal: 4)"],
    [
      ["stencil", "--derivative", "-1"],
      "expected a whole number from 0 to 32 for --derivative, got -1",
    ],
    [["stencil", "--nodes", "0,1", "--partial", "1,1"], "got --nodes and --partial"],
    [["stencil", "--partial", "1,1,1,1"], "expected at most 3 axes for --partial, got 4"],
    [["stencil", "--partial", "1,1", "--why"], "expected --why for a stencil along one axis"],
    [["factor", "0 0; 0 0"], "expected a kernel with a value other than 0"],
    [
      ["factor", "box:300"],
      "expected at most 128×128 values for a kernel to be taken apart, got [300,300]",
    ],
    [["factor", "sobel-x", "--pair", "4x1"], "expected ROWS,COLUMNS of at most 3,3 for --pair"],
    [["factor", "sobel-x", "--chain", "tucker"], "expected --chain for a layer"],
    [["factor", "sobel-x", "--image", "1x2x3"], "expected 2 extents for --image"],
    [["compose", "sobel-x"], "expected at least two kernels or layers"],
    [
      ["compose", "1", "1", "--stride", "1", "--stride", "1", "--stride", "1"],
      "once for each of the 2 layers",
    ],
    [
      ["show", "sobel-x", "--as", "yaml"],
      "expected json, npy, typescript, numpy or pytorch for --as",
    ],
    [
      ["show", "sobel-x", "--out", "x.gif"],
      "expected a name that ends in .json, .npy, .ts, .py, .svg or .png",
    ],
    [["show", "sobel-x", "--as", "json", "--json"], "not both"],
    [["gaussian", "-1"], "expected a number above 0, at most 80"],
    [["gaussian", "x"], "expected a number for SIGMA, got x"],
    [["gaussian", "1", "--size", "4"], "or an odd number from 1 to 511"],
    [["gaussian", "1", "--most", "9"], "expected --kind integer with --most"],
    [["report", "box:200"], "expected a kernel of at most 16384 numbers"],
    [["show", "1e999"], "expected finite numbers"],
  ])("%s", async (args, sentence) => {
    await expect(said(...args)).rejects.toThrow(sentence);
  });

  test("codes, one line, and nothing half-written", async () => {
    const bad = await convokeHere(["kernel", "stencil", "--nodes", "0,0"]);
    expect([bad.code, bad.err.split("\n").length]).toEqual([2, 2]);
    const none = await convokeHere([
      "kernel",
      "show",
      "none.safetensors:x",
      "--out",
      at("never.json"),
    ]);
    expect([none.code, existsSync(at("never.json"))]).toEqual([3, false]);
    const minus = await convokeHere(["kernel", "show", "-1 0 1", "--as", "json"]);
    expect([minus.code, minus.text]).toEqual([0, "[\n  [-1,0,1]\n]\n"]);
    const bare = await convokeHere(["kernel"]);
    expect(bare.code).toBe(2);
    expect(bare.text).toContain("factor [options] <KERNEL>");
    const fit = await convokeHere(["kernel", "fit", "a.png", "b.png"]);
    expect([fit.code, fit.err]).toEqual([
      2,
      "convoke: required option '--size <K>' not specified\n",
    ]);
  });
});

test("both languages say everything, in their own words", () => {
  for (const table of [WORKSHOP_WORDS, KERNEL_HELP, REPORT_WORDS]) {
    expect(Object.keys(table.zh)).toEqual(Object.keys(table.en));
    for (const [key, words] of Object.entries(table.zh)) {
      expect(words, key).toMatch(/[\u4e00-\u9fff]/);
      const names = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
      expect(names(words), key).toEqual(names(table.en[key as never]));
    }
  }
});
