/**
 * Poolings → programs: buffers and kernels, pure data, complete in themselves or parts of a larger
 * program (`plan/embed.ts`).
 *
 * Work is split over what is written, never over a sum, so the number of threads does not show in the
 * bits. An average goes back through the windows that hold a position; a maximum through its place.
 */
import { floatBuffer, integerBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { type Places, placeTasks, poolPick, poolScatter } from "../kernels/pool-scatter.ts";
import type { Allocation, Part, Role, Step } from "../plan/program.ts";
import {
  type PoolProblem,
  poolInputShape,
  poolOutputShape,
  type UnpoolProblem,
} from "../semantics/pool-problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { backwardGrid, divisorOf, forwardGrid, outerInner, outputGrid } from "./pool-grid.ts";
import { poolStep, type StepConfig } from "./pool-step.ts";

/** Tensors of a pooling; an output and its gradient have one shape. */
export type PoolTensor = "input" | "output" | "indices" | "outputGradient" | "inputGradient";

export type PoolBuffers = Readonly<Partial<Record<PoolTensor, Buffer>>>;

export interface PoolProgram extends Part {
  /** Who is who among the allocations. */
  readonly buffers: PoolBuffers;
  /** Estimated cycles of one core. */
  readonly cycles: number;
}

/** Elements that a vector at the end of a tensor may read behind it. */
const SLACK = 3;

export interface PoolSetting {
  readonly threads: number;
  /** Whether kernels may use all of WebAssembly SIMD; default true. */
  readonly simd?: boolean;
}

class Parts {
  readonly allocations: Allocation[] = [];
  readonly steps: Step[] = [];
  readonly buffers: Partial<Record<PoolTensor, Buffer>> = {};
  cycles = 0;

  tensor(name: PoolTensor, role: Role, shape: readonly number[]): Buffer {
    const size = [sizeOf(shape)];
    const buffer =
      name === "indices" ? integerBuffer(name, "i32", size, SLACK) : floatBuffer(name, size, SLACK);
    this.allocations.push({ buffer, role, contents: null });
    this.buffers[name] = buffer;
    return buffer;
  }

  scratch(name: string, shape: readonly number[]): Buffer {
    const buffer = floatBuffer(name, [sizeOf(shape)], SLACK);
    this.allocations.push({ buffer, role: "scratch", contents: null });
    return buffer;
  }

  reduce(config: StepConfig): void {
    const { step, tables, cycles } = poolStep(config);
    this.steps.push(step);
    this.allocations.push(...tables);
    this.cycles += cycles;
  }

  /** Values that go through places. */
  through(places: Places, make: (places: Places) => Step["kernel"]): void {
    this.steps.push({ kernel: make(places), tasks: placeTasks(places) });
    const { outer, inner, small, large } = places;
    this.cycles += outer * inner * (4 * small + large);
  }

  finish(): PoolProgram {
    const { allocations, steps, buffers, cycles } = this;
    return { allocations, steps, buffers, cycles };
  }
}

/** @param indices maxima only: whether their places are wanted, which needs SIMD. */
export function poolForward(
  problem: PoolProblem,
  setting: PoolSetting & { readonly indices?: boolean },
): PoolProgram {
  const { threads, simd = true, indices = false } = setting;
  const parts = new Parts();
  const { op } = problem;
  const shape = poolOutputShape(problem);
  const source = parts.tensor("input", "input", poolInputShape(problem));
  const destination = parts.tensor("output", "output", shape);
  const common = { name: "pool", threads, grid: forwardGrid(problem), source, destination };
  switch (op.kind) {
    case "max": {
      const places = indices ? parts.tensor("indices", "output", shape) : null;
      const reduction = { kind: "max", indices: places, simd } as const;
      parts.reduce({ ...common, reduction, finish: { kind: "none" } });
      break;
    }
    case "average":
      parts.reduce({ ...common, reduction: SUM, finish: divided(problem) });
      break;
    case "lp": {
      const reduction = { kind: "sum", power: op.p } as const;
      parts.reduce({ ...common, reduction, finish: { kind: "root", p: op.p } });
      break;
    }
    default:
      op satisfies never;
  }
  return parts.finish();
}

/**
 * From `outputGradient` to `inputGradient`; a maximum reads `indices` too, an Lp norm `input` and
 * `output`.
 */
export function poolBackward(problem: PoolProblem, setting: PoolSetting): PoolProgram {
  const { threads } = setting;
  const parts = new Parts();
  const { op } = problem;
  const [large, small] = [poolInputShape(problem), poolOutputShape(problem)];
  const source = parts.tensor("outputGradient", "input", small);
  const common = { threads, reduction: SUM };
  switch (op.kind) {
    case "max": {
      const indices = parts.tensor("indices", "input", small);
      const destination = parts.tensor("inputGradient", "output", large);
      const sizes = { small: positions(problem, "output"), large: positions(problem, "input") };
      parts.through(
        { threads, ...outerInner(problem), ...sizes, indices, source, destination },
        (p) => poolScatter(p, "add"),
      );
      break;
    }
    case "average": {
      const destination = parts.tensor("inputGradient", "output", large);
      const divisor = divisorOf(problem);
      const finish = { kind: "divide", by: divisor ?? 1 } as const;
      let shares = source;
      if (divisor === null) {
        shares = parts.scratch("shares", small);
        const grid = outputGrid(problem);
        const own = { name: "shares", grid, source, destination: shares };
        parts.reduce({ ...common, ...own, finish: { kind: "share" } });
      }
      const back = { name: "back", grid: backwardGrid(problem), source: shares, destination };
      parts.reduce({ ...common, ...back, finish });
      break;
    }
    case "lp": {
      const { p } = op;
      const x = parts.tensor("input", "input", large);
      const norm = parts.tensor("output", "input", small);
      const destination = parts.tensor("inputGradient", "output", large);
      const shares = parts.scratch("shares", small);
      const under = { kind: "under", p, norm } as const;
      const own = { name: "shares", grid: outputGrid(problem), source, destination: shares };
      parts.reduce({ ...common, ...own, finish: under });
      const back = { name: "back", grid: backwardGrid(problem), source: shares, destination };
      parts.reduce({ ...common, ...back, finish: { kind: "slope", p, x } });
      break;
    }
    default:
      op satisfies never;
  }
  return parts.finish();
}

/** `input` and `indices` → `output`. */
export const unpoolForward = (problem: UnpoolProblem, setting: PoolSetting): PoolProgram =>
  unpooling(problem, setting, "forward");

/** `outputGradient` and `indices` → `inputGradient`. */
export const unpoolBackward = (problem: UnpoolProblem, setting: PoolSetting): PoolProgram =>
  unpooling(problem, setting, "backward");

function unpooling(
  problem: UnpoolProblem,
  setting: PoolSetting,
  way: "forward" | "backward",
): PoolProgram {
  const { threads } = setting;
  const parts = new Parts();
  const [small, large] = [poolInputShape(problem), poolOutputShape(problem)];
  const indices = parts.tensor("indices", "input", small);
  const sizes = { small: positions(problem, "input"), large: positions(problem, "output") };
  const common = { threads, ...outerInner(problem), ...sizes, indices };
  if (way === "forward") {
    const source = parts.tensor("input", "input", small);
    const destination = parts.tensor("output", "output", large);
    parts.through({ ...common, source, destination }, (p) => poolScatter(p, "write"));
  } else {
    const source = parts.tensor("outputGradient", "input", large);
    const destination = parts.tensor("inputGradient", "output", small);
    parts.through({ ...common, source, destination }, poolPick);
  }
  return parts.finish();
}

const SUM = { kind: "sum", power: null } as const;

function divided(problem: PoolProblem): StepConfig["finish"] {
  const divisor = divisorOf(problem);
  return divisor === null ? { kind: "share" } : { kind: "divide", by: divisor };
}

const positions = (
  { axes }: { readonly axes: readonly { readonly input: number; readonly output: number }[] },
  side: "input" | "output",
): number => sizeOf(axes.map((axis) => axis[side]));
