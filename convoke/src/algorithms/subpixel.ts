/**
 * Transposed convolution without multiplied zeros: each phase of the output (`phases.ts`) is a
 * dense correlation of stride 1 over the input as it is, computed by whatever algorithm is best at
 * that; `kernels/weave.ts` puts the phases together. Phases that read the same inputs, such as all
 * of a 2×2 kernel of stride 2, are more output channels of one product.
 *
 * The schedule's `part` is the number in ALGORITHM_NAMES of the algorithm that computes the phases.
 */
import { floatBuffer } from "../ir/build.ts";
import { rebind } from "../ir/rebind.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Triple } from "../kernels/geometry.ts";
import { pad, padRow, padTasks } from "../kernels/pad.ts";
import { type PhasePlace, type WeaveConfig, weave, weaveTasks } from "../kernels/weave.ts";
import { ALGORITHM_NAMES, type Schedule, type Setting } from "../plan/plan.ts";
import type { Allocation, Program, Step } from "../plan/program.ts";
import { borderMap, type IndexMap } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { folds } from "./axes.ts";
import { elementStrides } from "./frame.ts";
import { decompose, packPart } from "./phases.ts";
import { SUMS } from "./precision.ts";
import { copyCycles } from "./rate.ts";
import { padTables } from "./tables.ts";

/** More products than this make too much code. */
const MOST_PARTS = 64;
/** Elements that may be read behind a buffer, at the least: a vector at the end of a row. */
const SLACK = 32;

/** @param dense algorithms for the phases. */
export function subpixel(dense: readonly Algorithm[]): Algorithm {
  const named = (schedule: Schedule): Algorithm =>
    dense.find(({ name }) => name === ALGORITHM_NAMES[schedule.part])!;

  return {
    name: "subpixel",
    refuses: ({ problem }) => {
      if (problem.op !== "convTranspose") return "the convolution is not transposed";
      if (problem.axes.every((a) => a.stride === 1)) return "the stride is 1: there are no phases";
      if (folds(problem)) return `the border folds back (${problem.border.kind})`;
      const { parts } = decompose(problem);
      if (parts.length > MOST_PARTS)
        return `its phases are ${parts.length} products, more than ${MOST_PARTS}`;
      return null;
    },
    schedules: (setting) =>
      dense
        .filter((algorithm) =>
          decompose(setting.problem).parts.every((part) =>
            best(algorithm, settingOf(setting, part.problem)),
          ),
        )
        .map(({ name }) => ({ part: ALGORITHM_NAMES.indexOf(name) })),
    precision: () => SUMS,
    cycles: (setting, schedule) => {
      const { parts, counts } = decompose(setting.problem);
      const { batch, inChannels, outChannels, axes } = setting.problem;
      const products = parts.map(({ problem }) => {
        const own = settingOf(setting, problem);
        return named(schedule).cycles(own, best(named(schedule), own)!);
      });
      const [into, out] = [
        batch * inChannels * sizeOf(axes.map((a) => a.input)),
        batch * outChannels * sizeOf(counts) * sizeOf(axes.map((a) => a.stride)),
      ];
      return products.reduce((a, b) => a + b, 0) + copyCycles(4 * (2 * into + 2 * out));
    },
    lower: (setting, schedule) => lower(setting, named(schedule)),
  };
}

/** A phase is computed for any weight. */
const settingOf = (setting: Setting, problem: Problem): Setting => ({
  ...setting,
  problem,
  weight: null,
});

/** The cheapest schedule that keeps to the sums of the definition; null if there is none. */
function best(algorithm: Algorithm, setting: Setting): Schedule | null {
  if (algorithm.refuses(setting) !== null) return null;
  const [first] = algorithm
    .schedules(setting)
    .filter((s) => algorithm.precision(setting, s).accuracy === "exact")
    .map((schedule) => ({ schedule, cycles: algorithm.cycles(setting, schedule) }))
    .sort((a, b) => a.cycles - b.cycles);
  return first?.schedule ?? null;
}

