/** Attributes of ONNX's nodes: the type says which of the fields is the value. */
import { FormatError, fault, guard } from "../../errors.ts";
import { textOf } from "./fields.ts";
import { ATTRIBUTE } from "./messages.ts";
import type { OnnxAttribute, OnnxGraph } from "./model.ts";
import { tensorOf } from "./tensor.ts";
import { decode, type Source } from "./wire.ts";

/** AttributeProto.AttributeType, whose codes are places here. */
export const TYPES = [
  "undefined",
  "float",
  "int",
  "string",
  "tensor",
  "graph",
  "floats",
  "ints",
  "strings",
  "tensors",
  "graphs",
  "sparse tensor",
  "sparse tensors",
  "type",
  "types",
] as const;

type Type = (typeof TYPES)[number];

/** Those that have a field of their own name. */
const FIELDS = [
  "float",
  "int",
  "string",
  "tensor",
  "graph",
  "floats",
  "ints",
  "strings",
  "tensors",
  "graphs",
] as const satisfies readonly Type[];

/**
 * @param graphOf reads a graph: attributes hold graphs, whose nodes have attributes.
 * @throws FormatError for a type that does not exist, or a value of another type than it says.
 */
export function attributeOf(
  source: Source,
  message: Uint8Array,
  graphOf: (source: Source, message: Uint8Array) => OnnxGraph,
): readonly [string, OnnxAttribute] {
  const attribute = decode(source, ATTRIBUTE, message);
  const { name = "" } = attribute;
  const called = `the attribute ${JSON.stringify(name)} of the ONNX file`;
  guard(name !== "", FormatError, () => ({
    name: "an attribute of the ONNX file",
    expected: "a name",
    got: name,
  }));
  if (attribute.reference) return [name, { kind: "reference", value: attribute.reference }];
  const there = FIELDS.filter((key) => {
    const value = attribute[key];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  });
  // Files older than IR 2 say no type.
  const type = attribute.type ? TYPES[attribute.type] : (there[0] ?? "undefined");
  guard(type !== undefined && type !== "undefined", FormatError, () => ({
    name: `the type of ${called}`,
    expected: `one of 1 to ${TYPES.length - 1}`,
    got: attribute.type,
  }));
  // A zero may be left out: then no field is there.
  guard(there.length === 0 || (there.length === 1 && there[0] === type), FormatError, () => ({
    name: called,
    expected: `a value of the type ${type}`,
    got: there.join(" and "),
  }));
  const missing = () =>
    fault(FormatError, { name: called, expected: `a value of the type ${type}`, got: undefined });
  switch (type) {
    case "float":
    case "int":
      return [name, { kind: type, value: attribute[type] ?? 0 }];
    case "floats":
    case "ints":
      return [name, { kind: type, value: attribute[type] }];
    case "string":
      return [name, stringOf(source, attribute.string ?? new Uint8Array())];
    case "strings":
      return [
        name,
        {
          kind: type,
          value: attribute.strings.map((bytes) => {
            const value = textOf(source, bytes);
            guard(value !== null, FormatError, () => ({
              name: called,
              expected: "UTF-8",
              got: "other bytes",
            }));
            return value;
          }),
        },
      ];
    case "tensor":
      if (!attribute.tensor) throw missing();
      return [name, { kind: type, value: tensorOf(source, attribute.tensor) }];
    case "tensors":
      return [name, { kind: type, value: attribute.tensors.map((t) => tensorOf(source, t)) }];
    case "graph":
      if (!attribute.graph) throw missing();
      return [name, { kind: type, value: graphOf(source, attribute.graph) }];
    case "graphs":
      return [name, { kind: type, value: attribute.graphs.map((g) => graphOf(source, g)) }];
    case "sparse tensor":
    case "sparse tensors":
    case "type":
    case "types":
      return [name, { kind: "other", value: type }];
    default:
      return type satisfies never;
  }
}

function stringOf(source: Source, bytes: Uint8Array): OnnxAttribute {
  const value = textOf(source, bytes);
  return value === null ? { kind: "bytes", value: bytes } : { kind: "string", value };
}
