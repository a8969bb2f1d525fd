/**
 * Transposed convolution without multiplied zeros: each phase of the output (`phases.ts`) is a
 * dense correlation of stride 1 over the input as it is, computed by whatever algorithm is best at
 * that; `kernels/weave.ts` puts the phases together. Phases that read the same inputs, such as all
 * of a 2×2 kernel of stride 2, are more output channels of one product.
 *
 * The schedule's `part` is the number in ALGORITHM_NAMES of the algorithm that computes the phases.
 */
import type { Buffer } from "../ir/tree.ts";
import type { Triple } from "../kernels/geometry.ts";
import { pad, padRow, padTasks } from "../kernels/pad.ts";
import { type PhasePlace, type WeaveConfig, weave, weaveTasks } from "../kernels/weave.ts";
import { ALGORITHM_NAMES, type Schedule, type Setting } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import { borderMap, type IndexMap } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { assembly, elementsOf } from "./assembly.ts";
import { folds } from "./axes.ts";
import { elementStrides } from "./frame.ts";
import { decompose, packPart } from "./phases.ts";
import { SUMS } from "./precision.ts";
import { copyCycles } from "./rate.ts";
import { padTables } from "./tables.ts";

/** More products than this make too much code. */
const MOST_PARTS = 64;

/** @param dense algorithms for the phases. */
export function subpixel(dense: readonly Algorithm[]): Algorithm {
  const named = (schedule: Schedule): Algorithm =>
    dense.find(({ name }) => name === ALGORITHM_NAMES[schedule.part])!;

  return {
    name: "subpixel",
    decides: ["part"],
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
  const { allocations, steps, own, floats, add, embed } = assembly(programs);
  const { batch, groups, inChannels, outChannels, axes } = problem;
  const input = floats("input", batch * inChannels * sizeOf(axes.map((a) => a.input)), "input");
  const results = batch * outChannels * sizeOf(axes.map((a) => a.output));
  const output = floats("output", results, "output");
  const bias = problem.bias ? floats("bias", outChannels, "bias") : null;
  const source = whole.maps ? padded(whole.maps) : input;

  // The weights of all parts lie one behind the other.
  const sizes = programs.map((program) => elementsOf(program, "weight"));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const weight = floats("weight", sum(sizes), "weight");
  const places: (PhasePlace | null)[] = Array.from({ length: whole.phases }, () => null);
  const image = (outChannels / groups) * sizeOf(whole.counts);
  programs.forEach((program, i) => {
    const { images } = whole.parts[i];
    const phases = floats(`phases${i}`, elementsOf(program, "output"), "scratch");
    embed(program, `${i}`, {
      input: { buffer: source, offset: 0 },
      output: { buffer: phases, offset: 0 },
      weight: { buffer: weight, offset: sum(sizes.slice(0, i)) },
    });
    images.forEach(({ phase }, at) => {
      const group = images.length * image;
      places[phase] = { buffer: phases, offset: at * image, batch: groups * group, group };
    });
  });

  const config = weaving(places);
  add(weave(config), weaveTasks(config));
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
      groups,
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
    const buffer = floats("source", batch * inChannels * sizeOf(extents), "scratch");
    const row = padRow(columns, 1, problem.dataLayout === "nchw");
    const config = {
      threads,
      batch,
      channels: inChannels,
      input,
      strides: elementStrides(problem, inChannels, triple(axes.map((a) => a.input))),
      source: buffer,
      extents,
      tables: padTables(own, planes, rows, row),
      row,
      fill: 0,
      places: null,
    };
    add(pad(config), padTasks(config));
    return buffer;
  }
}

const triple = (values: readonly number[]): Triple =>
  [1, 1, ...values].slice(-3) as unknown as Triple;
