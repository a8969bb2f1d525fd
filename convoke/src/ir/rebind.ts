/**
 * A kernel over other buffers: how programs are put together from the programs of their parts. What
 * was an element of a buffer becomes the element `offset` further on of another one.
 */
import { plus } from "./build.ts";
import type { Buffer, Condition, Expr, Kernel, Statement, Variable } from "./tree.ts";

export interface Binding {
  readonly buffer: Buffer;
  readonly offset: number;
}

export const bindTo = (buffer: Buffer, offset = 0): Binding => ({ buffer, offset });

/** `kernel` with every buffer that `bindings` names replaced; the others stay. */
export function rebind(kernel: Kernel, bindings: ReadonlyMap<Buffer, Binding>): Kernel {
  // Variables are known by identity: each is made anew once.
  const variables = new Map<Variable, Variable>();
  const bound = (buffer: Buffer): Binding => bindings.get(buffer) ?? { buffer, offset: 0 };

  const variable = (v: Variable): Variable => {
    const known = variables.get(v);
    if (known) return known;
    const made = v.definition ? { ...v, definition: expression(v.definition) } : v;
    variables.set(v, made);
    return made;
  };

  const expression = (e: Expr): Expr => {
    switch (e.kind) {
      case "const":
        return e;
      case "variable":
        return variable(e);
      case "int":
      case "float":
      case "shuffle":
      case "permute":
        return { ...e, a: expression(e.a), b: expression(e.b) };
      case "fma":
        return { ...e, a: expression(e.a), b: expression(e.b), c: expression(e.c) };
      case "splat":
      case "bits":
        return { ...e, a: expression(e.a) };
      case "vector":
        return { ...e, args: e.args.map(expression) };
      case "load":
      case "load-splat": {
        const { buffer, offset } = bound(e.buffer);
        return { ...e, buffer, index: plus(expression(e.index), offset) };
      }
      default:
        return e satisfies never;
    }
  };

  const condition = ({ op, a, b }: Condition): Condition => ({
    op,
    a: expression(a),
    b: expression(b),
  });

  const statement = (s: Statement): Statement => {
    switch (s.kind) {
      case "comment":
        return s;
      case "set":
        return { ...s, variable: variable(s.variable), value: expression(s.value) };
      case "store": {
        const { buffer, offset } = bound(s.buffer);
        const index = plus(expression(s.index), offset);
        return { ...s, buffer, index, value: expression(s.value) };
      }
      case "loop":
        return {
          ...s,
          variable: variable(s.variable),
          from: expression(s.from),
          to: expression(s.to),
          body: s.body.map(statement),
        };
      case "if":
        return {
          ...s,
          condition: condition(s.condition),
          then: s.then.map(statement),
          otherwise: s.otherwise.map(statement),
        };
      default:
        return s satisfies never;
    }
  };

  return {
    ...kernel,
    buffers: kernel.buffers.map((buffer) => bound(buffer).buffer),
    body: kernel.body.map(statement),
  };
}
