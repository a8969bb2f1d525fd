/**
 * Protocol buffer messages by tables of their fields. Every length is checked against what is left,
 * every wire type against the field, and what is kept is counted: a small file cannot make much of itself.
 *
 * Source: Google, "Protocol Buffers: Encoding".
 */
import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";
import { ConvokeError, FormatError, fault, guard } from "../../errors.ts";

/** What is read from a file may take so many bytes, besides the file itself. */
const MOST_BYTES = 2 ** 28;
/**
 * What V8 keeps, measured: an object of some lists, the view of a message that is to be read, a text besides
 * its letters, a number.
 */
export const BYTES_OF = { message: 320, view: 136, text: 48, number: 16 } as const;

/** A file under way. */
export interface Source {
  readonly file: Uint8Array;
  bytesLeft: number;
  /** Graphs inside graphs. */
  depth: number;
}

export const sourceOf = (file: Uint8Array): Source => ({ file, bytesLeft: MOST_BYTES, depth: 0 });

export const VARINT = 0;
export const BITS64 = 1;
export const LENGTH = 2;
export const BITS32 = 5;
const WIRES: Record<number, string> = {
  [VARINT]: "a varint",
  [BITS64]: "8 bytes",
  [LENGTH]: "a length and bytes",
  [BITS32]: "4 bytes",
};

/** A place in a message. */
export interface Cursor {
  readonly source: Source;
  readonly reader: BinaryReader;
  readonly place: () => string;
}

export interface Field<T> {
  readonly number: number;
  readonly wires: readonly number[];
  start(): T;
  /** What the field holds after what stands at the cursor. */
  take(cursor: Cursor, wire: number, before: T): T;
  put(writer: BinaryWriter, value: T): void;
}

type Fields = Readonly<Record<string, Field<unknown>>>;

export interface Message<F extends Fields> {
  /** With its article, for sentences. */
  readonly name: string;
  readonly fields: F;
  readonly keys: ReadonlyMap<number, string>;
}

export const message = <F extends Fields>(name: string, fields: F): Message<F> => ({
  name,
  fields,
  keys: new Map(Object.entries(fields).map(([key, { number }]) => [number, key])),
});

export type Decoded<F> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/**
 * The fields of a message; unknown ones are passed over.
 *
 * @throws FormatError for bytes that are cut short, of another wire type, or no message at all.
 */
export function decode<F extends Fields>(
  source: Source,
  { name, fields, keys }: Message<F>,
  bytes: Uint8Array,
): Decoded<F> {
  spend(source, BYTES_OF.message);
  const offset = bytes.byteOffset - source.file.byteOffset;
  const reader = new BinaryReader(bytes);
  const values: Record<string, unknown> = {};
  for (const key of keys.values()) values[key] = fields[key].start();
  while (reader.pos < reader.len) {
    const begin = offset + reader.pos;
    let what = `a field of ${name}`;
    const cursor = { source, reader, place: () => `${what} at byte ${begin} of the ONNX file` };
    try {
      const [number, wire] = reader.tag();
      const key = keys.get(number);
      what = key === undefined ? `field ${number} of ${name}` : `the ${key} of ${name}`;
      const wires = key === undefined ? Object.keys(WIRES).map(Number) : fields[key].wires;
      guard(wires.includes(wire), FormatError, () => ({
        name: cursor.place(),
        expected: wires.map((w) => WIRES[w]).join(" or "),
        got: WIRES[wire] ?? "the mark of a group",
      }));
      if (key === undefined) pass(cursor, wire);
      else values[key] = fields[key].take(cursor, wire, values[key]);
    } catch (cause) {
      if (cause instanceof ConvokeError) throw cause;
      const cut = cause instanceof RangeError;
      throw fault(
        FormatError,
        {
          name: cursor.place(),
          expected: cut ? "all of its bytes" : "the encoding of protocol buffers",
          got: cut ? "the end of the message" : (cause as Error).message,
        },
        { cause },
      );
    }
  }
  return values as Decoded<F>;
}

/** The bytes of a message of these fields; what is left out or undefined is not written. */
export function encode<F extends Fields>(
  { fields }: Message<F>,
  values: { readonly [K in keyof Decoded<F>]?: Decoded<F>[K] | undefined },
): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  for (const [key, value] of Object.entries(values))
    if (value !== undefined) fields[key].put(writer, value);
  return writer.finish();
}

/** The bytes of all fields of one number, with their tags, as they stand in a message. */
export function fieldsOf(bytes: Uint8Array, number: number): Uint8Array[] {
  const reader = new BinaryReader(bytes);
  const found: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const begin = reader.pos;
    const [field, wire] = reader.tag();
    reader.skip(wire, field);
    if (field === number) found.push(bytes.subarray(begin, reader.pos));
  }
  return found;
}

function pass(cursor: Cursor, wire: number): void {
  if (wire === LENGTH) view(cursor);
  else cursor.reader.skip(wire);
}

/** The bytes of a field with a length, in place. */
export function view({ reader, place }: Cursor): Uint8Array {
  const begin = reader.pos;
  const length = reader.uint32();
  const left = reader.len - reader.pos;
  guard(length <= left, FormatError, () => ({
    name: place(),
    expected: `${length} bytes`,
    got: `${left} that are left`,
  }));
  reader.pos = begin;
  return reader.bytes();
}

/** @throws FormatError when more is kept than may be. */
export function spend(source: Source, bytes: number): void {
  source.bytesLeft -= bytes;
  guard(source.bytesLeft >= 0, FormatError, () => ({
    name: "the names, numbers and messages of the ONNX file",
    expected: `what fits ${MOST_BYTES / 2 ** 20} MiB`,
    got: "more",
  }));
}
