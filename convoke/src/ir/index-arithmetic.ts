/**
 * Integer expressions as linear forms: constant + Σ coefficient · atom, where an atom is a
 * variable or something that is not linear (a quotient, a remainder, a table entry). Bounds are
 * proven on this form and addresses are emitted from it, so both see the same simplification.
 */
import { InternalError } from "../errors.ts";
import { stridesOf } from "../tensor/tensor.ts";
import type { Buffer, Expr, Variable } from "./tree.ts";

export interface Linear {
  readonly constant: number;
  /** By the key of the atom, so that equal sub-expressions meet. */
  readonly terms: ReadonlyMap<string, { readonly atom: Expr; readonly factor: number }>;
}

/** Flat element index of one index an axis (or of a single index into the flat buffer). */
export function flatIndex(buffer: Buffer, index: readonly Expr[]): Expr {
  if (index.length === 1) return index[0];
  if (index.length !== buffer.shape.length) {
    throw new InternalError(`${buffer.name} has ${buffer.shape.length} axes, got ${index.length}`);
  }
  const strides = stridesOf(buffer.shape);
  return index
    .map((value, axis): Expr => intNode("mul", value, intConst(strides[axis])))
    .reduce((sum, term) => intNode("add", sum, term));
}

/**
 * Flattens sums and constant multiples. `expand` says which variables to replace by what they were
 * defined as: proofs see through all of them, emitted addresses reuse the local that holds them.
 */
export function linear(expr: Expr, expand: (variable: Variable) => boolean): Linear {
  const terms = new Map<string, { atom: Expr; factor: number }>();
  let constant = 0;
  const visit = (e: Expr, factor: number): void => {
    if (factor === 0) return;
    if (e.kind === "const") {
      constant += factor * e.value;
    } else if (e.kind === "variable" && e.definition && isLinear(e.definition) && expand(e)) {
      visit(e.definition, factor);
    } else if (e.kind === "int" && e.op === "add") {
      visit(e.a, factor);
      visit(e.b, factor);
    } else if (e.kind === "int" && e.op === "sub") {
      visit(e.a, factor);
      visit(e.b, -factor);
    } else if (e.kind === "int" && e.op === "mul" && e.b.kind === "const") {
      visit(e.a, factor * e.b.value);
    } else if (e.kind === "int" && e.op === "mul" && e.a.kind === "const") {
      visit(e.b, factor * e.a.value);
    } else {
      const key = keyOf(e);
      const known = terms.get(key);
      const sum = (known?.factor ?? 0) + factor;
      if (sum === 0) terms.delete(key);
      else terms.set(key, { atom: e, factor: sum });
    }
  };
  visit(expr, 1);
  return { constant, terms };
}

/** A text that is equal for equal integer expressions. */
export function keyOf(e: Expr): string {
  switch (e.kind) {
    case "const":
      return `${e.value}`;
    case "variable":
      return `v${e.id}`;
    case "int":
      return `(${keyOf(e.a)} ${e.op} ${keyOf(e.b)})`;
    case "load":
      return `${e.buffer.name}[${keyOf(e.index)}]`;
    default:
      throw new InternalError(`a ${e.kind} is no integer`);
  }
}

function isLinear(e: Expr): boolean {
  return (
    e.kind === "variable" ||
    e.kind === "const" ||
    (e.kind === "int" && (e.op === "add" || e.op === "sub" || e.op === "mul"))
  );
}

export const intConst = (value: number): Expr => ({ kind: "const", type: "i32", value });
export const intNode = (op: "add" | "mul", a: Expr, b: Expr): Expr => ({
  kind: "int",
  type: "i32",
  op,
  a,
  b,
});
