/** Module → bytes. Source: WebAssembly core specification 3.0, chapter "Binary Format". */
import type { Instruction, WasmFunction, WasmModule } from "./module.ts";
import { OPCODES, SIMD_PREFIX, VALUE_TYPES, type ValueType } from "./opcodes.ts";
import { Writer } from "./writer.ts";

const MAGIC_AND_VERSION = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
const VOID_BLOCK = 0x40;
const FUNCTION = 0x00;
const MEMORY = 0x02;
/** Limits with a maximum; the second for a memory that threads share. */
const BOUNDED = 0x01;
const BOUNDED_SHARED = 0x03;

export function encode({ functions, memory }: WasmModule): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  const section = (id: number, write: (inner: Writer) => void) => {
    out.byte(id);
    out.sized(write);
  };
  out.bytes(MAGIC_AND_VERSION);
  section(SECTION.type, (s) =>
    s.vector(functions, ({ params, results }) => {
      s.byte(FUNCTION_TYPE);
      s.vector(params, (type) => s.byte(VALUE_TYPES[type]));
      s.vector(results, (type) => s.byte(VALUE_TYPES[type]));
    }),
  );
  if (memory) {
    section(SECTION.import, (s) =>
      s.vector([memory], ({ shared, pages }) => {
        s.name("env");
        s.name("memory");
        s.byte(MEMORY);
        s.byte(shared ? BOUNDED_SHARED : BOUNDED);
        s.unsigned(pages);
        s.unsigned(pages);
      }),
    );
  }
  section(SECTION.function, (s) => s.vector(functions, (_, index) => s.unsigned(index)));
  section(SECTION.export, (s) => {
    const exported = functions.flatMap((f, index) => (f.exported ? [{ name: f.name, index }] : []));
    s.vector(exported, ({ name, index }) => {
      s.name(name);
      s.byte(FUNCTION);
      s.unsigned(index);
    });
  });
  section(SECTION.code, (s) => s.vector(functions, (f) => s.sized((inner) => code(inner, f))));
  return out.finish();
}

function code(out: Writer, { locals, body }: WasmFunction): void {
  out.vector(runs(locals), ([count, type]) => {
    out.unsigned(count);
    out.byte(VALUE_TYPES[type]);
  });
  for (const instruction of body) writeInstruction(out, instruction);
  out.byte(OPCODES.end.code);
}

/** Neighbours of one type, counted. */
function runs(types: readonly ValueType[]): (readonly [number, ValueType])[] {
  const counted: [number, ValueType][] = [];
  for (const type of types) {
    const last = counted.at(-1);
    if (last?.[1] === type) last[0]++;
    else counted.push([1, type]);
  }
  return counted;
}

function writeInstruction(out: Writer, { op, args }: Instruction): void {
  const opcode = OPCODES[op];
  if ("simd" in opcode) {
    out.byte(SIMD_PREFIX);
    out.unsigned(opcode.code);
  } else out.byte(opcode.code);
  switch (opcode.immediate) {
    case "none":
      return;
    case "void-block":
      out.byte(VOID_BLOCK);
      return;
    case "i32":
      out.signed(args[0]);
      return;
    case "f32":
      out.float(args[0]);
      return;
    case "index":
    case "lane":
    case "lanes":
    case "memory":
    case "memory-lane":
      for (const arg of args) out.unsigned(arg);
      return;
    default:
      opcode.immediate satisfies never;
  }
}
