/**
 * The kernel tree. Expressions are values without effects; statements act. Both are plain data,
 * built only through `build.ts`, which checks every type at the author's line.
 *
 * Memory is seen as named, shaped buffers; where they lie is decided when the tree is lowered.
 */
import type { VectorOpName } from "./vector-ops.ts";

/** Types of values: scalars, four floats (`v128`), and vectors of integers. */
export type TreeType = "i32" | "f32" | "v128" | "i8x16" | "i16x8" | "i32x4";
/** What a buffer holds. Bytes and 16-bit numbers are read as `i32`, or as vectors. */
export type Element = "f32" | "i32" | "u8" | "u16" | "i16";
/** The numbers of a buffer as JavaScript sees them. */
export type Elements = Float32Array | Int32Array | Int16Array | Uint16Array | Uint8Array;

/** Inclusive bounds of an integer. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A named piece of memory: row-major. */
export interface Buffer {
  readonly kind: "buffer";
  readonly name: string;
  readonly element: Element;
  readonly shape: readonly number[];
  /** Integers only: what its values may be; checked when a table is written, relied on by `check`. */
  readonly values: Range | null;
  /**
   * Elements behind the last one that may be read (never written): a vector load at the end of a
   * row may run over it, its surplus lanes are dropped.
   */
  readonly slack: number;
}

/** A local of the kernel. Integer variables are set once; only floats and vectors change. */
export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly type: TreeType;
  readonly id: number;
  /** For i32: the definition (`let`), or the declared range (parameter, loop counter, load). */
  readonly definition: Expr | null;
  readonly range: Range | null;
}

export type Arithmetic = "add" | "sub" | "mul" | "div" | "min" | "max";
export type IntegerArithmetic = "add" | "sub" | "mul" | "div" | "rem" | "min";
export type Comparison = "lt" | "ge" | "eq";

/** Which lane goes where: 0 to 3 are those of the first vector, 4 to 7 those of the second. */
export type Lanes = readonly [number, number, number, number];

export type Expr =
  | { readonly kind: "const"; readonly type: "i32" | "f32"; readonly value: number }
  | Variable
  /** i32 arithmetic; `div` and `rem` are of values known not to be negative. */
  | {
      readonly kind: "int";
      readonly type: "i32";
      readonly op: IntegerArithmetic;
      readonly a: Expr;
      readonly b: Expr;
    }
  | {
      readonly kind: "float";
      readonly type: "f32" | "v128";
      readonly op: Arithmetic;
      readonly a: Expr;
      readonly b: Expr;
    }
  /** a·b + c: fused where the machine fuses, else a product and a sum. Vectors only. */
  | {
      readonly kind: "fma";
      readonly type: "v128";
      readonly a: Expr;
      readonly b: Expr;
      readonly c: Expr;
    }
  | { readonly kind: "splat"; readonly type: "v128"; readonly a: Expr }
  /** Four of the eight lanes of a (0 to 3) and b (4 to 7). */
  | {
      readonly kind: "shuffle";
      readonly type: "v128";
      readonly a: Expr;
      readonly b: Expr;
      readonly lanes: Lanes;
    }
  | {
      readonly kind: "load";
      readonly type: TreeType;
      readonly buffer: Buffer;
      readonly index: Expr;
    }
  /** One float, or one i32, in all four lanes. */
  | {
      readonly kind: "load-splat";
      readonly type: "v128" | "i32x4";
      readonly buffer: Buffer;
      readonly index: Expr;
    }
  /** An operation of the table in `vector-ops.ts`. */
  | {
      readonly kind: "vector";
      readonly type: TreeType;
      readonly op: VectorOpName;
      readonly args: readonly Expr[];
    }
  /** Lanes of a, then lanes of b, picked by number; of vectors of integers. */
  | {
      readonly kind: "permute";
      readonly type: "i8x16" | "i16x8" | "i32x4";
      readonly a: Expr;
      readonly b: Expr;
      readonly lanes: readonly number[];
    }
  /** The same 128 bits, read as another vector. */
  | { readonly kind: "bits"; readonly type: TreeType; readonly a: Expr };

/** a OP b over integers; decides an `if`. */
export interface Condition {
  readonly op: Comparison;
  readonly a: Expr;
  readonly b: Expr;
}

export type Statement =
  /** Declares or overwrites a variable. */
  | { readonly kind: "set"; readonly variable: Variable; readonly value: Expr }
  /** A scalar: one element; a vector: its first `lanes` lanes. */
  | {
      readonly kind: "store";
      readonly buffer: Buffer;
      readonly index: Expr;
      readonly value: Expr;
      readonly lanes: number;
    }
  /** for (v = from; v < to; v += step) */
  | {
      readonly kind: "loop";
      readonly variable: Variable;
      readonly from: Expr;
      readonly to: Expr;
      readonly step: number;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "if";
      readonly condition: Condition;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly kind: "comment"; readonly text: string };

export interface Kernel {
  readonly name: string;
  /** i32 parameters with declared ranges, in order. */
  readonly params: readonly Variable[];
  readonly buffers: readonly Buffer[];
  readonly body: readonly Statement[];
}
