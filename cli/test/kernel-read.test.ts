/** Kernels and layers into the workshop and out again: nothing is lost on the way. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeSafetensors } from "convoke/formats";
import {
  centred,
  type Kernel,
  kernel,
  kernelOf,
  type Layer,
  layer,
  nestedOf,
  rational,
  sameKernel,
} from "convoke/workshop";
import { describe, expect, test } from "vitest";
import { floats, int, ints, model, node } from "../../convoke/test/support/onnx.ts";
import { filterKernel, type Operand } from "../src/kernels/operand.ts";
import { readKernel, readOperand } from "../src/kernels/read.ts";
import { bytesOf, FORMATS, type Format } from "../src/workshop/written.ts";
import { scratch } from "./command.ts";

const folder = scratch();
const at = (name: string) => join(folder, name);
const kernelIn = async (text: string): Promise<Kernel> => {
  const operand = await readOperand(text);
  if (operand.kind !== "kernel") throw new Error("a layer");
  return operand.kernel;
};

const HUGE = kernel([["1/3", "123456789012345678901/7"]]);
const KERNELS: Record<string, Kernel> = {
  fractions: kernel([
    ["1/9", "-2/9", 0],
    [1, "-1/3", "1/7"],
  ]),
  floats: kernel([
    [0.1, -1e-7],
    [1e21, -0.5],
  ]),
  line: kernel(["1/4", "1/2", "1/4"]),
  aside: kernel([[1, 2, 3]], { origin: [0, 0] }),
  outside: kernel([[1, 2]], { origin: [1, -2] }),
  solid: kernel([[[1, "1/2"]], [[3, 4]]]),
  huge: HUGE,
};
const LAYER: Layer = layer(
  kernelOf(
    [2, 1, 2, 3],
    Array.from({ length: 12 }, (_, i) => rational(i - 5, 3)),
  ),
  {
    bias: kernel(["1/3", -1]),
    stride: [1, 2],
    padding: [
      [1, 0],
      [0, 2],
    ],
    groups: 2,
  },
);

const sameLayer = (a: Layer, b: Layer): boolean =>
  sameKernel(a.weight, b.weight) &&
  (a.bias === null ? b.bias === null : b.bias !== null && sameKernel(a.bias, b.bias)) &&
  JSON.stringify([a.stride, a.padding, a.dilation, a.groups]) ===
    JSON.stringify([b.stride, b.padding, b.dilation, b.groups]);

describe("written and read again", () => {
  test.each(Object.entries(KERNELS))(
    "%s as JSON, with its fractions and its origin",
    async (name, k) => {
      const operand: Operand = { kind: "kernel", name, kernel: k };
      writeFileSync(at(`${name}.json`), bytesOf("json", operand));
      expect(sameKernel(await kernelIn(at(`${name}.json`)), k)).toBe(true);
    },
  );

  test.each(Object.entries(KERNELS))(
    "%s as npy, on a grid whose middle is its origin",
    async (name, k) => {
      writeFileSync(at(`${name}.npy`), bytesOf("npy", { kind: "kernel", name, kernel: k }));
      const read = await kernelIn(at(`${name}.npy`));
      const middle = centred(k);
      expect(sameKernel(read, kernelOf(middle.shape, middle.values))).toBe(true);
      // No value is lost, and each lies where it lay from the origin.
      const taps = ({ shape, origin, values }: Kernel) =>
        [...values].flatMap((v, i) => {
          const place = shape.map((n, axis) => {
            const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
            return (Math.floor(i / step) % n) - origin[axis];
          });
          return v === 0 ? [] : [`${place}: ${v}`];
        });
      expect(taps(read).sort()).toEqual(taps(k).sort());
    },
  );

  test("a layer as JSON, with its bias and geometry", async () => {
    writeFileSync(at("layer.json"), bytesOf("json", { kind: "layer", name: "l", layer: LAYER }));
    const read = await readOperand(at("layer.json"));
    expect(read.kind === "layer" && sameLayer(read.layer, LAYER)).toBe(true);
  });

  test("TypeScript is the doubles, run", async () => {
    for (const [name, k] of Object.entries(KERNELS)) {
      writeFileSync(at(`${name}.ts`), bytesOf("typescript", { kind: "kernel", name, kernel: k }));
      const made = await import(pathToFileURL(at(`${name}.ts`)).href);
      const rows = nestedOf(kernelOf(k.shape, k.values));
      expect(made).toMatchObject({ kernel: rows, origin: k.origin });
    }
    writeFileSync(
      at("layer.ts"),
      bytesOf("typescript", { kind: "layer", name: "l\n*/ x", layer: LAYER }),
    );
    const made = await import(pathToFileURL(at("layer.ts")).href);
    const { stride, padding, dilation, groups } = LAYER;
    expect(made.options).toEqual({ stride, padding, dilation, groups });
    expect(made.bias).toEqual([1 / 3, -1]);
  });
});

