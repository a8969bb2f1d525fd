/**
 * Builds kernel trees. Expressions are free functions, statements are methods of `k`; a JavaScript
 * loop unrolls while generating, `k.loop` runs in the kernel. After that sentence a generator can
 * be read without knowing WebAssembly.
 *
 * Types are checked when a node is made, so a wrong tree fails at the line that wrote it.
 */
import { InternalError } from "../errors.ts";
import { flatIndex } from "./index-arithmetic.ts";
import type {
  Arithmetic,
  Buffer,
  Comparison,
  Condition,
  Element,
  Expr,
  IntegerArithmetic,
  Kernel,
  Lanes,
  Range,
  Statement,
  TreeType,
  Variable,
} from "./tree.ts";
import { BYTES, LANES, loadOp, storeOp, wasmType } from "./types.ts";
import { VECTOR_OPS, type VectorOpName } from "./vector-ops.ts";

/** Integers may be written as plain numbers. */
export type Int = Expr | number;

export function int(value: Int): Expr {
  if (typeof value !== "number") return expect(value, "i32");
  if (!Number.isInteger(value)) throw new InternalError(`expected an integer, got ${value}`);
  return { kind: "const", type: "i32", value };
}

export const float = (value: number): Expr => ({ kind: "const", type: "f32", value });

const integer =
  (op: IntegerArithmetic) =>
  (a: Int, b: Int): Expr => {
    const [x, y] = [int(a), int(b)];
    return folded(op, x, y) ?? { kind: "int", type: "i32", op, a: x, b: y };
  };

/** What needs no instruction: neutral elements, and the only quotient and remainder by 1. */
function folded(op: IntegerArithmetic, a: Expr, b: Expr): Expr | null {
  const is = (e: Expr, value: number) => e.kind === "const" && e.value === value;
  switch (op) {
    case "add":
      return is(a, 0) ? b : is(b, 0) ? a : null;
    case "sub":
      return is(b, 0) ? a : null;
    case "mul":
      if (is(a, 0) || is(b, 0)) return int(0);
      return is(a, 1) ? b : is(b, 1) ? a : null;
    case "div":
      return is(b, 1) ? a : null;
    case "rem":
      return is(b, 1) ? int(0) : null;
    case "min":
      return null;
    default:
      return op satisfies never;
  }
}

export const plus = integer("add");
export const minus = integer("sub");
export const times = integer("mul");
/** Quotient of integers that are not negative. */
export const quotient = integer("div");
export const remainder = integer("rem");
export const least = integer("min");

const arithmetic =
  (op: Arithmetic) =>
  (a: Expr, b: Expr): Expr => {
    const { type } = a;
    if ((type !== "f32" && type !== "v128") || type !== b.type) {
      throw new InternalError(`${op} takes two f32 or two v128, got ${type} and ${b.type}`);
    }
    return { kind: "float", type, op, a, b };
  };

export const add = arithmetic("add");
export const sub = arithmetic("sub");
export const mul = arithmetic("mul");
export const div = arithmetic("div");
export const min = arithmetic("min");
export const max = arithmetic("max");

/** a·b + c on vectors. */
export const fma = (a: Expr, b: Expr, c: Expr): Expr => ({
  kind: "fma",
  type: "v128",
  a: expect(a, "v128"),
  b: expect(b, "v128"),
  c: expect(c, "v128"),
});

export const splat = (a: Expr): Expr => ({ kind: "splat", type: "v128", a: expect(a, "f32") });

/** Four of the eight lanes of two vectors: 0 to 3 are a's, 4 to 7 are b's. */
export function shuffle(a: Expr, b: Expr, lanes: Lanes): Expr {
  if (!lanes.every((lane) => Number.isInteger(lane) && lane >= 0 && lane < 8))
    throw new InternalError(`lanes are 0 to 7, got ${lanes}`);
  return { kind: "shuffle", type: "v128", a: expect(a, "v128"), b: expect(b, "v128"), lanes };
}

/** One element of a buffer, at one index an axis. */
export const load = (buffer: Buffer, ...index: Int[]): Expr =>
  loadAs(buffer.element === "f32" ? "f32" : "i32", buffer, ...index);

/** Neighbours along the last axis, as many as the type has lanes; bytes and 16 bits can be widened. */
export function loadAs(type: TreeType, buffer: Buffer, ...index: Int[]): Expr {
  loadOp(buffer.element, type);
  return { kind: "load", type, buffer, index: flatIndex(buffer, index.map(int)) };
}

