/** ONNX files: models of neural networks as protocol buffers. */
import { FormatError, fault, guard } from "../../errors.ts";
import { attributeOf } from "./attribute.ts";
import { dtypeOfCode } from "./elements.ts";
import { EXTENT, GRAPH, MODEL, NODE, OPSET, SHAPE, TENSOR_TYPE, TYPE, VALUE } from "./messages.ts";
import type {
  OnnxAttribute,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxType,
  OnnxValue,
} from "./model.ts";
import { tensorOf } from "./tensor.ts";
import { decode, type Source, sourceOf } from "./wire.ts";

/** Since this version of the format, a model must say its operator sets. */
const OPSETS_SINCE = 3;
/** Graphs inside each other: bodies of branches and loops. */
const MOST_DEPTH = 32;

/**
 * The model of an ONNX file. Numbers of tensors stay where they are in `bytes` until `onnxNumbers`
 * reads them. Besides the file, what is read takes at most 256 MiB.
 *
 * @throws FormatError when the bytes are no ONNX model, are cut short or contradict themselves.
 * @throws UnsupportedError when weights lie in another file.
 */
export function readOnnx(bytes: Uint8Array): OnnxModel {
  const source = sourceOf(bytes);
  const { irVersion, producer = "", graph, opsets } = decode(source, MODEL, bytes);
  guard(graph !== undefined && irVersion !== undefined && irVersion >= 1, FormatError, () => ({
    name: "the ONNX file",
    expected: "a model with a version and a graph",
    got: bytes.length === 0 ? "no bytes" : graph ? `the version ${irVersion}` : "none",
  }));
  const versions = opsetsOf(source, opsets);
  guard(versions.size > 0 || irVersion < OPSETS_SINCE, FormatError, () => ({
    name: `the ONNX file of IR version ${irVersion}`,
    expected: "the versions of its operator sets",
    got: "none",
  }));
  return { irVersion, producer, opsets: versions, graph: graphOf(source, graph) };
}

/** ONNX's own domain has two names. */
const domainOf = (name = ""): string => (name === "ai.onnx" ? "" : name);

function opsetsOf(source: Source, messages: readonly Uint8Array[]): Map<string, number> {
  const versions = new Map<string, number>();
  for (const message of messages) {
    const { domain, version } = decode(source, OPSET, message);
    const name = domainOf(domain);
    guard(version !== undefined && version >= 1 && !versions.has(name), FormatError, () => ({
      name: `the operator set ${JSON.stringify(name)} of the ONNX file`,
      expected: "one version of at least 1",
      got: versions.has(name) ? "a second" : version,
    }));
    versions.set(name, version);
  }
  return versions;
}

function graphOf(source: Source, message: Uint8Array): OnnxGraph {
  guard(++source.depth <= MOST_DEPTH, FormatError, () => ({
    name: "the graphs of the ONNX file",
    expected: `at most ${MOST_DEPTH} inside each other`,
    got: "more",
  }));
  const graph = decode(source, GRAPH, message);
  guard(graph.sparse.length === 0, FormatError, () => ({
    name: "the initializers of the ONNX file",
    expected: "dense tensors",
    got: "a sparse one",
  }));
  const initializers = new Map<string, OnnxTensor>();
  for (const bytes of graph.initializers) {
    const tensor = tensorOf(source, bytes);
    guard(tensor.name !== "" && !initializers.has(tensor.name), FormatError, () => ({
      name: "an initializer of the ONNX file",
      expected: "a name of its own",
      got: tensor.name,
    }));
    initializers.set(tensor.name, tensor);
  }
  const values = (list: readonly Uint8Array[]) => list.map((bytes) => namedOf(source, bytes));
  const nodes = graph.nodes.map((bytes) => nodeOf(source, bytes));
  source.depth--;
  return {
    name: graph.name ?? "",
    nodes,
    initializers,
    inputs: values(graph.inputs),
    outputs: values(graph.outputs),
    values: values(graph.values),
  };
}

function nodeOf(source: Source, message: Uint8Array): OnnxNode {
  const { inputs, outputs, name = "", op, domain, attributes } = decode(source, NODE, message);
  if (!op) {
    throw fault(FormatError, {
      name: `the node ${JSON.stringify(name)} of the ONNX file`,
      expected: "an operator",
      got: op,
    });
  }
  const read = new Map<string, OnnxAttribute>();
  for (const bytes of attributes) {
    const [key, value] = attributeOf(source, bytes, graphOf);
    guard(!read.has(key), FormatError, () => ({
      name: `the attributes of the node ${JSON.stringify(name)} of the ONNX file`,
      expected: "each once",
      got: key,
    }));
    read.set(key, value);
  }
  return { name, op, domain: domainOf(domain), inputs, outputs, attributes: read };
}

function namedOf(source: Source, message: Uint8Array): OnnxValue {
  const { name = "", type } = decode(source, VALUE, message);
  return { name, type: type ? typeOf(source, name, type) : { kind: "unknown" } };
}

function typeOf(source: Source, name: string, message: Uint8Array): OnnxType {
  const { tensor, sparse, ...others } = decode(source, TYPE, message);
  if (tensor === undefined) {
    if (sparse) return { kind: "sparse tensor" };
    const kinds = ["sequence", "map", "optional", "opaque"] as const;
    return { kind: kinds.find((kind) => others[kind]) ?? "unknown" };
  }
  const { element = 0, shape } = decode(source, TENSOR_TYPE, tensor);
  const dtype = dtypeOfCode(element);
  guard(dtype !== undefined || element === 0, FormatError, () => ({
    name: `the element type of the value ${JSON.stringify(name)} of the ONNX file`,
    expected: "one of 1 to 26",
    got: element,
  }));
  return {
    kind: "tensor",
    dtype: dtype ?? null,
    shape: shape
      ? decode(source, SHAPE, shape).extents.map((bytes) => extentOf(source, name, bytes))
      : null,
  };
}

/** Some writers say -1 or 0 for an extent that they do not know. */
function extentOf(source: Source, name: string, message: Uint8Array): number | string | null {
  const { value, name: symbol } = decode(source, EXTENT, message);
  if (symbol !== undefined && symbol !== "") return symbol;
  guard(value === undefined || Number.isSafeInteger(value), FormatError, () => ({
    name: `an extent of the value ${JSON.stringify(name)} of the ONNX file`,
    expected: "a whole number",
    got: value,
  }));
  return value === undefined || value <= 0 ? null : value;
}
