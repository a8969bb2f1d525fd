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
      locals.push(v.type);
      slots.set(v.id, known);
    }
    return known;
  };

  /** Leaves the variable part of the address on the stack; returns the constant part. */
  const address = (buffer: Buffer, index: Expr): number => {
    const base = target.addressOf(buffer);
    const { constant, terms } = linear(index, () => false);
    const parts = [...terms.values()];
    // The offset is added to the address as unsigned numbers: the variable part must not wrap.
    const safe =
      parts.every(({ atom, factor }) => factor > 0 && notNegative(atom)) &&
      base + 4 * constant >= 0;
    if (parts.length === 0) {
      emit("i32.const", safe ? 0 : (base + 4 * constant) | 0);
      return safe ? base + 4 * constant : 0;
    }
    shared(parts);
    if (safe) return base + 4 * constant;
    emit("i32.const", (base + 4 * constant) | 0);
    emit("i32.add");
    return 0;
  };

  /** Leaves the sum of the parts, in bytes, on the stack: from its local if it has been made here. */
  const shared = (parts: readonly { atom: Expr; factor: number }[]): void => {
    const key = parts.map(({ atom, factor }) => `${factor}·${keyOf(atom)}`).join("+");
    const known = sums.get(key);
    if (known !== undefined) {
      emit("local.get", known);
      return;
    }
    parts.forEach(({ atom, factor }, i) => {
      expression(atom);
      scale(4 * factor);
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
      case "load": {
        const op = e.type === "v128" ? "v128.load" : e.type === "i32" ? "i32.load" : "f32.load";
        emit(op, 2, address(e.buffer, e.index));
        return;
      }
      case "load-splat":
        emit("v128.load32_splat", 2, address(e.buffer, e.index));
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
    if (s.value.type === "v128" && s.lanes < 4) {
      if (s.value.kind !== "variable") throw new InternalError("a partial store takes a variable");
      for (let lane = 0; lane < s.lanes; lane++) {
        const offset = address(s.buffer, s.index);
        expression(s.value);
        emit("v128.store32_lane", 2, offset + 4 * lane, lane);
      }
      return;
    }
    const offset = address(s.buffer, s.index);
    expression(s.value);
    const op =
      s.value.type === "v128" ? "v128.store" : s.value.type === "i32" ? "i32.store" : "f32.store";
    emit(op, 2, offset);
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
    params: kernel.params.map((p) => p.type),
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
