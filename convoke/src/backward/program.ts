/**
 * All gradients of one convolution as one program in one memory. Still data: a training step is put
 * together from such parts, by binding their buffers to its own (`ir/rebind.ts`).
 */
import { ALGORITHMS } from "../algorithms/index.ts";
import { weightGradient, weightGradientCycles } from "../algorithms/weight-gradient.ts";
import { floatBuffer } from "../ir/build.ts";
import { type Binding, rebind } from "../ir/rebind.ts";
import type { Buffer } from "../ir/tree.ts";
import { channelSums, channelSumsTasks } from "../kernels/channel-sums.ts";
import type { Machine } from "../plan/machine.ts";
import type { Accuracy, Plan } from "../plan/plan.ts";
import type { Allocation, Program, Step } from "../plan/program.ts";
import { planSameBits } from "../planner/same-bits.ts";
import { inputGradient } from "../semantics/adjoint.ts";
import type { Problem } from "../semantics/problem.ts";
import { inputShape, outputShape, weightShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { programOf } from "../whole.ts";

/** Which gradients are wanted: of the input, the weight, the bias. */
export interface Wanted {
  readonly dx: boolean;
  readonly dw: boolean;
  readonly db: boolean;
}

/** The tensors of a backward pass, in the problem's own layouts. */
export const TENSORS = ["x", "w", "dy", "dx", "dw", "db"] as const;
export type TensorName = (typeof TENSORS)[number];

export interface BackwardProgram extends Pick<Program, "allocations" | "steps"> {
  /** Null where a tensor is neither read nor written. */
  readonly buffers: Readonly<Record<TensorName, Buffer | null>>;
}

export interface BackwardSetting {
  readonly problem: Problem;
  readonly wanted: Wanted;
  readonly machine: Machine;
  readonly threads: number;
  readonly accuracy: Accuracy;
}

/** How x̄ is computed: like any convolution, but with the weight as an input. */
export const inputGradientPlan = ({ problem, machine, threads, accuracy }: BackwardSetting): Plan =>
  planSameBits(ALGORITHMS, inputGradient(problem).problem, { machine, threads, accuracy });

/** Estimated cycles of one core for the gradients wanted. */
export function backwardCycles(setting: BackwardSetting): number {
  const { wanted } = setting;
  const ofInput = wanted.dx
    ? (inputGradientPlan({ ...setting, threads: 1 }).candidates[0].cycles ?? 0)
    : 0;
  return ofInput + (wanted.dw ? weightGradientCycles(setting) : 0);
}

/** Pure: the same setting gives the same program. */
export function backwardProgram(setting: BackwardSetting): BackwardProgram {
  const { problem, wanted, threads } = setting;
  const parts: Part[] = [];
  if (wanted.dx) parts.push(inputPart(inputGradientPlan(setting)));
  if (wanted.dw) parts.push(weightPart(setting));
  if (wanted.db) parts.push(biasPart(problem, threads));
  const slack = Math.max(
    0,
    ...parts.flatMap(({ tensors }) => Object.values(tensors).map((buffer) => buffer.slack)),
  );
  const shapes = {
    x: inputShape(problem),
    w: weightShape(problem),
    dy: outputShape(problem),
    dx: inputShape(problem),
    dw: weightShape(problem),
    db: [problem.outChannels],
  };
  const allocations: Allocation[] = [];
  const buffers = {} as Record<TensorName, Buffer | null>;
  for (const name of TENSORS) {
    const used = parts.some(({ tensors }) => tensors[name]);
    buffers[name] = used ? floatBuffer(name, [sizeOf(shapes[name])], slack) : null;
    const role = name.startsWith("d") && name !== "dy" ? "output" : "input";
    if (buffers[name]) allocations.push({ buffer: buffers[name], role, contents: null });
  }
  const steps: Step[] = [];
  for (const part of parts) {
    const bindings = new Map<Buffer, Binding>();
    for (const name of TENSORS) {
      const own = part.tensors[name];
      if (own) bindings.set(own, { buffer: buffers[name]!, offset: 0 });
    }
    for (const { buffer, role, contents } of part.allocations) {
      if (bindings.has(buffer)) continue;
      const renamed = { ...buffer, name: `${part.name}-${buffer.name}` };
      allocations.push({ buffer: renamed, role, contents });
      bindings.set(buffer, { buffer: renamed, offset: 0 });
    }
    for (const { kernel, tasks } of part.steps) {
      const bound = rebind(kernel, bindings);
      steps.push({ kernel: { ...bound, name: `${part.name}_${kernel.name}` }, tasks });
    }
  }
  return { allocations, steps, buffers };
}

/** One gradient, over buffers of its own. */
interface Part extends Pick<Program, "allocations" | "steps"> {
  readonly name: string;
  readonly tensors: Readonly<Partial<Record<TensorName, Buffer>>>;
}

function inputPart(chosen: Plan): Part {
  const { allocations, steps } = programOf(chosen);
  const of = (role: Allocation["role"]) => allocations.find((a) => a.role === role)!.buffer;
  return {
    name: "dx",
    allocations,
    steps,
    tensors: { dy: of("input"), w: of("weight"), dx: of("output") },
  };
}

function weightPart(setting: BackwardSetting): Part {
  const { allocations, steps, ...tensors } = weightGradient(setting, setting.threads);
  return { name: "dw", allocations, steps, tensors };
}

function biasPart(problem: Problem, threads: number): Part {
  const { batch, outChannels, dataLayout } = problem;
  const dy = floatBuffer("output-gradient", [sizeOf(outputShape(problem))], 4);
  const db = floatBuffer("bias-gradient", [outChannels]);
  const config = {
    threads,
    batch,
    channels: outChannels,
    positions: sizeOf(problem.axes.map((a) => a.output)),
    channelsLast: dataLayout === "nhwc",
    from: dy,
    to: db,
  };
  return {
    name: "db",
    allocations: [],
    steps: [{ kernel: channelSums(config), tasks: channelSumsTasks(config) }],
    tensors: { dy, db },
  };
}
