/**
 * Runs a kernel tree in JavaScript, bit for bit as WebAssembly does: float32 rounding after every
 * operation, fused or unfused multiply-add as asked. Slow and plain, an oracle for `lower`.
 */
import { InternalError } from "../errors.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { evaluate, type Integers, type Tables } from "./evaluate.ts";
import { fmaf } from "./fmaf.ts";
import type { Arithmetic, Elements, Expr, Kernel, Statement, TreeType } from "./tree.ts";
import { LANES } from "./types.ts";
import { VECTOR_OPS, type VectorOp } from "./vector-ops.ts";

/** Contents of every buffer the kernel uses, by name. */
export type Memory = ReadonlyMap<string, Elements>;

type Values = readonly number[];

type Store = Extract<Statement, { kind: "store" }>;

export interface InterpretOptions {
  readonly fma: boolean;
  /** Told of every store, and of every expression as it is computed: of integers the outermost only. */
  readonly observe?: (node: Expr | Store) => void;
}

export function interpret(
  kernel: Kernel,
  args: readonly number[],
  memory: Memory,
  options: InterpretOptions,
): void {
  const { observe = () => {} } = options;
  const integers: Integers = new Map(kernel.params.map((p, i) => [p.id, args[i]]));
  const values = new Map<number, Values>();
  const tables: Tables = memory;

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
    observe(e);
    if (e.type === "i32") return [evaluate(e, integers, tables)];
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
        const width = LANES[e.type];
        const data = at(e.buffer, index, width);
        return Array.from({ length: width }, (_, lane) => data[index + lane] ?? 0);
      }
      case "load-splat": {
        const index = evaluate(e.index, integers, tables);
        const value = at(e.buffer, index, 1)[index];
        return [value, value, value, value];
      }
      case "vector": {
        const { run }: VectorOp = VECTOR_OPS[e.op];
        return run(...e.args.map(expression));
      }
      case "permute": {
        const lanes = [...expression(e.a), ...expression(e.b)];
        return e.lanes.map((lane) => lanes[lane]);
      }
      case "bits":
        return reread(expression(e.a), e.a.type, e.type);
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
          if (s.variable.type === "i32") {
            observe(s.value);
            integers.set(s.variable.id, evaluate(s.value, integers, tables));
          } else values.set(s.variable.id, expression(s.value));
          break;
        case "store": {
          const index = evaluate(s.index, integers, tables);
          observe(s);
          observe(s.index);
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

const ARRAYS = {
  i8x16: Uint8Array,
  i16x8: Int16Array,
  i32x4: Int32Array,
  v128: Float32Array,
} as const;

/** The bits of one vector as the lanes of another type. */
function reread(lanes: Values, from: TreeType, to: TreeType): Values {
  const { buffer } = ARRAYS[from as keyof typeof ARRAYS].from(lanes);
  return [...new ARRAYS[to as keyof typeof ARRAYS](buffer)];
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
