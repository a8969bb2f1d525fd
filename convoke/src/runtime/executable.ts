/**
 * The only thing that owns memory. Weights are packed and tables written when it is made; `run`
 * reads `input`, writes `output`, and allocates nothing.
 */
import { fault, guard, InternalError, OptionError, RuntimeError, ShapeError } from "../errors.ts";
import {
  CONTROL_BYTES,
  DONE,
  type KernelFunction,
  kernelsOf,
  openRun,
  type Stage,
  takeShare,
  totalChunks,
} from "../host/share.ts";
import type { Plan } from "../plan/plan.ts";
import type { Program, Role } from "../plan/program.ts";
import { inputShape, outputShape, weightShape } from "../semantics/shapes.ts";
import { expectShape, type FloatArray, sizeOf, type Tensor } from "../tensor/tensor.ts";
import type { Code } from "./code.ts";
import type { Pool } from "./pool.ts";

/** What `compile` hands over. */
export interface Parts {
  readonly plan: Plan;
  readonly code: Code;
  /** Null for one thread. */
  readonly pool: Pool | null;
}

const DISPOSED = "the executable has been disposed";
const DONE_ALREADY = Promise.resolve();
/** Looks at the progress of helpers before the caller's thread is given back to its event loop. */
const PATIENCE = 200_000;
/** Milliseconds between looks after that. */
const PAUSE = 1;

/** Retires the jobs of executables that were dropped without being disposed. */
const forgotten = new FinalizationRegistry<{ pool: Pool; id: number }>(({ pool, id }) =>
  pool.drop(id),
);

export class Executable implements Disposable {
  readonly plan: Plan;
  /** Views of the executable's own memory, in the problem's layouts: fill one, run, read the other. */
  readonly input: Tensor;
  readonly output: Tensor;
  private readonly program: Program;
  private readonly stages: readonly Stage[];
  private readonly kernels: readonly KernelFunction[];
  /** Chunks of a whole run. */
  private readonly chunks: number;
  /** Null where the code was made for one weight and holds it. */
  private readonly weight: Float32Array | null;
  private readonly bias: Float32Array | null;
  private readonly control: Int32Array;
  private readonly pool: Pool | null;
  private readonly job: number;
  /** Why it cannot run (any more); null while it can. */
  private broken: string | null = null;
  private running = false;

  constructor({ plan, code, pool }: Parts) {
    const { program, layout, stages, module } = code;
    const { pages, shared } = code.memory;
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
    const view = (role: Role): Float32Array | null => {
      const allocation = program.allocations.find((a) => a.role === role);
      if (!allocation) return null;
      const { buffer } = allocation;
      return new Float32Array(memory.buffer, layout.addresses.get(buffer)!, sizeOf(buffer.shape));
    };
    for (const { buffer, contents } of program.allocations) {
      if (contents) write(memory, layout.addresses.get(buffer)!, contents);
    }
    this.plan = plan;
    this.program = program;
    this.stages = stages;
    this.chunks = totalChunks(stages);
    this.kernels = kernelsOf(module, memory, stages);
    this.control = new Int32Array(memory.buffer, 0, CONTROL_BYTES / 4);
    this.input = { shape: inputShape(plan.problem), data: view("input") ?? missing("input") };
    this.output = { shape: outputShape(plan.problem), data: view("output") ?? missing("output") };
    this.weight = view("weight");
    this.bias = view("bias");
    this.pool = pool;
    this.job = pool ? pool.add({ threads: plan.threads, module, memory, stages }) : 0;
    if (pool) forgotten.register(this, { pool, id: this.job }, this);
  }

  /**
   * Packs another weight (and bias), of the problem's shapes; the next run uses them.
   *
   * @throws ShapeError when a shape differs, or a bias is missing or not wanted.
   * @throws OptionError when the plan was made for one weight and this is another.
   * @throws RuntimeError while a run is under way.
   */
  setWeight(weight: Tensor<FloatArray>, bias: Tensor<FloatArray> | null = null): void {
    this.assertIdle();
    const { problem, weight: known } = this.plan;
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
      this.bias!.set(bias.data);
    }
    this.weight?.set(this.program.packWeight(weight.data));
  }

  /**
   * Computes `output` from `input`. The caller's thread does its share before this returns; the
   * promise is settled when the helpers have done theirs.
   *
   * @throws RuntimeError when disposed, when a run is under way, or when a helper thread died in
   * this run; after that the executable stays unusable.
   */
  run(): Promise<void> {
    try {
      this.assertIdle();
    } catch (error) {
      return Promise.reject(error);
    }
    if (!this.pool) {
      for (let s = 0; s < this.stages.length; s++) {
        const { tasks, chunk } = this.stages[s];
        for (let lo = 0; lo < tasks; lo += chunk)
          this.kernels[s](0, lo, Math.min(lo + chunk, tasks));
      }
      return DONE_ALREADY;
    }
    const deaths = this.pool.deaths;
    openRun(this.control);
    this.pool.wake(this.job);
    return this.advance() ? DONE_ALREADY : this.wait(this.pool, deaths);
  }

  /** Gives the memory back to the garbage collector; `input` and `output` must not be used after. */
  [Symbol.dispose](): void {
    if (this.pool && this.broken !== DISPOSED) {
      forgotten.unregister(this);
      this.pool.drop(this.job);
    }
    this.broken = DISPOSED;
  }

  /** Does what can be done now; whether the run is finished. */
  private advance(): boolean {
    if (!takeShare(this.control, this.stages, this.kernels, 0, PATIENCE)) return false;
    for (let look = 0; look < PATIENCE; look++) {
      if (Atomics.load(this.control, DONE) === this.chunks) return true;
    }
    return false;
  }

  /** Leaves the thread to its event loop, where the death of a helper is heard of, between looks. */
  private async wait(pool: Pool, deaths: number): Promise<void> {
    this.running = true;
    try {
      do {
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
        if (pool.deaths !== deaths) {
          this.broken = "a helper thread of the executable died";
          throw new RuntimeError(
            `a helper thread died during the run (${pool.lastDeath?.message}); compile the plan again`,
            null,
            { cause: pool.lastDeath },
          );
        }
      } while (!this.advance());
    } finally {
      this.running = false;
    }
  }

  private assertIdle(): void {
    if (this.broken) throw new RuntimeError(this.broken);
    if (this.running)
      throw new RuntimeError("expected the run before to have ended: await it first");
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

/** Writes a table or constants into the executable's memory. */
function write(memory: WebAssembly.Memory, at: number, contents: Int32Array | Float32Array): void {
  if (contents instanceof Int32Array)
    new Int32Array(memory.buffer, at, contents.length).set(contents);
  else new Float32Array(memory.buffer, at, contents.length).set(contents);
}

function missing(role: Role): never {
  throw new InternalError(`the program has no buffer for ${role}`);
}
