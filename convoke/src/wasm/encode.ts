/** Module → bytes. Source: WebAssembly core specification 3.0, chapter "Binary Format". */
import type { Instruction, WasmFunction, WasmModule } from "./module.ts";
import { OPCODES, SIMD_PREFIX, VALUE_TYPES } from "./opcodes.ts";

const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
const VOID_BLOCK = 0x40;
const NO_BYTES: readonly number[] = [];

export function encode(module: WasmModule): Uint8Array<ArrayBuffer> {
  const { functions, memory } = module;
  const types = functions.map((f) => [
    FUNCTION_TYPE,
    ...vector(f.params.map((t) => [VALUE_TYPES[t]])),
    ...vector(f.results.map((t) => [VALUE_TYPES[t]])),
  ]);
  const imports = memory
    ? [
        [
          ...name("env"),
          ...name("memory"),
          0x02,
          memory.shared ? 0x03 : 0x01,
          ...unsigned(memory.pages),
          ...unsigned(memory.pages),
        ],
      ]
    : [];
  const exports = functions.flatMap((f, index) =>
    f.exported ? [[...name(f.name), 0x00, ...unsigned(index)]] : [],
  );
  return Uint8Array.from([
    0x00,
    0x61,
    0x73,
    0x6d,
    0x01,
    0x00,
    0x00,
    0x00,
    ...section(SECTION.type, vector(types)),
    ...section(SECTION.import, vector(imports)),
    ...section(SECTION.function, vector(functions.map((_, index) => unsigned(index)))),
    ...section(SECTION.export, vector(exports)),
    ...section(SECTION.code, vector(functions.map(code))),
  ]);
}

function code(f: WasmFunction): number[] {
  const body: number[] = [...vector(f.locals.map((t) => [1, VALUE_TYPES[t]]))];
  for (const instruction of f.body) writeInstruction(body, instruction);
  body.push(OPCODES.end.code);
  return [...unsigned(body.length), ...body];
}

function writeInstruction(out: number[], { op, args }: Instruction): void {
  const opcode = OPCODES[op];
  if ("simd" in opcode) out.push(SIMD_PREFIX, ...unsigned(opcode.code));
  else out.push(opcode.code);
  switch (opcode.immediate) {
    case "none":
      return;
    case "void-block":
      out.push(VOID_BLOCK);
      return;
    case "i32":
      out.push(...signed(args[0]));
      return;
    case "f32":
      out.push(...new Uint8Array(Float32Array.of(args[0]).buffer));
      return;
    case "index":
    case "lane":
    case "lanes":
    case "memory":
    case "memory-lane":
      for (const arg of args) out.push(...unsigned(arg));
      return;
    default:
      opcode.immediate satisfies never;
  }
}

function section(id: number, content: readonly number[]): readonly number[] {
  // A vector of nothing is the single byte 0: the section can then be left out.
  return content.length === 1 ? NO_BYTES : [id, ...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  const out = unsigned(items.length);
  for (const item of items) for (const byte of item) out.push(byte);
  return out;
}

function name(text: string): number[] {
  const bytes = [...new TextEncoder().encode(text)];
  return [...unsigned(bytes.length), ...bytes];
}

/** Unsigned LEB128 of an integer below 2³². */
function unsigned(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    out.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return out;
}

/** Signed LEB128 of a 32-bit integer. */
function signed(value: number): number[] {
  const out: number[] = [];
  for (let rest = value | 0; ; ) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    out.push(done ? low : low | 0x80);
    if (done) return out;
  }
}
