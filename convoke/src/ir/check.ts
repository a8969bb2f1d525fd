/**
 * The bounds proof: every access of a kernel lies inside its buffer, for every value that its
 * parameters, loop counters and tables may take. An access outside would not trap inside a Wasm
 * memory, it would corrupt a neighbour: nothing is emitted that has not passed here.
 */
import { InternalError } from "../errors.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { type Known, loopRange, narrow, rangeOf } from "./ranges.ts";
import type { Buffer, Expr, Kernel, Statement } from "./tree.ts";
import { LANES } from "./types.ts";

/** How many accesses were proven, and how near the ends they come. */
export interface Proof {
  readonly accesses: number;
  /** By buffer: smallest and largest element touched. */
  readonly reach: ReadonlyMap<string, { min: number; max: number }>;
}

/** @throws InternalError naming the access that could leave its buffer. */
export function check(kernel: Kernel): Proof {
  let accesses = 0;
  const reach = new Map<string, { min: number; max: number }>();

  const access = (buffer: Buffer, index: Expr, width: number, slack: number, known: Known) => {
    const { min, max } = rangeOf(index, known);
    const last = max + width - 1;
    if (min < 0 || last >= sizeOf(buffer.shape) + slack) {
      throw new InternalError(
        `${kernel.name}: access to ${buffer.name}[${buffer.shape}] may reach ${min}..${last}`,
      );
    }
    accesses++;
    const seen = reach.get(buffer.name);
    reach.set(buffer.name, {
      min: Math.min(min, seen?.min ?? min),
      max: Math.max(last, seen?.max ?? last),
    });
  };

  const expression = (e: Expr, known: Known): void => {
    switch (e.kind) {
      case "const":
      case "variable":
        return;
      case "int":
      case "float":
      case "shuffle":
      case "permute":
        expression(e.a, known);
        expression(e.b, known);
        return;
      case "fma":
        for (const part of [e.a, e.b, e.c]) expression(part, known);
        return;
      case "vector":
        for (const part of e.args) expression(part, known);
        return;
      case "splat":
      case "bits":
        expression(e.a, known);
        return;
      case "load":
      case "load-splat":
        expression(e.index, known);
        access(e.buffer, e.index, e.kind === "load" ? LANES[e.type] : 1, e.buffer.slack, known);
        return;
      default:
        e satisfies never;
    }
  };

  const statements = (list: readonly Statement[], known: Known): void => {
    for (const s of list) {
      switch (s.kind) {
        case "comment":
          break;
        case "set":
          expression(s.value, known);
          break;
        case "store":
          expression(s.index, known);
          expression(s.value, known);
          access(s.buffer, s.index, s.lanes, 0, known);
          break;
        case "if": {
          const [then, otherwise] = [
            narrow(s.condition, true, known),
            narrow(s.condition, false, known),
          ];
          if (then) statements(s.then, then);
          if (otherwise) statements(s.otherwise, otherwise);
          break;
        }
        case "loop": {
          const range = loopRange(s.from, s.to, s.step, known);
          if (range === null) break;
          if (range.min < 0)
            throw new InternalError(`${kernel.name}: loop ${s.variable.name} starts below 0`);
          statements(s.body, new Map(known).set(s.variable.id, range));
          break;
        }
        default:
          s satisfies never;
      }
    }
  };

  statements(kernel.body, new Map());
  return { accesses, reach };
}
