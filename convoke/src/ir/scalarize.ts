/**
 * Kernel tree → the same kernel without vectors, for engines that have none: a vector variable
 * becomes four floats, a load four loads, a shuffle the choice of other names. Every lane is computed
 * by the same operations, so the results are the same bits as with unfused vectors.
 */
import { UnsupportedError } from "../errors.ts";
import { add, int, load, mul, plus } from "./build.ts";
import type { Expr, Kernel, Statement, Variable } from "./tree.ts";

type Lanes = readonly [Expr, Expr, Expr, Expr];
type Slots = readonly [Variable, Variable, Variable, Variable];

/** @throws UnsupportedError for a kernel that works on vectors of integers. */
export function scalarize(kernel: Kernel): Kernel {
  const sets = countSets(kernel.body);
  let nextId = 1 + Math.max(-1, ...kernel.params.map((p) => p.id), ...highestIds(kernel.body));
  const slots = new Map<number, Slots>();

  const scalar = (name: string): Variable => ({
    kind: "variable",
    name,
    type: "f32",
    id: nextId++,
    definition: null,
    range: null,
  });

  /** The four floats of a vector; one for all lanes where they are equal and stay so. */
  const slotsOf = (v: Variable, equal: boolean): Slots => {
    const known = slots.get(v.id);
    if (known) return known;
    const first = scalar(v.name);
    const made: Slots = equal
      ? [first, first, first, first]
      : [first, scalar(v.name), scalar(v.name), scalar(v.name)];
    slots.set(v.id, made);
    return made;
  };

  const lanes = (e: Expr): Lanes => {
    switch (e.kind) {
      case "variable":
        return slotsOf(e, false);
      case "float": {
        const [a, b] = [lanes(e.a), lanes(e.b)];
        return four((i) => ({ kind: "float", type: "f32", op: e.op, a: a[i], b: b[i] }));
      }
      case "fma": {
        const [a, b, c] = [lanes(e.a), lanes(e.b), lanes(e.c)];
        return four((i) => add(mul(a[i], b[i]), c[i]));
      }
      case "splat":
        return four(() => e.a);
      case "shuffle": {
        const both = [...lanes(e.a), ...lanes(e.b)];
        return four((i) => both[e.lanes[i]]);
      }
      case "load":
        return four((i) => load(e.buffer, plus(e.index, i)));
      case "load-splat":
        return four(() => load(e.buffer, e.index));
      default:
        return integersNeedSimd(kernel);
    }
  };

  const set = (s: Statement & { kind: "set" }): readonly Statement[] => {
    const { variable, value } = s;
    if (variable.type !== "v128") return isScalar(value) ? [s] : integersNeedSimd(kernel);
    const equal = value.kind === "splat" || value.kind === "load-splat";
    if (equal && sets.get(variable.id) === 1) {
      return [{ kind: "set", variable: slotsOf(variable, true)[0], value: lanes(value)[0] }];
    }
    const targets = slotsOf(variable, false);
    const values = lanes(value);
    // A lane may be read after it was overwritten only where lanes change places.
    if (!changesPlaces(value))
      return targets.map((target, i) => ({ kind: "set", variable: target, value: values[i] }));
    const { bound, statements } = bind(values);
    return [
      ...statements,
      ...targets.map(
        (target, i): Statement => ({ kind: "set", variable: target, value: bound[i] }),
      ),
    ];
  };

  /** Computes all values before any is used. */
  const bind = (values: readonly Expr[]) => {
    const bound = values.map(() => scalar("lane"));
    const statements = values.map(
      (value, i): Statement => ({ kind: "set", variable: bound[i], value }),
    );
    return { bound, statements };
  };

  const store = (s: Statement & { kind: "store" }): readonly Statement[] => {
    if (s.value.type !== "v128") return isScalar(s.value) ? [s] : integersNeedSimd(kernel);
    const values = lanes(s.value).slice(0, s.lanes);
    const { bound, statements } =
      s.value.kind === "variable" ? { bound: values, statements: [] } : bind(values);
    const stores = bound.map(
      (value, i): Statement => ({
        kind: "store",
        buffer: s.buffer,
        index: plus(s.index, int(i)),
        value,
        lanes: 1,
      }),
    );
    return [...statements, ...stores];
  };

  const each = (list: readonly Statement[]): readonly Statement[] =>
    list.flatMap((s): readonly Statement[] => {
      switch (s.kind) {
        case "comment":
          return [s];
        case "set":
          return set(s);
        case "store":
          return store(s);
        case "loop":
          return [{ ...s, body: each(s.body) }];
        case "if":
          return [{ ...s, then: each(s.then), otherwise: each(s.otherwise) }];
        default:
          return s satisfies never;
      }
    });

  return { ...kernel, body: each(kernel.body) };
}

/** A value that holds no vector; lanes taken out of one are of the kind "vector". */
const isScalar = ({ type, kind }: Expr): boolean =>
  (type === "i32" || type === "f32") && kind !== "vector";

function integersNeedSimd({ name }: Kernel): never {
  throw new UnsupportedError(`${name} works on vectors of integers: it needs WebAssembly SIMD`);
}

const four = (make: (lane: 0 | 1 | 2 | 3) => Expr): Lanes => [make(0), make(1), make(2), make(3)];

/** Whether a lane of the result comes from another lane of a variable. */
function changesPlaces(e: Expr): boolean {
  switch (e.kind) {
    case "shuffle":
      return true;
    case "float":
      return changesPlaces(e.a) || changesPlaces(e.b);
    case "fma":
      return changesPlaces(e.a) || changesPlaces(e.b) || changesPlaces(e.c);
    default:
      // A float spread over the lanes was made of scalars, which are not written here.
      return false;
  }
}

/** How often each variable is assigned in the text of the kernel. */
function countSets(list: readonly Statement[], counts = new Map<number, number>()) {
  for (const s of list) {
    if (s.kind === "set") counts.set(s.variable.id, (counts.get(s.variable.id) ?? 0) + 1);
    for (const inner of nested(s)) countSets(inner, counts);
  }
  return counts;
}

function highestIds(list: readonly Statement[]): number[] {
  let highest = -1;
  for (const s of list) {
    if (s.kind === "set" || s.kind === "loop") highest = Math.max(highest, s.variable.id);
    for (const inner of nested(s)) highest = Math.max(highest, ...highestIds(inner));
  }
  return [highest];
}

function nested(s: Statement): readonly (readonly Statement[])[] {
  return s.kind === "loop" ? [s.body] : s.kind === "if" ? [s.then, s.otherwise] : [];
}
