/** Module → WebAssembly text, in the plain (unfolded) form that every tool reads. */
import type { Instruction, WasmFunction, WasmModule } from "./module.ts";
import { OPCODES } from "./opcodes.ts";

export function text(module: WasmModule): string {
  const { memory, functions } = module;
  const lines = ["(module"];
  if (memory) {
    const { pages, shared } = memory;
    lines.push(`  (import "env" "memory" (memory ${pages} ${pages}${shared ? " shared" : ""}))`);
  }
  for (const f of functions) for (const line of functionText(f, functions)) lines.push(line);
  return lines.join("\n") + ")\n";
}

function functionText(f: WasmFunction, functions: readonly WasmFunction[]): string[] {
  const types = (keyword: string, list: readonly string[]) =>
    list.length > 0 ? ` (${keyword} ${list.join(" ")})` : "";
  const exported = f.exported ? ` (export "${f.name}")` : "";
  const head = `  (func $${f.name}${exported}${types("param", f.params)}${types("result", f.results)}`;
  const lines = [head];
  if (f.locals.length > 0) lines.push(`   ${types("local", f.locals)}`);
  let depth = 2;
  for (const instruction of f.body) {
    const { op } = instruction;
    if (op === "end" || op === "else") depth--;
    lines.push("  ".repeat(depth) + instructionText(instruction, functions));
    if (op === "block" || op === "loop" || op === "if" || op === "else") depth++;
  }
  lines[lines.length - 1] += ")";
  return lines;
}

function instructionText({ op, args }: Instruction, functions: readonly WasmFunction[]): string {
  const { immediate } = OPCODES[op];
  switch (immediate) {
    case "none":
    case "void-block":
      return op;
    case "f32":
      return `${op} ${floatText(args[0])}`;
    case "memory":
    case "memory-lane": {
      const [align, offset, ...lane] = args;
      return [op, ...(offset > 0 ? [`offset=${offset}`] : []), `align=${2 ** align}`, ...lane].join(
        " ",
      );
    }
    case "index":
      return op === "call" ? `${op} $${functions[args[0]].name}` : `${op} ${args[0]}`;
    case "i32":
    case "lane":
    case "lanes":
      return `${op} ${args.join(" ")}`;
    default:
      return immediate satisfies never;
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : `${Math.fround(value)}`;
}
