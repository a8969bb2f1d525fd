/** The counted run of kernels: interprets them turn by turn, and counts what is computed and moved. */
import type { Operations } from "../../src/ir/count.ts";
import { noOperations } from "../../src/ir/count.ts";
import { type InterpretOptions, interpret } from "../../src/ir/interpret.ts";
import type { Buffer, Elements, Expr } from "../../src/ir/tree.ts";
import { BYTES, LANES } from "../../src/ir/types.ts";
import { VECTOR_OPS, type VectorOp } from "../../src/ir/vector-ops.ts";
import type { Program } from "../../src/plan/program.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";

const ARRAYS = { i32: Int32Array, f32: Float32Array, u8: Uint8Array, i16: Int16Array } as const;

/** Over tensors of ones; tables hold what they should. */
export function executedOperations({
  allocations,
  steps,
}: Pick<Program, "allocations" | "steps">): Operations {
  const memory = new Map<Buffer, Elements>();
  for (const { buffer, contents } of allocations) {
    const { shape, slack, element } = buffer;
    const Kind = ARRAYS[element as keyof typeof ARRAYS];
    memory.set(buffer, contents?.() ?? new Kind(sizeOf(shape) + slack).fill(1));
  }
  const counted = noOperations();
  const integer = (e: Expr): void => {
    if (e.kind === "int") for (const part of [e.a, e.b]) integer(part);
    if (e.kind === "load") loaded(e, LANES[e.type] * BYTES[e.buffer.element]);
  };
  const loaded = (e: Extract<Expr, { kind: "load" | "load-splat" }>, bytes: number) => {
    counted.bytesLoaded += bytes;
    integer(e.index);
  };
  const observe: NonNullable<InterpretOptions["observe"]> = (e) => {
    if (e.kind === "store") {
      counted.bytesStored += e.lanes * BYTES[e.buffer.element];
      return;
    }
    if (e.type === "i32") {
      integer(e);
      return;
    }
    switch (e.kind) {
      case "load":
        loaded(e, LANES[e.type] * BYTES[e.buffer.element]);
        return;
      case "load-splat":
        loaded(e, 4);
        return;
      case "float": {
        const lanes = e.type === "v128" ? 4 : 1;
        if (e.op === "mul") counted.multiplications += lanes;
        else if (e.op === "add" || e.op === "sub") counted.additions += lanes;
        else counted.others += lanes;
        return;
      }
      case "fma":
        counted.multiplications += 4;
        counted.additions += 4;
        return;
      case "vector": {
        const { costs, gives }: VectorOp = VECTOR_OPS[e.op];
        counted.multiplications += LANES[gives] * (costs?.multiplications ?? 0);
        counted.additions += LANES[gives] * (costs?.additions ?? 0);
        return;
      }
      default:
        return;
    }
  };
  for (const { kernel, tasks } of steps) {
    // Parts that were put together may have buffers of one name: a kernel means its own.
    const own = new Map(kernel.buffers.map((buffer) => [buffer.name, memory.get(buffer)!]));
    interpret(kernel, [0, 0, tasks], own, { fma: false, observe });
  }
  return counted;
}
