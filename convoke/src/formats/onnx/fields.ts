/** The kinds of fields that the tables of messages are made of. */
import { BinaryReader, type BinaryWriter } from "@bufbuild/protobuf/wire";
import { FormatError, fault, guard, InternalError, OptionError } from "../../errors.ts";
import {
  BITS32,
  BITS64,
  BYTES_OF,
  type Cursor,
  type Field,
  LENGTH,
  type Source,
  spend,
  VARINT,
  view,
} from "./wire.ts";

type Read<T> = (cursor: Cursor) => T;
type Put<T> = (writer: BinaryWriter, value: T) => unknown;

/** A field that comes once, or not at all. */
const one = <T>(
  number: number,
  wire: number,
  read: Read<T>,
  put: Put<T>,
): Field<T | undefined> => ({
  number,
  wires: [wire],
  start: () => undefined,
  take: (cursor, _wire, before) => {
    guard(before === undefined, FormatError, () => ({
      name: cursor.place(),
      expected: "one",
      got: "a second",
    }));
    return read(cursor);
  },
  put: (writer, value) => {
    if (value !== undefined) put(writer.tag(number, wire), value);
  },
});

const many = <T>(number: number, wire: number, read: Read<T>, put: Put<T>): Field<T[]> => ({
  number,
  wires: [wire],
  start: () => [],
  take: (cursor, _wire, before) => {
    before.push(read(cursor));
    return before;
  },
  put: (writer, values) => {
    for (const value of values) put(writer.tag(number, wire), value);
  },
});

/** Numbers, in rows of bytes or one by one; written one by one, as ONNX's own files are. */
const row = (
  number: number,
  wire: number,
  read: Read<number>,
  put: Put<number>,
): Field<number[]> => ({
  number,
  wires: [wire, LENGTH],
  start: () => [],
  take: (cursor, came, before) => {
    inRow(cursor, came, wire, (at) => {
      spend(cursor.source, BYTES_OF.number);
      before.push(read(at));
    });
    return before;
  },
  put: (writer, values) => {
    for (const value of values) put(writer.tag(number, wire), value);
  },
});

function inRow(cursor: Cursor, came: number, wire: number, each: (at: Cursor) => void): void {
  if (came === wire) {
    each(cursor);
    return;
  }
  const inside = { ...cursor, reader: new BinaryReader(view(cursor)) };
  while (inside.reader.pos < inside.reader.len) each(inside);
}

/** Views are kept for a moment, until their message is read. */
const readBytes: Read<Uint8Array> = (cursor) => {
  spend(cursor.source, BYTES_OF.view);
  return view(cursor);
};

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @returns null where the bytes are not UTF-8. */
export function textOf(source: Source, bytes: Uint8Array): string | null {
  spend(source, BYTES_OF.text + 2 * bytes.length);
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

const readText: Read<string> = (cursor) => {
  const text = textOf(cursor.source, view(cursor));
  guard(text !== null, FormatError, () => ({
    name: cursor.place(),
    expected: "UTF-8",
    got: "other bytes",
  }));
  return text;
};

/** @throws OptionError for half a character, which UTF-8 cannot say. */
export function bytesOfText(text: string): Uint8Array {
  guard(!/\p{Surrogate}/u.test(text), OptionError, () => ({
    name: "a text of an ONNX model",
    expected: "whole characters",
    got: text,
  }));
  return new TextEncoder().encode(text);
}

const putText: Put<string> = (writer, value) => writer.bytes(bytesOfText(value));

const readInt: Read<number> = ({ reader }) => Number(reader.int64());

/** 2^63 is what 2^63 − 1, "to the end", is read as. */
const putInt: Put<number> = (writer, value) => {
  const fits = Number.isInteger(value) && Math.abs(value) <= 2 ** 63;
  guard(fits, OptionError, () => ({
    name: "a whole number of an ONNX model",
    expected: "one of 64 bits",
    got: value,
  }));
  writer.int64(value === 2 ** 63 ? 2n ** 63n - 1n : BigInt(value));
};

const readFloat: Read<number> = ({ reader }) => reader.float();

/** Rounded to float32. */
const putFloat: Put<number> = (writer, value) => writer.float(Math.fround(value));
const putBytes: Put<Uint8Array> = (writer, value) => writer.bytes(value);

export const int = (number: number) => one(number, VARINT, readInt, putInt);
export const float = (number: number) => one(number, BITS32, readFloat, putFloat);
export const text = (number: number) => one(number, LENGTH, readText, putText);
export const bytes = (number: number) => one(number, LENGTH, readBytes, putBytes);
export const texts = (number: number) => many(number, LENGTH, readText, putText);
/** Messages, to be decoded by the caller. */
export const messages = (number: number) => many(number, LENGTH, readBytes, putBytes);
export const ints = (number: number) => row(number, VARINT, readInt, putInt);
export const floats = (number: number) => row(number, BITS32, readFloat, putFloat);

/** How numbers of a list are encoded. */
export type Encoding = "float" | "double" | "int" | "uint" | "bytes";

const ENCODINGS = {
  float: [BITS32, ({ reader }: Cursor) => reader.float()],
  double: [BITS64, ({ reader }: Cursor) => reader.double()],
  int: [VARINT, ({ reader }: Cursor) => BigInt(reader.int64())],
  uint: [VARINT, ({ reader }: Cursor) => BigInt(reader.uint64())],
  bytes: [LENGTH, readBytes],
} as const satisfies Record<Encoding, readonly [number, Read<unknown>]>;

/** Numbers that are counted or handed on are not kept, and cannot be written. */
function notKept(): never {
  throw fault(InternalError, {
    name: "a field",
    expected: "one that keeps what it reads",
    got: undefined,
  });
}

/** How many numbers a list has: nothing is kept of them. */
export function tally(number: number, encoding: Encoding): Field<number> {
  const [wire, read] = ENCODINGS[encoding];
  return {
    number,
    wires: [...new Set([wire, LENGTH])],
    start: () => 0,
    take: (cursor, came, before) => {
      let count = before;
      inRow(cursor, came, wire, (at) => {
        read(at);
        count++;
      });
      return count;
    },
    put: notKept,
  };
}

/** Hands the numbers of a list to `each`, in order. */
export function visit(
  number: number,
  encoding: Exclude<Encoding, "bytes">,
  each: (value: number | bigint) => void,
): Field<null> {
  const [wire, read] = ENCODINGS[encoding];
  return {
    number,
    wires: [wire, LENGTH],
    start: () => null,
    take: (cursor, came) => {
      inRow(cursor, came, wire, (at) => each(read(at)));
      return null;
    },
    put: notKept,
  };
}
