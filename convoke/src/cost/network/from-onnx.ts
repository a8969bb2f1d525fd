/** ONNX models as networks. */

import type {
  OnnxAttribute,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValue,
} from "../../formats/onnx/model.ts";
import { onnxNumbers } from "../../formats/onnx/tensor.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { bind, type Extents } from "./bind.ts";
import type { Attribute, Constant, Graph, GraphInput } from "./graph.ts";
import { infer } from "./infer.ts";
import type { Network } from "./network.ts";

/**
 * @throws OptionError for extents that are still open (`batch` and `inputs` fill them in).
 * @throws FormatError, ShapeError for a graph that contradicts itself.
 */
export function networkFromOnnx(model: OnnxModel, extents: Extents = {}): Network {
  const graph = graphOf(model);
  return infer(graph, bind(graph, extents));
}

function graphOf({ opsets, graph }: OnnxModel): Graph {
  const { initializers } = graph;
  return {
    name: graph.name,
    opset: opsets.get("") ?? 1,
    nodes: graph.nodes.map(nodeOf),
    // Before IR 4 the initializers are inputs too: with values that may be replaced.
    inputs: graph.inputs.filter(({ name }) => !initializers.has(name)).map(inputOf),
    outputs: graph.outputs.map(({ name }) => name),
    constants: new Map([...initializers].map(([name, tensor]) => [name, constantOf(tensor)])),
  };
}

function nodeOf({ name, op, domain, inputs, outputs, attributes }: OnnxNode) {
  const plain = [...attributes].map(([key, value]) => [key, attributeOf(value)] as const);
  return { name, op, domain, inputs, outputs, attributes: new Map(plain) };
}

function inputOf({ name, type }: OnnxValue): GraphInput {
  if (type.kind !== "tensor") return { name, dtype: "float32", shape: null };
  return { name, dtype: type.dtype ?? "float32", shape: type.shape };
}

function attributeOf({ kind, value }: OnnxAttribute): Attribute {
  switch (kind) {
    case "tensor":
      return constantOf(value);
    case "bytes":
    case "tensors":
    case "graph":
    case "graphs":
    case "reference":
    case "other":
      return null;
    case "float":
    case "int":
    case "string":
    case "floats":
    case "ints":
    case "strings":
      return value;
    default:
      return kind satisfies never;
  }
}

/** Types that are not decoded have a shape all the same. */
function constantOf(tensor: OnnxTensor): Constant {
  const { shape, dtype } = tensor;
  const read = /^(u?int(8|16|32|64)|bool|float(16|32|64)|bfloat16)$/.test(dtype);
  return {
    shape,
    dtype,
    numbers: read && sizeOf(shape) > 0 ? () => Array.from(onnxNumbers(tensor), Number) : null,
  };
}
