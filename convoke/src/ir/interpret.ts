/**
 * Runs a kernel tree in JavaScript, bit for bit as WebAssembly does: float32 rounding after every
 * operation, fused or unfused multiply-add as asked. Slow and plain, an oracle for `lower`.
 */
import { InternalError } from "../errors.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { evaluate, type Integers, type Tables } from "./evaluate.ts";
import { fmaf } from "./fmaf.ts";
import type { Arithmetic, Expr, Kernel, Statement } from "./tree.ts";

/** Contents of every buffer the kernel uses, by name. */
export type Memory = ReadonlyMap<string, Float32Array | Int32Array>;

type Values = readonly number[];

export function interpret(
  kernel: Kernel,
  args: readonly number[],
  memory: Memory,
  options: { readonly fma: boolean },
): void {
  const integers: Integers = new Map(kernel.params.map((p, i) => [p.id, args[i]]));
  const values = new Map<number, Values>();
  const tables = memory as Tables;

  const at = (
    buffer: { name: string; shape: readonly number[]; slack: number },
    index: number,
    width: number,
  ) => {
    const data = memory.get(buffer.name);
    if (!data) throw new InternalError(`no memory was given for ${buffer.name}`);
    if (index < 0 || index + width > sizeOf(buffer.shape) + buffer.slack) {
      throw new InternalError(`${buffer.name}[${index}] is outside [${buffer.shape}]`);
    }
    return data;
  };

  const expression = (e: Expr): Values => {
    switch (e.kind) {
      case "const":
        return [Math.fround(e.value)];
      case "variable":
        return values.get(e.id) ?? missing(e.name);
      case "float": {
        const [a, b] = [expression(e.a), expression(e.b)];
        return a.map((x, lane) => arithmetic(e.op, x, b[lane]));
      }
      case "fma": {
        const [a, b, c] = [expression(e.a), expression(e.b), expression(e.c)];
        const step = options.fma ? fmaf : unfused;
        return a.map((x, lane) => step(x, b[lane], c[lane]));
      }
      case "splat": {
        const [a] = expression(e.a);
        return [a, a, a, a];
      }
      case "shuffle": {
        const lanes = [...expression(e.a), ...expression(e.b)];
        return e.lanes.map((lane) => lanes[lane]);
      }
      case "load": {
        const index = evaluate(e.index, integers, tables);
        const width = e.type === "v128" ? 4 : 1;
        const data = at(e.buffer, index, width);
        return Array.from({ length: width }, (_, lane) => data[index + lane] ?? 0);
      }
      case "load-splat": {
        const index = evaluate(e.index, integers, tables);
        const value = at(e.buffer, index, 1)[index];
        return [value, value, value, value];
      }
      case "int":
        throw new InternalError("an integer where a float was expected");
      default:
        return e satisfies never;
    }
  };

  const statements = (list: readonly Statement[]): void => {
    for (const s of list) {
      switch (s.kind) {
        case "comment":
          break;
        case "set":
          if (s.variable.type === "i32")
            integers.set(s.variable.id, evaluate(s.value, integers, tables));
          else values.set(s.variable.id, expression(s.value));
          break;
        case "store": {
          const index = evaluate(s.index, integers, tables);
          const data = at({ ...s.buffer, slack: 0 }, index, s.lanes);
          const lanes = expression(s.value);
          for (let lane = 0; lane < s.lanes; lane++) data[index + lane] = lanes[lane];
          break;
        }
        case "if": {
          const { op, a, b } = s.condition;
          const [x, y] = [evaluate(a, integers, tables), evaluate(b, integers, tables)];
          statements((op === "lt" ? x < y : op === "ge" ? x >= y : x === y) ? s.then : s.otherwise);
          break;
        }
        case "loop": {
          const from = evaluate(s.from, integers, tables);
          const to = evaluate(s.to, integers, tables);
          for (let i = from; i < to; i += s.step) {
            integers.set(s.variable.id, i);
            statements(s.body);
          }
          break;
        }
        default:
          s satisfies never;
      }
    }
  };

  statements(kernel.body);
}

const unfused = (a: number, b: number, c: number) => Math.fround(Math.fround(a * b) + c);

function arithmetic(op: Arithmetic, a: number, b: number): number {
  switch (op) {
    case "add":
      return Math.fround(a + b);
    case "sub":
      return Math.fround(a - b);
    case "mul":
      return Math.fround(a * b);
    case "div":
      return Math.fround(a / b);
    case "min":
      return Math.min(a, b);
    case "max":
      return Math.max(a, b);
    default:
      return op satisfies never;
  }
}

function missing(name: string): never {
  throw new InternalError(`${name} was read before it was set`);
}
