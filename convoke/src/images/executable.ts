/** A compiled image filter: fill `input`, run, read `output`; both are views of its own memory. */
import type { Operations } from "../ir/count.ts";
import type { Role } from "../plan/program.ts";
import { programOperations } from "../planner/work.ts";
import { compileProgram } from "../runtime/compiled.ts";
import { openMemory } from "../runtime/memory.ts";
import { helpersFor, type Pool } from "../runtime/pool.ts";
import { Runner } from "../runtime/runner.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { ImageProgram } from "./algorithm.ts";
import { imageAlgorithm } from "./algorithms.ts";
import type { ImagePlan } from "./plan.ts";
import { rowLength } from "./problem.ts";

const ARRAYS = {
  u8: Uint8Array,
  u16: Uint16Array,
  i16: Int16Array,
  f32: Float32Array,
} as const;

export type ImageInput = Uint8Array | Uint16Array;
export type ImageOutputArray = ImageInput | Int16Array | Float32Array;

export class ImageExecutable implements Disposable {
  readonly plan: ImagePlan;
  /** Row after row, channels interleaved. */
  readonly input: ImageInput;
  readonly output: ImageOutputArray;
  private readonly runner: Runner;

  constructor(plan: ImagePlan, program: ImageProgram, runner: Runner) {
    const { height, element, output, border } = plan.problem;
    const length = rowLength(plan.problem);
    const bufferOf = (role: Role) => program.allocations.find((a) => a.role === role)!.buffer;
    const all = runner.view<ImageInput>(ARRAYS[element], bufferOf("input"), (height + 1) * length);
    this.plan = plan;
    this.runner = runner;
    this.input = all.subarray(0, height * length);
    this.output = runner.view<ImageOutputArray>(
      ARRAYS[output],
      bufferOf("output"),
      sizeOf(bufferOf("output").shape),
    );
    all.fill(border.kind === "constant" ? border.value : 0, height * length);
  }

  /**
   * Computes `output` from `input`.
   *
   * @throws RuntimeError when disposed, when a run is under way, or when a helper thread died.
   */
  run(): Promise<void> {
    return this.runner.run();
  }

  [Symbol.dispose](): void {
    this.runner[Symbol.dispose]();
  }
}

/** Buffers and kernels of a plan. */
export const imageProgram = (plan: ImagePlan): ImageProgram =>
  imageAlgorithm(plan.algorithm).lower(plan);

/** Multiplications, additions and bytes moved by one run, counted on the generated loops. */
export const imageOperations = (plan: ImagePlan): Operations =>
  programOperations(imageProgram(plan));

/**
 * Generates, proves and compiles the kernels, and allocates the memory.
 *
 * @throws UnsupportedError when the buffers need more than 4 GiB.
 */
export async function compileImage(plan: ImagePlan, pool?: Pool | null): Promise<ImageExecutable> {
  const code = await compileProgram(imageProgram(plan), plan);
  const helpers = helpersFor(plan.threads, pool);
  const runner = new Runner(code, await openMemory(code), plan.threads, helpers, true);
  return new ImageExecutable(plan, code.program, runner);
}
