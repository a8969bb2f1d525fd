/** ONNX files for tests, written field by field: what is odd on purpose is easily written too. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** One field: number and what it holds; a number is a varint, bytes and texts have a length. */
export type Written =
  | readonly [field: number, value: number | bigint | string | Uint8Array | readonly Written[]]
  | readonly [field: number, wire: "f32" | "f64", value: number]
  | readonly [field: number, wire: "packed f32" | "packed int", values: readonly number[]];

export function message(fields: readonly Written[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const written of fields) {
    if (written.length === 3) {
      const [field, wire, held] = written;
      if (typeof held !== "number") {
        const inside = new BinaryWriter();
        for (const v of held) wire === "packed f32" ? inside.float(v) : inside.int64(v);
        writer.tag(field, WireType.LengthDelimited).bytes(inside.finish());
      } else if (wire === "f32") writer.tag(field, WireType.Bit32).float(held);
      else writer.tag(field, WireType.Bit64).double(held);
      continue;
    }
    const [field, value] = written;
    if (typeof value === "number" || typeof value === "bigint")
      writer.tag(field, WireType.Varint).int64(value);
    else if (typeof value === "string") writer.tag(field, WireType.LengthDelimited).string(value);
    else
      writer
        .tag(field, WireType.LengthDelimited)
        .bytes(value instanceof Uint8Array ? value : message(value));
  }
  return writer.finish();
}

/** ModelProto with one operator set. */
export const model = (graph: readonly Written[], opset = 17): Uint8Array =>
  message([
    [1, 8],
    [7, graph],
    [8, [[2, opset]]],
  ]);

export const node = (
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Written[][] = [],
): Written => [
  1,
  [
    ...inputs.map((name): Written => [1, name]),
    ...outputs.map((name): Written => [2, name]),
    [4, op],
    ...attributes.map((attribute): Written => [5, attribute]),
  ],
];

export const ints = (name: string, values: readonly number[]): Written[] => [
  [1, name],
  ...values.map((value): Written => [8, value]),
  [20, 7],
];

export const int = (name: string, value: number): Written[] => [
  [1, name],
  [3, value],
  [20, 2],
];

/** TensorProto of raw bytes; type 1 is float32, 7 int64. */
export const tensor = (
  name: string,
  type: number,
  shape: readonly number[],
  bytes: Uint8Array,
): Written[] => [...shape.map((extent): Written => [1, extent]), [2, type], [8, name], [9, bytes]];

export const floats = (name: string, shape: readonly number[], fill = 0): Written => {
  const numbers = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(fill);
  return [5, tensor(name, 1, shape, new Uint8Array(numbers.buffer))];
};

export const longs = (name: string, values: readonly number[]): Written => {
  const numbers = BigInt64Array.from(values, BigInt);
  return [5, tensor(name, 7, [values.length], new Uint8Array(numbers.buffer))];
};

/** ValueInfoProto in field 11 (input), 12 (output) or 13. */
export const value = (
  field: 11 | 12 | 13,
  name: string,
  shape: readonly (number | string)[],
  type = 1,
): Written => [
  field,
  [
    [1, name],
    [
      2,
      [
        [
          1,
          [
            [1, type],
            [
              2,
              shape.map((extent): Written => [1, [[typeof extent === "number" ? 1 : 2, extent]]]),
            ],
          ],
        ],
      ],
    ],
  ],
];
