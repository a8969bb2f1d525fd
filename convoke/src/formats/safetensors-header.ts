/** The JSON header of a safetensors file, with every field of it checked. */
import { FormatError, show } from "../errors.ts";

/** The most that the format's own reader accepts. */
const MOST_HEADER_BYTES = 100_000_000;

export interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte, and first byte behind, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of their bytes. */
  readonly entries: readonly (readonly [string, Entry])[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the numbers begin. */
  readonly start: number;
}

/** @throws FormatError as `readSafetensors` says. */
export function readHeader(bytes: Uint8Array): Header {
  if (bytes.length < 8)
    throw new FormatError(`expected a safetensors file of at least 8 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > MOST_HEADER_BYTES) {
    throw new FormatError(
      `expected a header of at most ${MOST_HEADER_BYTES} bytes in the safetensors file, got ${length}`,
    );
  }
  const start = 8 + Number(length);
  if (start > bytes.length) {
    throw new FormatError(
      `expected a header of ${length} bytes in the safetensors file, got ${bytes.length - 8}`,
    );
  }
  const text = decode(bytes.subarray(8, start));
  const header = parse(text);
  const twice = repeated(topLevelKeys(text));
  if (twice !== undefined) {
    throw new FormatError(
      `expected every name once in the safetensors file, got ${JSON.stringify(twice)} twice`,
    );
  }
  const { __metadata__: metadata = {}, ...rest } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === "string"))
    throw new FormatError(
      `expected text by name as __metadata__ of the safetensors file, got ${show(metadata)}`,
    );
  const entries = Object.entries(rest)
    .map(([name, value]) => [name, entryOf(name, value)] as const)
    .sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  return { entries, metadata: metadata as Record<string, string>, start };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(
      "expected UTF-8 in the header of the safetensors file, got other bytes",
      null,
      { cause },
    );
  }
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError(
      `expected JSON in the header of the safetensors file, got ${show(text)}`,
      null,
      { cause },
    );
  }
  if (!isRecord(value) || !text.startsWith("{")) {
    throw new FormatError(
      `expected an object in the header of the safetensors file, got ${show(value)}`,
    );
  }
  return value;
}

function entryOf(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  if (
    typeof dtype !== "string" ||
    !isCounts(shape) ||
    !isCounts(offsets) ||
    offsets.length !== 2 ||
    offsets[0] > offsets[1]
  ) {
    throw new FormatError(
      `expected dtype, shape and data_offsets of the tensor ${JSON.stringify(name)} in the safetensors file, got ${show(value)}`,
    );
  }
  return { dtype, shape, begin: offsets[0], end: offsets[1] };
}

/** JSON.parse keeps the last of equal names and says nothing: here are the names as written. */
function topLevelKeys(json: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  // In an object, a string is a name when an opening brace or a comma stands before it.
  let before = "";
  for (let at = 0; at < json.length; at++) {
    const c = json[at];
    if (c === '"') {
      const end = endOfString(json, at);
      if (depth === 1 && before !== ":") keys.push(JSON.parse(json.slice(at, end)));
      at = end - 1;
    } else if ("{[".includes(c)) depth++;
    else if ("}]".includes(c)) depth--;
    if ("{,:".includes(c)) before = c;
  }
  return keys;
}

/** Place behind the closing quote of the string that begins at `at`. */
function endOfString(json: string, at: number): number {
  let end = at + 1;
  while (json[end] !== '"') end += json[end] === "\\" ? 2 : 1;
  return end + 1;
}

const repeated = (names: readonly string[]): string | undefined => {
  const seen = new Set<string>();
  return names.find((name) => seen.has(name) || !seen.add(name));
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
