/** ONNX models into files: the reverse of `readOnnx`, by the same tables of fields. */
import { guard, OptionError, UnsupportedError } from "../../errors.ts";
import { TYPES } from "./attribute.ts";
import { elementOf } from "./elements.ts";
import { bytesOfText } from "./fields.ts";
import {
  ATTRIBUTE,
  EXTENT,
  GRAPH,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  TENSOR_TYPE,
  TYPE,
  VALUE,
} from "./messages.ts";
import type {
  OnnxAttribute,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxType,
  OnnxValue,
} from "./model.ts";
import { readOnnx } from "./read.ts";
import { encode } from "./wire.ts";
import { tensorMessage } from "./write-tensor.ts";

/**
 * The file of a model, which `readOnnx` reads as this very model: only floats that are no float32
 * are rounded. What is written has been read back, so a model that contradicts itself is refused
 * with the reader's sentence.
 *
 * @throws OptionError for numbers and texts that the format cannot hold, or an initializer kept under
 *   another name than its own.
 * @throws UnsupportedError for attributes whose values were never read (sparse tensors, types).
 * @throws FormatError, UnsupportedError as `readOnnx` does.
 */
export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const bytes = encode(MODEL, {
    irVersion: model.irVersion,
    producer: unlessEmpty(model.producer),
    opsets: [...model.opsets].map(([domain, version]) =>
      encode(OPSET, { domain: unlessEmpty(domain), version }),
    ),
    graph: graphMessage(model.graph),
  });
  readOnnx(bytes);
  return bytes;
}

const unlessEmpty = (text: string): string | undefined => (text === "" ? undefined : text);

function graphMessage({ name, nodes, initializers, ...graph }: OnnxGraph): Uint8Array {
  for (const [key, tensor] of initializers)
    guard(key === tensor.name, OptionError, () => ({
      name: `the initializer ${JSON.stringify(key)} of an ONNX model`,
      expected: "a tensor of that name",
      got: tensor.name,
    }));
  return encode(GRAPH, {
    nodes: nodes.map(nodeMessage),
    name: unlessEmpty(name),
    initializers: [...initializers.values()].map(tensorMessage),
    inputs: graph.inputs.map(valueMessage),
    outputs: graph.outputs.map(valueMessage),
    values: graph.values.map(valueMessage),
  });
}

const nodeMessage = ({ name, op, domain, inputs, outputs, attributes }: OnnxNode): Uint8Array =>
  encode(NODE, {
    inputs: [...inputs],
    outputs: [...outputs],
    name: unlessEmpty(name),
    op: unlessEmpty(op),
    domain: unlessEmpty(domain),
    attributes: [...attributes].map(([key, attribute]) => attributeMessage(key, attribute)),
  });

function attributeMessage(name: string, attribute: OnnxAttribute): Uint8Array {
  const type = (kind: (typeof TYPES)[number]) => ({ name, type: TYPES.indexOf(kind) });
  switch (attribute.kind) {
    case "float":
      return encode(ATTRIBUTE, { ...type("float"), float: attribute.value });
    case "int":
      return encode(ATTRIBUTE, { ...type("int"), int: attribute.value });
    case "floats":
      return encode(ATTRIBUTE, { ...type("floats"), floats: [...attribute.value] });
    case "ints":
      return encode(ATTRIBUTE, { ...type("ints"), ints: [...attribute.value] });
    case "string":
      return encode(ATTRIBUTE, { ...type("string"), string: bytesOfText(attribute.value) });
    case "strings":
      return encode(ATTRIBUTE, { ...type("strings"), strings: attribute.value.map(bytesOfText) });
    case "bytes":
      return encode(ATTRIBUTE, { ...type("string"), string: attribute.value });
    case "tensor":
      return encode(ATTRIBUTE, { ...type("tensor"), tensor: tensorMessage(attribute.value) });
    case "tensors":
      return encode(ATTRIBUTE, { ...type("tensors"), tensors: attribute.value.map(tensorMessage) });
    case "graph":
      return encode(ATTRIBUTE, { ...type("graph"), graph: graphMessage(attribute.value) });
    case "graphs":
      return encode(ATTRIBUTE, { ...type("graphs"), graphs: attribute.value.map(graphMessage) });
    case "reference":
      // Its type is the caller's: none is said.
      return encode(ATTRIBUTE, { name, reference: attribute.value });
    case "other":
      break;
    default:
      return attribute satisfies never;
  }
  return notRead(name, attribute.value);
}

function notRead(name: string, kind: string): never {
  guard(false, UnsupportedError, () => ({
    name: `the attribute ${JSON.stringify(name)} of an ONNX model`,
    expected: "a value that has been read",
    got: kind,
  }));
}

function valueMessage({ name, type }: OnnxValue): Uint8Array {
  return encode(VALUE, { name: unlessEmpty(name), type: typeMessage(name, type) });
}

/** Of other types than tensors nothing but the kind is known. */
function typeMessage(name: string, type: OnnxType): Uint8Array | undefined {
  const nothing = new Uint8Array();
  switch (type.kind) {
    case "unknown":
      return undefined;
    case "sequence":
    case "map":
    case "optional":
    case "opaque":
      return encode(TYPE, { [type.kind]: nothing });
    case "sparse tensor":
      return encode(TYPE, { sparse: nothing });
    case "tensor": {
      const { dtype, shape } = type;
      const extents = shape?.map((extent) => extentMessage(name, extent));
      const tensor = encode(TENSOR_TYPE, {
        element: dtype === null ? undefined : elementOf(dtype).code,
        shape: extents && encode(SHAPE, { extents }),
      });
      return encode(TYPE, { tensor });
    }
    default:
      return type satisfies never;
  }
}

function extentMessage(name: string, extent: number | string | null): Uint8Array {
  if (extent === null) return new Uint8Array();
  const said =
    typeof extent === "string" ? extent !== "" : Number.isSafeInteger(extent) && extent >= 1;
  guard(said, OptionError, () => ({
    name: `an extent of the value ${JSON.stringify(name)} of an ONNX model`,
    expected: "a whole number of at least 1, a name or null",
    got: extent,
  }));
  return encode(EXTENT, typeof extent === "number" ? { value: extent } : { name: extent });
}
