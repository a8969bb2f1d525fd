/**
 * A compiled plan with its tensors. Weights are packed and tables written when it is made; `run`
 * reads `input`, writes `output`, and allocates nothing.
 */
import { fault, guard, InternalError, OptionError, ShapeError } from "../errors.ts";
import { knownWeight, type Plan } from "../plan/plan.ts";
import type { Program, Role } from "../plan/program.ts";
import { inputShape, outputShape, weightShape } from "../semantics/shapes.ts";
import { expectShape, type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import type { Code } from "./compiled.ts";
import type { Memory } from "./memory.ts";
import type { Pool } from "./pool.ts";
import { Runner } from "./runner.ts";

/** What `compile` hands over. */
export interface Parts {
  readonly plan: Plan;
  readonly code: Code<Program>;
  readonly memory: Memory;
  /** Null for one thread. */
  readonly pool: Pool | null;
}

export class Executable implements Disposable {
  readonly plan: Plan;
  /** Views of the executable's own memory, in the problem's layouts: fill one, run, read the other. */
  readonly input: Tensor;
  readonly output: Tensor;
  /** Also a view, to fill before any run, where the plan's weight is "input"; else null. */
  readonly weight: Tensor | null;
  /** A view of the bias, one value an output channel; null when the problem has none. */
  readonly bias: Tensor | null;
  /** Bytes of its memory. */
  readonly bytes: number;
  private readonly program: Program;
  private readonly runner: Runner;
  /** As the kernels read it; null where the code was made for one weight and holds it. */
  private readonly packed: Float32Array | null;

  constructor({ plan, code, memory, pool }: Parts) {
    const { program } = code;
    const runner = new Runner(code, memory, plan.threads, pool, plan.wakes);
    const view = (role: Role): Float32Array | null => {
      const buffer = program.allocations.find((a) => a.role === role)?.buffer;
      return buffer ? runner.view(Float32Array, buffer, sizeOf(buffer.shape)) : null;
    };
    this.plan = plan;
    this.bytes = runner.bytes;
    this.program = program;
    this.runner = runner;
    this.input = { shape: inputShape(plan.problem), data: view("input") ?? missing("input") };
    this.output = { shape: outputShape(plan.problem), data: view("output") ?? missing("output") };
    this.packed = view("weight");
    const { problem, weight } = plan;
    this.weight =
      weight === "input"
        ? { shape: weightShape(problem), data: this.packed ?? missing("weight") }
        : null;
    const bias = view("bias");
    this.bias = bias && { shape: [problem.outChannels], data: bias };
  }

  /**
   * Packs another weight (and bias), of the problem's shapes; the next run uses them.
   *
   * @throws ShapeError when a shape differs, or a bias is missing or not wanted.
   * @throws OptionError when the plan was made for one weight and this is another.
   * @throws RuntimeError while a run is under way.
   */
  setWeight(weight: Tensor<FloatArray>, bias: Tensor<FloatArray> | null = null): void {
    this.runner.assertIdle();
    const { problem } = this.plan;
    const known = knownWeight(this.plan);
    expectShape("weight", weightShape(problem), weight);
    if (known) expectKnown(known, weight.data);
    if (problem.bias !== (bias !== null)) {
      throw fault(ShapeError, {
        name: "bias",
        expected: problem.bias
          ? `a tensor of shape [${problem.outChannels}]`
          : "none (the problem has no bias)",
        got: bias?.shape,
      });
    }
    if (bias) {
      expectShape("bias", [problem.outChannels], bias);
      this.bias!.data.set(bias.data);
    }
    this.packed?.set(this.program.packWeight(weight.data));
  }

  /**
   * Computes `output` from `input`. The caller's thread does its share before this returns; the
   * promise is settled when the helpers have done theirs.
   *
   * @throws RuntimeError when disposed, when a run is under way, or when a helper thread died in
   * this run; after that the executable stays unusable.
   */
  run(): Promise<void> {
    return this.runner.run();
  }

  /** Gives the memory back to the garbage collector; `input` and `output` must not be used after. */
  [Symbol.dispose](): void {
    this.runner[Symbol.dispose]();
  }
}

/** The code was made for one weight: another would be ignored in silence. */
function expectKnown(known: readonly number[], data: FloatArray): void {
  const differs = known.findIndex((value, i) => !Object.is(value, Math.fround(data[i])));
  guard(differs < 0, OptionError, () => ({
    name: `weight[${differs}] of a plan that was made for one weight`,
    expected: `${known[differs]}`,
    got: data[differs],
  }));
}

function missing(role: Role): never {
  throw new InternalError(`the program has no buffer for ${role}`);
}
