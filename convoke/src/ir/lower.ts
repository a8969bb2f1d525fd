/**
 * Kernel tree → WebAssembly function. Addresses are emitted from the linear form of an index: its
 * constant, and the place of the buffer, go into the instruction's own offset, so neighbours share
 * one address computation, kept in a local. V8's revectorizer depends on it: it pairs stores only
 * when their addresses are the same value and their offsets 16 apart.
 */
import { InternalError } from "../errors.ts";
import type { Instruction, WasmFunction } from "../wasm/module.ts";
import type { OpcodeName, ValueType } from "../wasm/opcodes.ts";
import { keyOf, linear } from "./index-arithmetic.ts";
import type { Buffer, Condition, Expr, Kernel, Statement, Variable } from "./tree.ts";
import { BYTES, LANE_STORES, LANES, loadOp, storeOp, wasmType } from "./types.ts";

export interface Target {
  /** Whether `fma` becomes one relaxed multiply-add, or a product and a sum. */
  readonly fma: boolean;
  /** Byte address of every buffer the kernel uses. */
  readonly addressOf: (buffer: Buffer) => number;
}

export function lower(kernel: Kernel, target: Target): WasmFunction {
  const body: Instruction[] = [];
  const locals: ValueType[] = [];
  const slots = new Map<number, number>();
  kernel.params.forEach((param, slot) => slots.set(param.id, slot));

  /**
   * Locals that hold the variable part of an address, by what it is a sum of. Integers are set once,
   * so a sum stays good to the end of the statement list it was made in.
   */
  let sums = new Map<string, number>();

  const emit = (op: OpcodeName, ...args: number[]) => body.push({ op, args });

  const slot = (v: Variable): number => {
    let known = slots.get(v.id);
    if (known === undefined) {
      known = kernel.params.length + locals.length;
      locals.push(wasmType(v.type));
      slots.set(v.id, known);
    }
    return known;
  };

  /** Leaves the variable part of the address on the stack; returns the constant part. */
  const address = (buffer: Buffer, index: Expr): number => {
    const base = target.addressOf(buffer);
    const size = BYTES[buffer.element];
    const { constant, terms } = linear(index, () => false);
    const parts = [...terms.values()];
    // The offset is added to the address as unsigned numbers: the variable part must not wrap.
    const safe =
      parts.every(({ atom, factor }) => factor > 0 && notNegative(atom)) &&
      base + size * constant >= 0;
    if (parts.length === 0) {
      emit("i32.const", safe ? 0 : (base + size * constant) | 0);
      return safe ? base + size * constant : 0;
    }
    shared(parts, size);
    if (safe) return base + size * constant;
    emit("i32.const", (base + size * constant) | 0);
    emit("i32.add");
    return 0;
  };

  /** Leaves the sum of the parts, in bytes, on the stack: from its local if it has been made here. */
  const shared = (parts: readonly { atom: Expr; factor: number }[], size: number): void => {
    const key = parts.map(({ atom, factor }) => `${size * factor}·${keyOf(atom)}`).join("+");
    const known = sums.get(key);
    if (known !== undefined) {
      emit("local.get", known);
      return;
    }
    parts.forEach(({ atom, factor }, i) => {
      expression(atom);
      scale(size * factor);
      if (i > 0) emit("i32.add");
    });
    const made = kernel.params.length + locals.length;
    locals.push("i32");
    sums.set(key, made);
    emit("local.tee", made);
  };

  const scale = (factor: number): void => {
    if (factor === 1) return;
    const power = Math.log2(factor);
    if (Number.isInteger(power)) {
      emit("i32.const", power);
      emit("i32.shl");
    } else {
      emit("i32.const", factor);
      emit("i32.mul");
    }
  };

  const expression = (e: Expr): void => {
    switch (e.kind) {
      case "const":
        emit(e.type === "i32" ? "i32.const" : "f32.const", e.value);
        return;
      case "variable":
        emit("local.get", slot(e));
        return;
      case "int":
        expression(e.a);
        expression(e.b);
        if (e.op === "min") {
          condition({ op: "lt", a: e.a, b: e.b });
          emit("select");
        } else emit(INTEGER[e.op]);
        return;
      case "float":
        expression(e.a);
        expression(e.b);
        emit(e.type === "v128" ? `f32x4.${e.op}` : `f32.${e.op}`);
        return;
      case "fma":
        expression(e.a);
        expression(e.b);
        if (!target.fma) emit("f32x4.mul");
        expression(e.c);
        emit(target.fma ? "f32x4.relaxed_madd" : "f32x4.add");
        return;
      case "splat":
        expression(e.a);
        emit("f32x4.splat");
        return;
      case "shuffle":
        expression(e.a);
        expression(e.b);
        // A lane of 4 bytes at a time.
        emit("i8x16.shuffle", ...e.lanes.flatMap((lane) => [0, 1, 2, 3].map((b) => 4 * lane + b)));
        return;
      case "permute": {
        expression(e.a);
        expression(e.b);
        const size = 16 / LANES[e.type];
        const bytes = e.lanes.flatMap((lane) =>
          Array.from({ length: size }, (_, b) => size * lane + b),
        );
        emit("i8x16.shuffle", ...bytes);
        return;
      }
      case "vector":
        e.args.forEach(expression);
        emit(e.op);
        return;
      case "bits":
        expression(e.a);
        return;
      case "load":
        emit(
          loadOp(e.buffer.element, e.type),
          Math.log2(BYTES[e.buffer.element]),
          address(e.buffer, e.index),
        );
        return;
      case "load-splat":
        // Engines of the time before relaxed multiply-add load and splat quicker in two steps.
        if (target.fma) emit("v128.load32_splat", 2, address(e.buffer, e.index));
        else {
          emit("f32.load", 2, address(e.buffer, e.index));
          emit("f32x4.splat");
        }
        return;
      default:
        e satisfies never;
    }
  };

  const condition = ({ op, a, b }: Condition): void => {
    expression(a);
    expression(b);
    emit(COMPARISON[op]);
  };

  const store = (s: Statement & { kind: "store" }): void => {
    const size = BYTES[s.buffer.element];
    if (s.lanes < LANES[s.value.type]) {
      if (s.value.kind !== "variable") throw new InternalError("a partial store takes a variable");
      for (const { at, bytes } of pieces(size, s.lanes)) {
        const offset = address(s.buffer, s.index);
        expression(s.value);
        emit(LANE_STORES[bytes], Math.log2(size), offset + at, at / bytes);
      }
      return;
    }
    const offset = address(s.buffer, s.index);
    expression(s.value);
    emit(storeOp(s.buffer.element, s.value.type), Math.log2(size), offset);
  };

  const statements = (list: readonly Statement[]): void => {
    const outer = sums;
    sums = new Map(outer);
    each(list);
    sums = outer;
  };

  const each = (list: readonly Statement[]): void => {
    for (const s of list) {
      switch (s.kind) {
        case "comment":
          break;
        case "set":
          expression(s.value);
          emit("local.set", slot(s.variable));
          break;
        case "store":
          store(s);
          break;
        case "if":
          condition(s.condition);
          emit("if");
          statements(s.then);
          if (s.otherwise.length > 0) {
            emit("else");
            statements(s.otherwise);
          }
          emit("end");
          break;
        case "loop":
          loop(s);
          break;
        default:
          s satisfies never;
      }
    }
  };

  const loop = ({ variable, from, to, step, body: inner }: Statement & { kind: "loop" }): void => {
    const counter = slot(variable);
    const certain = from.kind === "const" && to.kind === "const" && from.value < to.value;
    expression(from);
    emit("local.set", counter);
    if (!certain) {
      emit("block");
      condition({ op: "ge", a: variable, b: to });
      emit("br_if", 0);
    }
    emit("loop");
    statements(inner);
    emit("local.get", counter);
    emit("i32.const", step);
    emit("i32.add");
    emit("local.tee", counter);
    expression(to);
    emit("i32.lt_s");
    emit("br_if", 0);
    emit("end");
    if (!certain) emit("end");
  };

  statements(kernel.body);
  return {
    name: kernel.name,
    params: kernel.params.map((p) => wasmType(p.type)),
    results: [],
    locals,
    body,
    exported: true,
  };
}

