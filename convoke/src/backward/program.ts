/**
 * All gradients of one convolution as one program in one memory. Still data: a training step is put
 * together from such parts, by binding their buffers to its own (`plan/embed.ts`).
 */
import { ALGORITHMS } from "../algorithms/index.ts";
import { weightGradient, weightGradientCycles } from "../algorithms/weight-gradient.ts";
import { floatBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { channelSums, channelSumsTasks } from "../kernels/channel-sums.ts";
import { byName, embed } from "../plan/embed.ts";
import type { Machine } from "../plan/machine.ts";
import type { Accuracy, Plan } from "../plan/plan.ts";
import type { Allocation, Part, Step } from "../plan/program.ts";
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

export interface BackwardProgram extends Part {
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
  const parts: Gradient[] = [];
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
    if (buffers[name]) allocations.push(allocated(name, buffers[name]));
  }
  const steps: Step[] = [];
  for (const part of parts) {
    const made = embed(part, byName(part.tensors, buffers), {
      buffer: (name) => `${part.name}-${name}`,
      kernel: (name) => `${part.name}_${name}`,
    });
    allocations.push(...made.allocations);
    steps.push(...made.steps);
  }
  return { allocations, steps, buffers };
}

/** One gradient, over buffers of its own, which are among its allocations. */
interface Gradient extends Part {
  readonly name: string;
  readonly tensors: Readonly<Partial<Record<TensorName, Buffer>>>;
}

const allocated = (name: TensorName, buffer: Buffer): Allocation => ({
  buffer,
  role: name.startsWith("d") && name !== "dy" ? "output" : "input",
  contents: null,
});

function inputPart(chosen: Plan): Gradient {
  const { allocations, steps } = programOf(chosen);
  const of = (role: Allocation["role"]) => allocations.find((a) => a.role === role)!.buffer;
  return {
    name: "dx",
    allocations,
    steps,
    tensors: { dy: of("input"), w: of("weight"), dx: of("output") },
  };
}

function weightPart(setting: BackwardSetting): Gradient {
  const { allocations, steps, x, dy, dw } = weightGradient(setting, setting.threads);
  const own = [allocated("x", x), allocated("dy", dy), allocated("dw", dw)];
  return { name: "dw", allocations: [...own, ...allocations], steps, tensors: { x, dy, dw } };
}

function biasPart(problem: Problem, threads: number): Gradient {
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
    allocations: [allocated("dy", dy), allocated("db", db)],
    steps: [{ kernel: channelSums(config), tasks: channelSumsTasks(config) }],
    tensors: { dy, db },
  };
}
