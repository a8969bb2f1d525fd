/** Interval arithmetic over integer expressions: the ground of the bounds proof. */
import { InternalError } from "../errors.ts";
import { linear } from "./index-arithmetic.ts";
import type { Condition, Expr, Range } from "./tree.ts";

/** What is known about variables here: loop counters, and what enclosing conditions narrowed. */
export type Known = ReadonlyMap<number, Range>;

/** Smallest interval that certainly holds `expr`. */
export function rangeOf(expr: Expr, known: Known): Range {
  const { constant, terms } = linear(expr, (v) => !known.has(v.id));
  let [min, max] = [constant, constant];
  for (const { atom, factor } of terms.values()) {
    const r = atomRange(atom, known);
    min += factor > 0 ? factor * r.min : factor * r.max;
    max += factor > 0 ? factor * r.max : factor * r.min;
  }
  return { min, max };
}

function atomRange(e: Expr, known: Known): Range {
  switch (e.kind) {
    case "variable":
      return (
        known.get(e.id) ?? e.range ?? (e.definition ? rangeOf(e.definition, known) : unknown(e))
      );
    case "const":
      return { min: e.value, max: e.value };
    case "load":
      return e.buffer.values ?? unknown(e);
    case "int": {
      const [a, b] = [rangeOf(e.a, known), rangeOf(e.b, known)];
      switch (e.op) {
        case "div":
          positive(a, b, e);
          return { min: Math.floor(a.min / b.max), max: Math.floor(a.max / b.min) };
        case "rem":
          positive(a, b, e);
          return a.max < b.min ? a : { min: 0, max: Math.min(a.max, b.max - 1) };
        case "min":
          return { min: Math.min(a.min, b.min), max: Math.min(a.max, b.max) };
        case "mul": {
          const corners = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
          return { min: Math.min(...corners), max: Math.max(...corners) };
        }
        case "add":
          return { min: a.min + b.min, max: a.max + b.max };
        case "sub":
          return { min: a.min - b.max, max: a.max - b.min };
        default:
          return unknown(e satisfies never);
      }
    }
    default:
      return unknown(e);
  }
}

/** What holds where `condition` does (`holds`) or does not; null when it cannot. */
export function narrow(condition: Condition, holds: boolean, known: Known): Known | null {
  const { op, a, b } = condition;
  const [left, right] = [rangeOf(a, known), rangeOf(b, known)];
  const narrowed = { ...left };
  const less = (op === "lt" && holds) || (op === "ge" && !holds);
  if (op === "eq") {
    if (holds) {
      narrowed.min = Math.max(left.min, right.min);
      narrowed.max = Math.min(left.max, right.max);
    }
  } else if (less) narrowed.max = Math.min(left.max, right.max - 1);
  else narrowed.min = Math.max(left.min, right.min);
  if (narrowed.min > narrowed.max) return null;
  return a.kind === "variable" ? new Map(known).set(a.id, narrowed) : known;
}

/** Values a loop counter takes; null for a loop that never turns. */
export function loopRange(from: Expr, to: Expr, step: number, known: Known): Range | null {
  const [start, end] = [rangeOf(from, known), rangeOf(to, known)];
  let max = end.max - 1;
  // From a fixed start the last turn is known exactly, however `to` falls between two steps.
  if (start.min === start.max) max = start.min + Math.floor((max - start.min) / step) * step;
  return max < start.min ? null : { min: start.min, max };
}

function positive(a: Range, b: Range, e: Expr): void {
  if (a.min < 0 || b.min < 1) {
    throw new InternalError(`${e.kind} of [${a.min}, ${a.max}] by [${b.min}, ${b.max}]`);
  }
}

function unknown(e: Expr): never {
  const name = e.kind === "variable" ? e.name : e.kind;
  throw new InternalError(`no range is known for ${name}`);
}