const INTEGER = {
  add: "i32.add",
  sub: "i32.sub",
  mul: "i32.mul",
  div: "i32.div_u",
  rem: "i32.rem_u",
} as const;

const COMPARISON = { lt: "i32.lt_s", ge: "i32.ge_s", eq: "i32.eq" } as const;

/** The first `lanes` elements of `size` bytes, in pieces that one instruction stores. */
function pieces(size: number, lanes: number): { at: number; bytes: keyof typeof LANE_STORES }[] {
  const all: { at: number; bytes: keyof typeof LANE_STORES }[] = [];
  // Floats go one by one; bytes in the largest pieces there are.
  const sizes = ([8, 4, 2, 1] as const).filter(
    (bytes) => bytes >= size && (size < 4 || bytes === 4),
  );
  for (let at = 0; at < lanes * size; ) {
    const bytes = sizes.find((piece) => at + piece <= lanes * size)!;
    all.push({ at, bytes });
    at += bytes;
  }
  return all;
}

/** Whether the value is certainly not negative, wherever it is in scope. */
function notNegative(atom: Expr): boolean {
  switch (atom.kind) {
    case "variable":
      if (atom.range) return atom.range.min >= 0;
      // No definition: a loop counter, and `check` has seen that it starts at 0 or above.
      return atom.definition === null || notNegative(atom.definition);
    case "load":
      return (atom.buffer.values?.min ?? -1) >= 0;
    case "int":
      return atom.op !== "sub" && notNegative(atom.a) && notNegative(atom.b);
    case "const":
      return atom.value >= 0;
    default:
      return false;
  }
}