function lower(setting: Setting, algorithm: Algorithm): Program {
  const { problem, threads } = setting;
  const whole = decompose(problem);
  const programs = whole.parts.map((part) => {
    const own = settingOf(setting, part.problem);
    return algorithm.lower(own, best(algorithm, own)!);
  });
  const slack = Math.max(
    SLACK,
    ...programs.flatMap(({ allocations }) => allocations.map(({ buffer }) => buffer.slack)),
  );
  const allocations: Allocation[] = [];
  const add = (allocation: Allocation): Buffer => {
    allocations.push(allocation);
    return allocation.buffer;
  };
  const own = (buffer: Buffer, role: Allocation["role"]) => add({ buffer, role, contents: null });
  const { batch, inChannels, outChannels, axes } = problem;
  const input = own(
    floatBuffer("input", [batch * inChannels * sizeOf(axes.map((a) => a.input))], slack),
    "input",
  );
  const output = own(
    floatBuffer("output", [batch * outChannels * sizeOf(axes.map((a) => a.output))], slack),
    "output",
  );
  const bias = problem.bias ? own(floatBuffer("bias", [outChannels], slack), "bias") : null;
  const steps: Step[] = [];
  const source = whole.maps ? padded(whole.maps) : input;

  // The weights of all parts lie one behind the other.
  const sizes = programs.map((program) => sizeOf(roleOf(program, "weight").buffer.shape));
  const weight = own(floatBuffer("weight", [sizes.reduce((a, b) => a + b, 0)], slack), "weight");
  const places: (PhasePlace | null)[] = Array.from({ length: whole.phases }, () => null);
  programs.forEach((program, i) => {
    const { images } = whole.parts[i];
    const size = sizeOf(roleOf(program, "output").buffer.shape);
    const phases = own(floatBuffer(`phases${i}`, [size], slack), "scratch");
    const offset = sizes.slice(0, i).reduce((a, b) => a + b, 0);
    const bindings = new Map(
      program.allocations.map(({ buffer, role, contents }) => {
        if (role === "input") return [buffer, { buffer: source, offset: 0 }];
        if (role === "output") return [buffer, { buffer: phases, offset: 0 }];
        if (role === "weight") return [buffer, { buffer: weight, offset }];
        const renamed = add({
          buffer: { ...buffer, name: `${buffer.name}${i}` },
          role,
          contents,
        });
        return [buffer, { buffer: renamed, offset: 0 }];
      }),
    );
    for (const { kernel, tasks } of program.steps) {
      const bound = rebind(kernel, bindings);
      steps.push({ kernel: { ...bound, name: `phase${i}_${kernel.name}` }, tasks });
    }
    images.forEach(({ phase }, at) => {
      places[phase] = { buffer: phases, images: images.length, at };
    });
  });

  const config = weaving(places);
  steps.push({ kernel: weave(config), tasks: weaveTasks(config) });
  return {
    allocations,
    steps,
    packWeight: (values) => {
      const packed = new Float32Array(sizeOf(weight.shape));
      let next = 0;
      programs.forEach((program, i) => {
        packed.set(program.packWeight(packPart(problem, whole.parts[i], values)), next);
        next += sizes[i];
      });
      return packed;
    },
  };

  function weaving(phases: readonly (PhasePlace | null)[]): WeaveConfig {
    return {
      threads,
      batch,
      groups: problem.groups,
      outputs: outChannels / problem.groups,
      extents: triple(axes.map((a) => a.output)),
      stride: triple(axes.map((a) => a.stride)),
      counts: triple(whole.counts),
      phases,
      destination: { buffer: output, bias, activation: problem.activation },
      channelsLast: problem.dataLayout === "nhwc",
    };
  }

  /** The input in its own layout, or with zeros around → the parts' input. */
  function padded(maps: readonly IndexMap[]): Buffer {
    const one = borderMap({ kind: "zero" }, 1, 0, 1);
    const [planes, rows, columns] = [one, one, ...maps].slice(-3);
    const extents: Triple = [planes.length, rows.length, columns.length];
    const buffer = own(
      floatBuffer("source", [batch * inChannels * sizeOf(extents)], slack),
      "scratch",
    );
    const row = padRow(columns, 1, problem.dataLayout === "nchw");
    const config = {
      threads,
      batch,
      channels: inChannels,
      input,
      strides: elementStrides(problem, inChannels, triple(axes.map((a) => a.input))),
      source: buffer,
      extents,
      tables: padTables(add, planes, rows, row),
      row,
      fill: 0,
    };
    steps.push({ kernel: pad(config), tasks: padTasks(config) });
    return buffer;
  }
}

const roleOf = ({ allocations }: Program, role: Allocation["role"]): Allocation =>
  allocations.find((a) => a.role === role)!;

const triple = (values: readonly number[]): Triple =>
  [1, 1, ...values].slice(-3) as unknown as Triple;
