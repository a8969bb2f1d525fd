/**
 * What this engine's WebAssembly can do, established by running tiny modules and looking at the
 * answer. Asking (`WebAssembly.validate`) would tell that an instruction exists, not what it does:
 * a relaxed multiply-add may or may not round once.
 */
import { encode } from "./encode.ts";
import type { Instruction, WasmModule } from "./module.ts";

/** A function () → f32 without memory. */
function constant(body: readonly Instruction[]): WasmModule {
  return {
    memory: null,
    functions: [{ name: "probe", params: [], results: ["f32"], locals: [], body, exported: true }],
  };
}

/** The number the function returns, or null where the engine refuses the module. */
function answer(body: readonly Instruction[]): number | null {
  const bytes = encode(constant(body));
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return (exports.probe as () => number)();
}

const splat = (value: number): Instruction[] => [
  { op: "f32.const", args: [value] },
  { op: "f32x4.splat", args: [] },
];
const lane: Instruction = { op: "f32x4.extract_lane", args: [3] };

/** Whether 128-bit vectors of floats work. */
export function hasSimd(): boolean {
  return answer([...splat(1.5), ...splat(2), { op: "f32x4.mul", args: [] }, lane]) === 3;
}

/**
 * Whether relaxed multiply-add exists and rounds once. (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ when the
 * product is kept whole and 0 when it is rounded first.
 */
export function hasFusedMultiplyAdd(): boolean {
  const a = 1 + 2 ** -12;
  const fused: Instruction = { op: "f32x4.relaxed_madd", args: [] };
  return answer([...splat(a), ...splat(a), ...splat(-(1 + 2 ** -11)), fused, lane]) === 2 ** -24;
}

/** Whether memory can be shared between threads. */
export function hasSharedMemory(): boolean {
  try {
    return (
      new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer instanceof
      SharedArrayBuffer
    );
  } catch (error) {
    // There may be no room for one just now.
    return error instanceof RangeError;
  }
}