/** Four neighbours along the last axis. */
export const load4 = (buffer: Buffer, ...index: Int[]): Expr => ({
  kind: "load",
  type: "v128",
  buffer: floats(buffer),
  index: flatIndex(buffer, index.map(int)),
});

/** One element, in all four lanes. */
export const loadSplat = (buffer: Buffer, ...index: Int[]): Expr => ({
  kind: "load-splat",
  type: "v128",
  buffer: floats(buffer),
  index: flatIndex(buffer, index.map(int)),
});

/** One i32, in all four lanes. */
export function loadSplatInt(buffer: Buffer, ...index: Int[]): Expr {
  if (buffer.element !== "i32") throw new InternalError(`${buffer.name} holds no i32`);
  return { kind: "load-splat", type: "i32x4", buffer, index: flatIndex(buffer, index.map(int)) };
}

/** An operation on vectors of integers, by its WebAssembly name; scalars may be plain numbers. */
export function simd(op: VectorOpName, ...operands: readonly Int[]): Expr {
  const { takes, gives } = VECTOR_OPS[op];
  const args = operands.map((value) => (typeof value === "number" ? int(value) : value));
  const types = args.map(({ type }) => type);
  if (types.join() !== takes.join())
    throw new InternalError(`${op} takes ${takes.join(", ")}, got ${types.join(", ")}`);
  return { kind: "vector", type: gives, op, args };
}

/** Lanes of two vectors of integers by number: those of `a` first, then those of `b`. */
export function permute(a: Expr, b: Expr, lanes: readonly number[]): Expr {
  const { type } = a;
  if ((type !== "i8x16" && type !== "i16x8" && type !== "i32x4") || b.type !== type)
    throw new InternalError(`permute takes two vectors of integers, got ${type} and ${b.type}`);
  const count = LANES[type];
  const known = lanes.every((lane) => Number.isInteger(lane) && lane >= 0 && lane < 2 * count);
  if (lanes.length !== count || !known)
    throw new InternalError(
      `permute takes ${count} lanes from 0 to ${2 * count - 1}, got ${lanes}`,
    );
  return { kind: "permute", type, a, b, lanes };
}

/** The same 128 bits, read as another type of vector. */
export function bits(type: TreeType, a: Expr): Expr {
  if (wasmType(type) !== "v128" || wasmType(a.type) !== "v128")
    throw new InternalError(`bits takes vectors, got ${a.type} as ${type}`);
  return { kind: "bits", type, a };
}

export const compare = (op: Comparison, a: Int, b: Int): Condition => ({
  op,
  a: int(a),
  b: int(b),
});

/** Statements of one kernel under construction. */
export class KernelBuilder {
  readonly params: Variable[] = [];
  readonly buffers: Buffer[] = [];
  private body: Statement[] = [];
  private count = 0;

  /** An i32 parameter; the caller promises a value inside `range`. */
  param(name: string, range: Range): Variable {
    const variable = this.variable(name, "i32", null, range);
    this.params.push(variable);
    return variable;
  }

  /** Makes a buffer of `plan/program.ts` known to this kernel. */
  use(buffer: Buffer): Buffer {
    if (!this.buffers.includes(buffer)) this.buffers.push(buffer);
    return buffer;
  }

  /** Names a value; an integer so named can be used in indices without being recomputed. */
  let(name: string, value: Expr): Variable {
    const variable = this.variable(name, value.type, value.type === "i32" ? value : null, null);
    this.push({ kind: "set", variable, value });
    return variable;
  }

  /** Overwrites a float or a vector. Integers never change: index proofs rest on it. */
  set(variable: Variable, value: Expr): void {
    if (variable.type === "i32") throw new InternalError(`integer ${variable.name} is set once`);
    this.push({ kind: "set", variable, value: expect(value, variable.type) });
  }

  /** acc += a·b */
  fma(acc: Variable, a: Expr, b: Expr): void {
    this.set(acc, fma(a, b, acc));
  }

  store(buffer: Buffer, index: readonly Int[], value: Expr): void {
    if (value.type !== (buffer.element === "f32" ? "f32" : "i32"))
      throw new InternalError(`${buffer.name} holds ${buffer.element}`);
    this.push({ kind: "store", buffer, index: flatIndex(buffer, index.map(int)), value, lanes: 1 });
  }