const PYTHON = "/usr/bin/python3";
const able = spawnSync(PYTHON, ["-c", "import numpy"]).status === 0;

describe("snippets in Python", () => {
  /** Runs the snippet, and prints the doubles and what else it was asked for. */
  const run = (format: Format, operand: Operand, print: string, before = ""): unknown => {
    const text = `${before}\n${Buffer.from(bytesOf(format, operand)).toString()}\nimport json\nprint(json.dumps(${print}))\n`;
    const said = spawnSync(PYTHON, ["-c", text], { encoding: "utf8" });
    if (said.status !== 0) throw new Error(said.stderr);
    return JSON.parse(said.stdout);
  };
  /** As much of PyTorch as the snippets call, on NumPy. */
  const TORCH = `
import sys, types, numpy
torch = types.ModuleType("torch")
torch.float64 = numpy.float64
torch.tensor = lambda rows, dtype: numpy.array(rows, dtype=dtype)
sys.modules["torch"] = torch
`;

  test.skipIf(!able)("NumPy has the same doubles (skipped without Python and NumPy)", () => {
    for (const [name, k] of Object.entries(KERNELS)) {
      const rows = run("numpy", { kind: "kernel", name, kernel: k }, "[kernel.tolist(), origin]");
      expect(rows).toEqual([nestedOf(kernelOf(k.shape, k.values)), k.origin]);
    }
    const said = run(
      "numpy",
      { kind: "layer", name: "l", layer: LAYER },
      "[weight.tolist(), bias.tolist(), stride, padding, dilation, groups]",
    );
    const { weight, stride, padding, dilation, groups } = LAYER;
    const rows = nestedOf(kernelOf(weight.shape, weight.values));
    expect(said).toEqual([rows, [1 / 3, -1], stride, padding, dilation, groups]);
  });

  test.skipIf(!able)(
    "PyTorch's tensors too, on a stand-in for it (skipped without Python and NumPy)",
    () => {
      for (const [name, k] of Object.entries(KERNELS)) {
        const said = run(
          "pytorch",
          { kind: "kernel", name, kernel: k },
          "[kernel.tolist(), weight.ndim, 'apply' in dir()]",
          TORCH,
        );
        expect(said).toEqual([nestedOf(kernelOf(k.shape, k.values)), k.shape.length + 2, true]);
      }
      const said = run(
        "pytorch",
        { kind: "layer", name: "l", layer: LAYER },
        "[bias.tolist(), groups]",
        TORCH,
      );
      expect(said).toEqual([[1 / 3, -1], 2]);
    },
  );

  test("PyTorch pads the last axis first", () => {
    const text = Buffer.from(
      bytesOf("pytorch", { kind: "layer", name: "l", layer: LAYER }),
    ).toString();
    expect(text).toContain("torch.nn.functional.pad(x, (0, 2, 1, 0))");
    expect(text).toContain("conv2d(x, weight.to(x.dtype), bias.to(x.dtype), stride=stride");
  });
});

describe("a typed matrix keeps its fractions", () => {
  test.each([
    [
      "1/9 2/9; -1/3 0.1",
      [
        ["1/9", "2/9"],
        ["-1/3", "1/10"],
      ],
    ],
    ["1, 2, 1", [[1, 2, 1]]],
    [" -1 0 1", [[-1, 0, 1]]],
  ])("%s", async (text, rows) => {
    const read = await kernelIn(text);
    expect(read.exact).not.toBeNull();
    expect(nestedOf(read)).toEqual(rows);
  });
});

