/** Which buffers a kernel reads and which it writes. */
import type { Buffer, Expr, Kernel, Statement } from "./tree.ts";

export interface Accesses {
  readonly reads: ReadonlySet<Buffer>;
  readonly writes: ReadonlySet<Buffer>;
}

export function accessesOf(kernel: Kernel): Accesses {
  const [reads, writes] = [new Set<Buffer>(), new Set<Buffer>()];

  const expression = (e: Expr): void => {
    switch (e.kind) {
      case "const":
      case "variable":
        return;
      case "int":
      case "float":
      case "shuffle":
      case "permute":
        expression(e.a);
        expression(e.b);
        return;
      case "fma":
        expression(e.a);
        expression(e.b);
        expression(e.c);
        return;
      case "splat":
      case "bits":
        expression(e.a);
        return;
      case "vector":
        e.args.forEach(expression);
        return;
      case "load":
      case "load-splat":
        reads.add(e.buffer);
        expression(e.index);
        return;
      default:
        e satisfies never;
    }
  };

  const statement = (s: Statement): void => {
    switch (s.kind) {
      case "comment":
        return;
      case "set":
        expression(s.value);
        return;
      case "store":
        writes.add(s.buffer);
        expression(s.index);
        expression(s.value);
        return;
      case "loop":
        expression(s.from);
        expression(s.to);
        s.body.forEach(statement);
        return;
      case "if":
        expression(s.condition.a);
        expression(s.condition.b);
        s.then.forEach(statement);
        s.otherwise.forEach(statement);
        return;
      default:
        s satisfies never;
    }
  };

  kernel.body.forEach(statement);
  return { reads, writes };
}
