/**
 * The messages of ONNX that are read, and the numbers of their fields.
 *
 * Source: ONNX, `onnx.proto` (the numbers never change).
 */
import { LISTS } from "./elements.ts";
import { bytes, float, floats, int, ints, messages, tally, text, texts } from "./fields.ts";
import { message } from "./wire.ts";

export const MODEL = message("the model", {
  irVersion: int(1),
  producer: text(2),
  graph: bytes(7),
  opsets: messages(8),
});

export const OPSET = message("an opset", { domain: text(1), version: int(2) });

export const GRAPH = message("a graph", {
  nodes: messages(1),
  name: text(2),
  initializers: messages(5),
  inputs: messages(11),
  outputs: messages(12),
  values: messages(13),
  sparse: messages(15),
});

export const NODE = message("a node", {
  inputs: texts(1),
  outputs: texts(2),
  name: text(3),
  op: text(4),
  attributes: messages(5),
  domain: text(7),
});

export const ATTRIBUTE = message("an attribute", {
  name: text(1),
  float: float(2),
  int: int(3),
  string: bytes(4),
  tensor: bytes(5),
  graph: bytes(6),
  floats: floats(7),
  ints: ints(8),
  strings: messages(9),
  tensors: messages(10),
  graphs: messages(11),
  type: int(20),
  reference: text(21),
});

export const TENSOR = message("a tensor", {
  dims: ints(1),
  type: int(2),
  segment: bytes(3),
  floats: tally(...LISTS.floats),
  int32s: tally(...LISTS.int32s),
  strings: tally(...LISTS.strings),
  int64s: tally(...LISTS.int64s),
  name: text(8),
  raw: bytes(9),
  doubles: tally(...LISTS.doubles),
  uint64s: tally(...LISTS.uint64s),
  external: messages(13),
  location: int(14),
});

export const ENTRY = message("an entry", { key: text(1), value: text(2) });

export const VALUE = message("a value", { name: text(1), type: bytes(2) });

export const TYPE = message("a type", {
  tensor: bytes(1),
  sequence: bytes(4),
  map: bytes(5),
  opaque: bytes(7),
  sparse: bytes(8),
  optional: bytes(9),
});

export const TENSOR_TYPE = message("a tensor's type", { element: int(1), shape: bytes(2) });

export const SHAPE = message("a shape", { extents: messages(1) });

export const EXTENT = message("an extent", { value: int(1), name: text(2) });
