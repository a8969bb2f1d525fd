/**
 * Strides and dilations for algorithms that know neither: the input is dealt into its residues
 * (`residues.ts`), where the convolution is dense, and another algorithm computes that. Residues of
 * a stride are channels, and the results are those wanted; residues of a dilation are images, which
 * `kernels/weave.ts` puts together.
 *
 * A stride that does not divide the kernel leaves taps that are zero: products with what lies there,
 * an infinity too, which the definition does not have. So no results are called exact.
 *
 * The schedule: `part`, the number in ALGORITHM_NAMES of the algorithm inside, and its own schedule.
 */
import type { Triple } from "../kernels/geometry.ts";
import { pad, padRow, padTasks } from "../kernels/pad.ts";
import { type PhasePlace, weave, weaveTasks } from "../kernels/weave.ts";
import { ALGORITHM_NAMES, type Schedule, type Setting } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import { indexAt } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { assembly, elementsOf } from "./assembly.ts";
import { walkAxes } from "./axes.ts";
import { dealWeight } from "./dealing.ts";
import { elementStrides, fillOf } from "./frame.ts";
import { copyCycles } from "./rate.ts";
import { mixed, placesOf, type Residues, residues } from "./residues.ts";
import { listed, singleTables } from "./tables.ts";

/** More residues than this make too much code. */
const MOST_RESIDUES = 64;
const ALONE: Triple = [1, 1, 1];

/** @param inner algorithms for the dense problem. */
export function polyphase(inner: readonly Algorithm[]): Algorithm {
  const partOf = ({ part }: Schedule): Algorithm =>
    inner.find(({ name }) => name === ALGORITHM_NAMES[part])!;
  const covered = (setting: Setting, schedule: Schedule) => dense(setting, coverOf(schedule));

  return {
    name: "polyphase",
    decides: ["part", ...new Set(inner.flatMap(({ decides }) => decides))],
    refuses: (setting) => {
      const { op, axes } = setting.problem;
      if (op !== "conv") return "the convolution is transposed";
      if (axes.every((a) => a.stride === 1 && (a.dilation === 1 || a.kernel === 1)))
        return "stride and dilation are 1";
      const reason = mixed(setting.problem);
      if (reason !== null) return reason;
      const count = sizeOf(axes.map((a) => Math.max(a.stride, a.dilation)));
      if (count > MOST_RESIDUES) return `its residues are ${count}, more than ${MOST_RESIDUES}`;
      const refusals = inner.map((a) => ({ name: a.name, reason: a.refuses(dense(setting)) }));
      return refusals.some((r) => r.reason === null)
        ? null
        : refusals.map((r) => `of its residues, ${r.name}: ${r.reason}`).join("; ");
    },
    schedules: (setting) =>
      inner
        .filter((algorithm) => algorithm.refuses(dense(setting)) === null)
        .flatMap((algorithm) =>
          algorithm
            .schedules(dense(setting))
            .map((own) => ({ part: ALGORITHM_NAMES.indexOf(algorithm.name), ...own })),
        ),
    precision: (setting, schedule) => {
      const own = partOf(schedule).precision(covered(setting, schedule), schedule);
      return { ...own, accuracy: own.accuracy === "exact" ? "faithful" : own.accuracy };
    },
    cycles: (setting, schedule) => {
      const { problem } = setting;
      const inside = partOf(schedule);
      const alone = { ...covered(setting, schedule), threads: 1 };
      const { batch, inChannels, outChannels, axes } = alone.problem;
      const into = batch * inChannels * sizeOf(axes.map((a) => a.input));
      const out = woven(problem) ? batch * outChannels * sizeOf(axes.map((a) => a.output)) : 0;
      // One thread's work, by what several lose on any of the schedules: see `winograd-cost.ts`.
      const loss =
        inside.cycles(dense(setting), schedule) /
        inside.cycles(dense({ ...setting, threads: 1 }), schedule);
      return loss * (inside.cycles(alone, schedule) + copyCycles(8 * (into + out)));
    },
    lower: (setting, schedule) => {
      const program = partOf(schedule).lower(covered(setting, schedule), schedule);
      return lower(setting, residues(setting.problem, coverOf(schedule)), program);
    },
  };
}

/** The dense problem is computed for any weight; one that comes with every run is packed for it. */
export const dense = (setting: Setting, cover = ALONE): Setting => ({
  ...setting,
  problem: residues(setting.problem, cover).problem,
  weight: setting.weight === "input" ? "input" : null,
});

