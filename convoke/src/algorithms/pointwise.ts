/**
 * A 1×1 convolution is a plain matrix product over positions: no patches, no padding. Channel-first
 * it is the blocked product over the input as it stands, channel-last rows of pixels times the
 * weight.
 */
import { floatBuffer } from "../ir/build.ts";
import { product, productLayout } from "../kernels/product.ts";
import type { Machine } from "../plan/machine.ts";
import type { Schedule, Setting } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import type { Problem } from "../semantics/problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { frame } from "./frame.ts";
import { gemmCycles, gemmSchedule, lowerGemm } from "./im2col.ts";
import { packPanels } from "./pack.ts";
import { SUMS } from "./precision.ts";
import { bestTile, tileCycles } from "./rate.ts";

export const pointwise: Algorithm = {
  name: "pointwise",
  decides: ["slab"],
  refuses: ({ problem: { axes } }) => {
    const wide = axes.find((a) => a.kernel !== 1);
    if (wide) return `the kernel is ${axes.map((a) => a.kernel).join("×")}, not 1×1`;
    if (axes.some((a) => a.stride !== 1)) return "the stride is not 1";
    if (axes.some((a) => a.before !== 0 || a.after !== 0 || a.outputPadding !== 0))
      return "there is padding";
    return null;
  },
  schedules: ({ problem, machine, threads }) => [
    problem.dataLayout === "nhwc"
      ? productSchedule(problem, machine, threads)
      : gemmSchedule(frame(problem, threads).geometry, machine, threads),
  ],
  precision: () => SUMS,
  cycles: ({ problem, machine }, schedule) => {
    if (problem.dataLayout === "nchw") {
      return gemmCycles(frame(problem, 1).geometry, schedule as never, machine);
    }
    const { panels, tiles } = productLayout(shape(problem, schedule));
    const inputs = problem.inChannels / problem.groups;
    return problem.groups * panels * tiles * inputs * tileCycles(schedule.mr, schedule.nv, machine);
  },
  lower: (setting, schedule) =>
    setting.problem.dataLayout === "nhwc"
      ? lowerProduct(setting, schedule)
      : lowerGemm("pointwise", setting, schedule),
};

function shape(problem: Problem, schedule: Schedule) {
  const { batch, groups, inChannels, outChannels, axes } = problem;
  return {
    rows: batch * sizeOf(axes.map((a) => a.output)),
    groups,
    inputs: inChannels / groups,
    outputs: outChannels / groups,
    mr: schedule.mr,
    nv: schedule.nv,
    run: schedule.run,
  };
}

function productSchedule(problem: Problem, machine: Machine, threads: number): Schedule {
  const { mr } = bestTile(6, machine);
  const widest = bestTile(6, machine).nv;
  const outputs = problem.outChannels / problem.groups;
  const nv = Math.min(widest, Math.max(1, Math.ceil(outputs / 4)));
  const rows = problem.batch * sizeOf(problem.axes.map((a) => a.output));
  const tiles = Math.max(1, Math.ceil(rows / mr));
  const run = Math.max(1, Math.min(32, Math.ceil((tiles * problem.groups) / (4 * threads))));
  return { mr: Math.max(1, Math.min(mr, rows)), nv, run };
}

function lowerProduct({ problem, threads }: Setting, schedule: Schedule): Program {
  const { weightIndex, geometry } = frame(problem, threads);
  const config = { threads, ...shape(problem, schedule) };
  const { panels, width, tasks } = productLayout(config);
  const { groups, inputs, outputs } = geometry;
  const slack = width;
  const source = floatBuffer("input", [config.rows * groups * inputs], slack);
  const output = floatBuffer("output", [config.rows * groups * outputs], slack);
  const bias = problem.bias ? floatBuffer("bias", [problem.outChannels], slack) : null;
  const weight = floatBuffer("weight", [groups * panels * inputs * width]);
  const kernel = product({
    ...config,
    source,
    weight,
    destination: { buffer: output, bias, activation: problem.activation },
  });
  return {
    allocations: [
      { buffer: source, role: "input", contents: null },
      { buffer: output, role: "output", contents: null },
      ...(bias ? [{ buffer: bias, role: "bias", contents: null } as const] : []),
      { buffer: weight, role: "weight", contents: null },
    ],
    steps: [{ kernel: { ...kernel, name: `pointwise_${kernel.name}` }, tasks }],
    packWeight: (values) => packPanels({ geometry, weightIndex }, width, values),
  };
}