  /** Stores the first `lanes` lanes; a generator that has 0 left to store need not ask. */
  store4(buffer: Buffer, index: readonly Int[], value: Expr, lanes = 4): void {
    if (lanes <= 0) return;
    expect(value, "v128");
    const flat = flatIndex(floats(buffer), index.map(int));
    this.push({ kind: "store", buffer, index: flat, value, lanes: Math.min(lanes, 4) });
  }

  /** Stores the first `lanes` lanes of a vector whose lanes are as wide as the elements. */
  storeAs(buffer: Buffer, index: readonly Int[], value: Expr, lanes = Infinity): void {
    if (lanes <= 0) return;
    storeOp(buffer.element, value.type);
    const flat = flatIndex(buffer, index.map(int));
    const count = Math.min(lanes, LANES[value.type]);
    this.push({ kind: "store", buffer, index: flat, value, lanes: count });
  }

  /** Runs `body` in the kernel for from, from+step, … below `to`. Nothing is emitted for 0 turns. */
  loop(
    name: string,
    bounds: Int | { readonly from?: Int; readonly to: Int; readonly step?: number },
    body: (variable: Variable) => void,
  ): void {
    const full = typeof bounds === "number" || "kind" in bounds ? { to: bounds } : bounds;
    const { from = 0, to, step = 1 } = full;
    if (typeof from === "number" && typeof to === "number" && from >= to) return;
    const variable = this.variable(name, "i32", null, null);
    const inner = this.collect(() => body(variable));
    this.push({ kind: "loop", variable, from: int(from), to: int(to), step, body: inner });
  }

  if(condition: Condition, then: () => void, otherwise: () => void = () => {}): void {
    this.push({
      kind: "if",
      condition,
      then: this.collect(then),
      otherwise: this.collect(otherwise),
    });
  }

  comment(text: string): void {
    this.push({ kind: "comment", text });
  }

  finish(name: string): Kernel {
    return { name, params: this.params, buffers: this.buffers, body: this.body };
  }

  private variable(
    name: string,
    type: TreeType,
    definition: Expr | null,
    range: Range | null,
  ): Variable {
    return { kind: "variable", name, type, id: this.count++, definition, range };
  }

  private push(statement: Statement): void {
    this.body.push(statement);
  }

  private collect(inner: () => void): readonly Statement[] {
    const outer = this.body;
    this.body = [];
    inner();
    const made = this.body;
    this.body = outer;
    return made;
  }
}

/** Runs `author` and returns the finished kernel. */
export function kernel(name: string, author: (k: KernelBuilder) => void): Kernel {
  const k = new KernelBuilder();
  author(k);
  return k.finish(name);
}

/** A float buffer, for `KernelBuilder.use`. */
export function floatBuffer(name: string, shape: readonly number[], slack = 0): Buffer {
  return { kind: "buffer", name, element: "f32", shape, values: null, slack };
}

/** A table of integers whose values lie in `values`. */
export function table(name: string, shape: readonly number[], values: Range): Buffer {
  return { kind: "buffer", name, element: "i32", shape, values, slack: 0 };
}

/** A buffer of integers that kernels compute with: its values are whatever fits. */
export function integerBuffer(
  name: string,
  element: Exclude<Element, "f32">,
  shape: readonly number[],
  slack = 0,
): Buffer {
  const range = 2 ** (8 * BYTES[element]);
  const signed = element === "i16" || element === "i32";
  const values = signed ? { min: -range / 2, max: range / 2 - 1 } : { min: 0, max: range - 1 };
  return { kind: "buffer", name, element, shape, values, slack };
}

/** `count` expressions, made by a loop of the generator. */
export function vector<T>(count: number, make: (x: number) => T): T[] {
  return Array.from({ length: count }, (_, x) => make(x));
}

/** `rows` × `columns` expressions. */
export function grid<T>(rows: number, columns: number, make: (y: number, x: number) => T): T[][] {
  return vector(rows, (y) => vector(columns, (x) => make(y, x)));
}

function expect<E extends Expr>(value: E, type: TreeType): E {
  if (value.type !== type) throw new InternalError(`expected ${type}, got ${value.type}`);
  return value;
}

function floats(buffer: Buffer): Buffer {
  if (buffer.element !== "f32") throw new InternalError(`${buffer.name} holds no floats`);
  return buffer;
}
