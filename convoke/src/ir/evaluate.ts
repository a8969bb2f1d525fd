/** Values of integer expressions, for `count` and `interpret`. */
import { InternalError } from "../errors.ts";
import type { Elements, Expr } from "./tree.ts";

/** Parameters and loop counters by id. */
export type Integers = Map<number, number>;
/** Contents of integer buffers by name. */
export type Tables = Pick<ReadonlyMap<string, Elements>, "get">;

export function evaluate(e: Expr, known: Integers, tables: Tables): number {
  switch (e.kind) {
    case "const":
      return e.value;
    case "variable": {
      const value = known.get(e.id);
      if (value !== undefined) return value;
      if (e.definition) return evaluate(e.definition, known, tables);
      throw new InternalError(`the value of ${e.name} is not known here`);
    }
    case "load": {
      const contents = tables.get(e.buffer.name);
      if (!contents) throw new InternalError(`the contents of table ${e.buffer.name} are needed`);
      return contents[evaluate(e.index, known, tables)];
    }
    case "int": {
      const [a, b] = [evaluate(e.a, known, tables), evaluate(e.b, known, tables)];
      switch (e.op) {
        case "add":
          return a + b;
        case "sub":
          return a - b;
        case "mul":
          return a * b;
        case "div":
          return Math.floor(a / b);
        case "rem":
          return a % b;
        case "min":
          return Math.min(a, b);
        default:
          throw new InternalError(
            `${(e satisfies never as { op: string }).op} is no integer operation`,
          );
      }
    }
    default:
      throw new InternalError(`a ${e.kind} is no integer`);
  }
}
