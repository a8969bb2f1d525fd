/**
 * Models of our own, so that there is something to read without a file: written as ONNX, and read back
 * as any other. Their first layers are kernels of the catalogue, the rest is drawn from a seed.
 */
import { random } from "convoke/data";
import {
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  onnxTensor,
  writeOnnx,
} from "convoke/formats/onnx";
import { namedKernel } from "convoke/workshop";
import type { Sample } from "./parameters.ts";

export const sampleBytes = (name: Sample): Uint8Array<ArrayBuffer> =>
  writeOnnx(name === "colours" ? colours() : lenet());

interface Made {
  readonly nodes: OnnxNode[];
  readonly tensors: Map<string, OnnxTensor>;
}

const ints = (...value: number[]): OnnxAttribute => ({ kind: "ints", value });

function modelOf(name: string, input: (number | string)[], { nodes, tensors }: Made): OnnxModel {
  const value = (called: string, shape: (number | string)[] | null) =>
    ({ name: called, type: { kind: "tensor", dtype: "float32", shape } }) as const;
  return {
    irVersion: 8,
    producer: "convoke",
    opsets: new Map([["", 17]]),
    graph: {
      name,
      nodes,
      initializers: tensors,
      inputs: [value("image", input)],
      outputs: [value(nodes[nodes.length - 1].outputs[0], null)],
      values: [],
    },
  };
}

function builder(seed: number) {
  const made: Made = { nodes: [], tensors: new Map() };
  const draw = random(seed);
  let last = "image";
  const node = (
    op: string,
    name: string,
    inputs: string[],
    attributes: Record<string, OnnxAttribute>,
  ) => {
    made.nodes.push({
      name,
      op,
      domain: "",
      inputs: [last, ...inputs],
      outputs: [`${name}.out`],
      attributes: new Map(Object.entries(attributes)),
    });
    last = `${name}.out`;
  };
  const tensor = (name: string, shape: number[], values?: Float32Array) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const fan = Math.max(1, size / shape[0]);
    // The sum of four uniform numbers is round enough for a bell.
    const bell = () => (draw() + draw() + draw() + draw() - 2) * Math.sqrt(3 / fan);
    made.tensors.set(
      name,
      onnxTensor(name, shape, values ?? Float32Array.from({ length: size }, bell)),
    );
    return name;
  };
  return {
    made,
    plain: (op: string, name: string, attributes: Record<string, OnnxAttribute> = {}) =>
      node(op, name, [], attributes),
    conv: (
      name: string,
      shape: number[],
      attributes: Record<string, OnnxAttribute>,
      values?: Float32Array,
    ) =>
      node(
        "Conv",
        name,
        [tensor(`${name}.weight`, shape, values), tensor(`${name}.bias`, [shape[0]])],
        attributes,
      ),
    gemm: (name: string, from: number, to: number) =>
      node("Gemm", name, [tensor(`${name}.weight`, [to, from]), tensor(`${name}.bias`, [to])], {
        transB: { kind: "int", value: 1 },
      }),
  };
}

/** Waves in eight directions, of light and of two pairs of colours, as first layers learn them. */
function waves(): Float32Array {
  const mixes = [
    [1, 1, 1],
    [1, -1, 0],
    [-0.5, -0.5, 1],
  ];
  const kernels: number[] = [];
  for (const [pair, mix] of mixes.entries())
    for (let turn = 0; turn < 8; turn++) {
      const { kernel } = namedKernel("gabor", {
        sigma: pair === 0 ? 1.6 : 2,
        wavelength: pair === 0 ? 4 : 7,
        angle: 22.5 * turn,
        phase: turn % 2 === 0 ? 0 : 90,
        aspect: 0.8,
      });
      const values = middle(kernel.shape, kernel.values, SIZE);
      for (const share of mix) kernels.push(...values.map((v) => share * v));
    }
  return Float32Array.from(kernels);
}
const SIZE = 9;

/** The middle of a square, zeros where it is smaller. */
function middle([rows, columns]: readonly number[], values: Float64Array, size: number): number[] {
  const [top, left] = [(rows - size) >> 1, (columns - size) >> 1];
  return Array.from({ length: size * size }, (_, i) => {
    const [y, x] = [top + Math.floor(i / size), left + (i % size)];
    return y >= 0 && x >= 0 && y < rows && x < columns ? values[y * columns + x] : 0;
  });
}

function colours(): OnnxModel {
  const { made, plain, conv, gemm } = builder(1);
  const around = (n: number) => ({ pads: ints(n, n, n, n) });
  conv("stem", [24, 3, SIZE, SIZE], { strides: ints(2, 2), ...around(4) }, waves());
  plain("Relu", "relu1");
  conv("depthwise", [24, 1, 3, 3], { group: { kind: "int", value: 24 }, ...around(1) });
  conv("pointwise", [48, 24, 1, 1], {});
  plain("Relu", "relu2");
  plain("MaxPool", "pool", { kernel_shape: ints(2, 2), strides: ints(2, 2) });
  conv("dilated", [48, 48, 3, 3], { dilations: ints(2, 2), ...around(2) });
  plain("Relu", "relu3");
  conv("wide", [96, 48, 3, 3], { strides: ints(2, 2), ...around(1) });
  plain("Relu", "relu4");
  plain("GlobalAveragePool", "mean");
  plain("Flatten", "flat");
  gemm("classes", 96, 10);
  plain("Softmax", "chances");
  return modelOf("colours", ["n", 3, 96, 96], made);
}

/** As of 1998, with ReLU and maxima. */
function lenet(): OnnxModel {
  const { made, plain, conv, gemm } = builder(2);
  const pool = { kernel_shape: ints(2, 2), strides: ints(2, 2) };
  conv("conv1", [6, 1, 5, 5], { pads: ints(2, 2, 2, 2) });
  plain("Relu", "relu1");
  plain("MaxPool", "pool1", pool);
  conv("conv2", [16, 6, 5, 5], {});
  plain("Relu", "relu2");
  plain("MaxPool", "pool2", pool);
  plain("Flatten", "flat");
  gemm("fc1", 400, 120);
  plain("Relu", "relu3");
  gemm("fc2", 120, 84);
  plain("Relu", "relu4");
  gemm("fc3", 84, 10);
  return modelOf("LeNet", ["n", 1, 28, 28], made);
}