/** Outputs of a tile of the algorithm inside, if it has tiles: what it reads is dealt for whole ones. */
export const coverOf = ({ my, mx }: Schedule): Triple => [1, my ?? 1, mx ?? 1];

/** Whether the dense problem's output has to be put into order. */
const woven = (problem: Problem): boolean =>
  problem.dataLayout === "nhwc" || residues(problem, ALONE).images > 1;

function lower({ problem, threads }: Setting, over: Residues, program: Program): Program {
  const { allocations, steps, own, floats, add, embed } = assembly([program]);
  const { batch, groups, inChannels, outChannels } = problem;
  const walk = walkAxes(problem);
  const extents = (pick: (a: number) => number) => [0, 1, 2].map(pick) as unknown as Triple;
  const ins = extents((a) => walk[a].input);
  const outs = extents((a) => walk[a].out);
  const input = floats("input", batch * inChannels * sizeOf(ins), "input");
  const output = floats("output", batch * outChannels * sizeOf(outs), "output");
  const weight = floats("weight", elementsOf(program, "weight"), "weight");
  const bias = problem.bias ? floats("bias", outChannels, "bias") : null;
  const dealt = floats("dealt", elementsOf(program, "input"), "scratch");
  deal();
  const result = woven(problem)
    ? floats("images", elementsOf(program, "output"), "scratch")
    : output;
  embed(program, "", {
    input: { buffer: dealt, offset: 0 },
    output: { buffer: result, offset: 0 },
    weight: { buffer: weight, offset: 0 },
    ...(bias ? { bias: { buffer: bias, offset: 0 } } : {}),
  });
  if (result !== output) putTogether();
  return {
    allocations,
    steps,
    packWeight: (values) => program.packWeight(dealWeight(problem, values)),
  };

  function deal(): void {
    const places = placesOf(problem, over);
    /** Of every row (or plane) of every residue: where it comes from, and where it goes. */
    const lines = (a: 0 | 1) => {
      const { apart, step, length, positions } = over.axes[a];
      const all = places.residues[a].flatMap((place, f) =>
        Array.from({ length }, (_, i) => [
          indexAt(positions, f * apart + i * step),
          place + i * places.steps[a],
        ]),
      );
      return [0, 1].map((part) => Int32Array.from(all, (line) => line[part]));
    };
    const [planes, planeTargets] = lines(0);
    const [rows, rowTargets] = lines(1);
    const { step, apart, positions } = over.axes[2];
    const phases = Array.from({ length: step }, (_, p) =>
      p % apart === 0 ? places.residues[2][p / apart] : null,
    );
    const row = padRow(positions, step, problem.dataLayout === "nchw", phases);
    const config = {
      threads,
      batch,
      channels: inChannels,
      input,
      strides: elementStrides(problem, inChannels, ins),
      source: dealt,
      extents: [planes.length, rows.length, positions.length] as const,
      tables: {
        planes: own(listed("planes", planes)),
        rows: own(listed("rows", rows)),
        ...singleTables(own, row),
      },
      row,
      fill: fillOf(problem),
      places: {
        ...places,
        perGroup: inChannels / groups,
        planes: own(listed("planeTargets", planeTargets)),
        rows: own(listed("rowTargets", rowTargets)),
      },
    };
    add(pad(config), padTasks(config));
  }

  function putTogether(): void {
    const counts = extents((a) => over.axes[a].count);
    const group = (outChannels / groups) * sizeOf(counts);
    const image = groups * group;
    const stride = extents((a) => over.axes[a].images);
    // Phases behind the end of a short axis are not woven.
    const used = extents((a) => Math.min(stride[a], outs[a]));
    const phases = Array.from({ length: sizeOf(used) }, (_, i): PhasePlace => {
      const fx = i % used[2];
      const fy = Math.floor(i / used[2]) % used[1];
      const fz = Math.floor(i / (used[1] * used[2]));
      const p = (fz * stride[1] + fy) * stride[2] + fx;
      return { buffer: result, offset: p * image, batch: over.images * image, group };
    });
    const config = {
      threads,
      batch,
      groups,
      outputs: outChannels / groups,
      extents: outs,
      stride,
      counts,
      phases,
      destination: { buffer: output, bias: null, activation: { kind: "identity" } as const },
      channelsLast: problem.dataLayout === "nhwc",
    };
    add(weave(config), weaveTasks(config));
  }
}
