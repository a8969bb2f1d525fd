/**
 * Exact operation counts of one call of a kernel, without running it: loops whose body does the
 * same work every turn are multiplied, of the others each turn is counted once that decides alike. This is the "counted run" that the
 * cost formulas are checked against.
 */
import { InternalError } from "../errors.ts";
import { evaluate, type Integers, type Tables } from "./evaluate.ts";
import type { Expr, Kernel, Statement } from "./tree.ts";
import { BYTES, LANES } from "./types.ts";
import { VECTOR_OPS, type VectorOp } from "./vector-ops.ts";

/** Operations one lane at a time (a vector of floats counts 4), and bytes moved by loads and stores. */
export interface Operations {
  multiplications: number;
  additions: number;
  /** Divisions, minima and maxima. */
  others: number;
  bytesLoaded: number;
  bytesStored: number;
}

export const noOperations = (): Operations => ({
  multiplications: 0,
  additions: 0,
  others: 0,
  bytesLoaded: 0,
  bytesStored: 0,
});

export function addOperations(sum: Operations, more: Operations, times = 1): void {
  for (const key of Object.keys(sum) as (keyof Operations)[]) sum[key] += times * more[key];
}

/** @param tables contents of the i32 buffers that decide a branch or a loop bound. */
export function count(
  kernel: Kernel,
  args: readonly number[],
  tables: Tables = new Map(),
): Operations {
  const known: Integers = new Map(kernel.params.map((p, i) => [p.id, args[i]]));
  return statements(kernel.body, known, tables);
}

function statements(list: readonly Statement[], known: Integers, tables: Tables): Operations {
  const sum = noOperations();
  for (const s of list) {
    switch (s.kind) {
      case "comment":
        break;
      case "set":
        expression(s.value, sum);
        break;
      case "store":
        expression(s.index, sum);
        expression(s.value, sum);
        sum.bytesStored += BYTES[s.buffer.element] * s.lanes;
        break;
      case "if": {
        const { op, a, b } = s.condition;
        const [left, right] = [evaluate(a, known, tables), evaluate(b, known, tables)];
        const holds = op === "lt" ? left < right : op === "ge" ? left >= right : left === right;
        addOperations(sum, statements(holds ? s.then : s.otherwise, known, tables));
        break;
      }
      case "loop": {
        const [from, to] = [evaluate(s.from, known, tables), evaluate(s.to, known, tables)];
        const turns = Math.max(0, Math.ceil((to - from) / s.step));
        if (turns === 0) break;
        const inner = new Map(known);
        const turn = (i: number) => statements(s.body, inner.set(s.variable.id, i), tables);
        const deciding = turnDecisions(s);
        if (deciding === null) {
          for (let i = from; i < to; i += s.step) addOperations(sum, turn(i));
          break;
        }
        if (deciding.length === 0) {
          addOperations(sum, turn(from), turns);
          break;
        }
        const alike = new Map<string, Operations>();
        for (let i = from; i < to; i += s.step) {
          inner.set(s.variable.id, i);
          const key = deciding.map((e) => evaluate(e, inner, tables)).join();
          const work = alike.get(key) ?? turn(i);
          alike.set(key, work);
          addOperations(sum, work);
        }
        break;
      }
      default:
        s satisfies never;
    }
  }
  return sum;
}

type Loop = Extract<Statement, { kind: "loop" }>;
const decisionsOfTurns = new WeakMap<Loop, readonly Expr[] | null>();

/**
 * What decides the work of one turn of a loop: the branches and inner bounds that depend on its counter,
 * none where all turns are alike. Null where one of them depends on an inner counter as well, so that it
 * has no value yet when the turn begins.
 */
function turnDecisions(loop: Loop): readonly Expr[] | null {
  const found = decisionsOfTurns.get(loop);
  if (found !== undefined) return found;
  const own = decisions(loop.body).filter((e) => reads(e, loop.variable.id));
  const inner = innerCounters(loop.body);
  const answer = own.some((e) => inner.some((id) => reads(e, id))) ? null : own;
  decisionsOfTurns.set(loop, answer);
  return answer;
}

const innerCounters = (list: readonly Statement[]): number[] =>
  list.flatMap((s) => {
    if (s.kind === "if") return [...innerCounters(s.then), ...innerCounters(s.otherwise)];
    return s.kind === "loop" ? [s.variable.id, ...innerCounters(s.body)] : [];
  });

/** The integers that branches and the bounds of loops depend on. */
const decisions = (list: readonly Statement[]): Expr[] =>
  list.flatMap((s) => {
    if (s.kind === "if")
      return [s.condition.a, s.condition.b, ...decisions(s.then), ...decisions(s.otherwise)];
    return s.kind === "loop" ? [s.from, s.to, ...decisions(s.body)] : [];
  });

function reads(e: Expr, id: number): boolean {
  if (e.kind === "variable")
    return e.id === id || (e.definition !== null && reads(e.definition, id));
  if (e.kind === "load") return reads(e.index, id);
  return e.kind === "int" && (reads(e.a, id) || reads(e.b, id));
}

function expression(e: Expr, sum: Operations): void {
  switch (e.kind) {
    case "const":
    case "variable":
      return;
    case "int":
    case "shuffle":
    case "permute":
      expression(e.a, sum);
      expression(e.b, sum);
      return;
    case "splat":
    case "bits":
      expression(e.a, sum);
      return;
    case "vector": {
      for (const part of e.args) expression(part, sum);
      const { costs, gives }: VectorOp = VECTOR_OPS[e.op];
      sum.multiplications += LANES[gives] * (costs?.multiplications ?? 0);
      sum.additions += LANES[gives] * (costs?.additions ?? 0);
      return;
    }
    case "float": {
      expression(e.a, sum);
      expression(e.b, sum);
      const lanes = e.type === "v128" ? 4 : 1;
      if (e.op === "mul") sum.multiplications += lanes;
      else if (e.op === "add" || e.op === "sub") sum.additions += lanes;
      else sum.others += lanes;
      return;
    }
    case "fma":
      for (const part of [e.a, e.b, e.c]) expression(part, sum);
      sum.multiplications += 4;
      sum.additions += 4;
      return;
    case "load":
      expression(e.index, sum);
      sum.bytesLoaded += LANES[e.type] * BYTES[e.buffer.element];
      return;
    case "load-splat":
      expression(e.index, sum);
      sum.bytesLoaded += 4;
      return;
    default:
      throw new InternalError(`cannot count ${(e satisfies never as Expr).kind}`);
  }
}