describe("layers out of files", () => {
  const weight = Float32Array.from({ length: 2 * 3 * 4 }, (_, i) => i / 8);
  writeFileSync(
    at("net.safetensors"),
    writeSafetensors([
      ["conv1.weight", { shape: [2, 3, 4], data: weight }],
      ["conv1.bias", { shape: [2], data: Float32Array.of(5, 6) }],
      ["flat", { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
      ["spoilt", { shape: [2], data: Float32Array.of(1, Number.NaN) }],
    ]),
  );
  const conv = (attributes: Parameters<typeof node>[3], name: string) =>
    node("Conv", ["x", "w", "b"], [name], attributes);
  writeFileSync(
    at("net.onnx"),
    model([
      conv([ints("strides", [2, 1]), ints("pads", [1, 0, 2, 0]), int("group", 2)], "plain"),
      conv(
        [
          [
            [1, "auto_pad"],
            [4, "SAME_UPPER"],
            [20, 3],
          ],
        ],
        "same",
      ),
      conv(
        [
          [
            [1, "auto_pad"],
            [4, "SAME_LOWER"],
            [20, 3],
          ],
          ints("strides", [2, 2]),
        ],
        "strided",
      ),
      node("Conv", ["x", "computed"], ["dynamic"]),
      floats("w", [4, 1, 3, 2], 0.5),
      floats("b", [4], 1),
    ]),
  );

  test("a tensor with the bias beside it", async () => {
    const read = await readOperand(`${at("net.safetensors")}:conv1.weight`);
    expect(read).toMatchObject({
      kind: "layer",
      layer: { weight: { shape: [2, 3, 4] }, bias: { shape: [2] }, stride: [1], groups: 1 },
    });
    if (read.kind === "layer") expect([...read.layer.bias!.values]).toEqual([5, 6]);
  });

  test("one kernel of a layer, and a matrix", async () => {
    const one = await kernelIn(`${at("net.safetensors")}:conv1.weight[1,2]`);
    expect(nestedOf(one)).toEqual([...weight.subarray(20, 24)]);
    expect(nestedOf(await kernelIn(`${at("net.safetensors")}:flat`))).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await readKernel(`${at("net.safetensors")}:conv1.weight[0,0]`)).toMatchObject({
      rows: 1,
      columns: 4,
    });
  });

  test("a node of an ONNX model, as its attributes say", async () => {
    expect(await readOperand(`${at("net.onnx")}:plain`)).toMatchObject({
      kind: "layer",
      layer: {
        stride: [2, 1],
        padding: [
          [1, 2],
          [0, 0],
        ],
        groups: 2,
        bias: { shape: [4] },
      },
    });
    expect(await readOperand(`${at("net.onnx")}:same`)).toMatchObject({
      layer: {
        padding: [
          [1, 1],
          [0, 1],
        ],
      },
    });
    expect(await readOperand(`${at("net.onnx")}:w`)).toMatchObject({ kind: "layer" });
    expect(await readOperand(`${at("net.onnx")}:b`)).toMatchObject({ kind: "kernel" });
  });

  test.each([
    [
      "net.safetensors",
      "expected one of conv1.bias (2), conv1.weight (2×3×4), flat (2×2), spoilt (2) behind",
    ],
    ["net.safetensors:conv", "got conv"],
    ["net.safetensors:conv1.weight[2,0]", "expected at most [1,2] behind"],
    ["net.safetensors:flat[0,0]", "expected a layer before [0,0], got a kernel of shape 2×2"],
    ["net.safetensors:spoilt", "expected finite numbers in"],
    ["net.onnx:strided", "expected pads that do not depend on the input"],
    ["net.onnx:dynamic", "expected weights that the model holds"],
    [
      "net.onnx:",
      "expected one of plain (4×1×3×2), same (4×1×3×2), strided (4×1×3×2), dynamic (), w (4×1×3×2), b (4) behind",
    ],
    ["none.onnx:w", "there is no such file or folder"],
  ])("%s is refused in a sentence", async (name, sentence) => {
    await expect(readOperand(at(name))).rejects.toThrow(sentence);
  });

  test("files cut anywhere are refused, or give what they still hold", async () => {
    for (const [name, word] of [
      ["net.onnx", "plain"],
      ["net.safetensors", "flat"],
    ]) {
      const whole = readFileSync(at(name));
      for (let length = 0; length < whole.length; length += 7) {
        writeFileSync(at(`cut-${name}`), whole.subarray(0, length));
        const read = await readOperand(`${at(`cut-${name}`)}:${word}`).catch(
          (error: Error) => error,
        );
        if (read instanceof Error) expect(read.message).toMatch(/^(expected|cannot read)/);
      }
    }
  });
});

describe("what is no kernel", () => {
  test.each([
    ["[]", "expected at least one number"],
    ["[[]]", "expected at least one number"],
    ["[[1], 2]", "expected an array of rows of numbers"],
    ["[[1, null]]", "expected an array of rows of numbers"],
    ['[["1/0"]]', "expected a number or a fraction such as 1/9"],
    ['["x"]', "expected a number or a fraction such as 1/9"],
    ["[[1e999]]", "expected finite numbers"],
    ['{"values": [[1, 2]], "origin": [0]}', "expected 2 whole numbers for origin"],
    ['{"weight": [[1]]}', "expected shape [out, in / groups, ...kernel]"],
    ['{"weight": [[[1]]], "strid": 2}', "got strid: 2"],
    ['{"weight": [[[1]]], "stride": 0}', "expected 1 whole numbers of at least 1 for stride"],
    ["{", "as JSON"],
    ["[[1, 2], [3]]", "expected rows of equal length"],
    ["[[[1, 2], [3]]]", "expected rows of 2"],
  ])("%s", async (text, sentence) => {
    writeFileSync(at("bad.json"), text);
    await expect(readOperand(at("bad.json"))).rejects.toThrow(sentence);
  });

  test("a layer filters no picture, and three axes neither", async () => {
    expect(() => filterKernel({ kind: "layer", name: "l", layer: LAYER })).toThrow(
      "one of its kernels: l[0,0]",
    );
    expect(() => filterKernel({ kind: "kernel", name: "k", kernel: KERNELS.solid })).toThrow(
      "one or two axes",
    );
  });
});

test("every format has a name in the help", () => {
  expect(FORMATS).toEqual(["json", "npy", "typescript", "numpy", "pytorch"]);
});
