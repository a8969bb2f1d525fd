/** A plan in words: the winner, the losers and why, and what it takes. */
import { type Algorithms, named } from "../algorithms/algorithm.ts";
import { type Candidate, expectPlan, type Plan } from "../plan/plan.ts";
import { format } from "../semantics/descriptor.ts";
import { gamma } from "../semantics/rounding.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { approximately, inDigits, milliseconds, written } from "./time.ts";

/**
 *     ic64ih56oc64kh3ph1 → im2col, 2 threads, faithful
 *       schedule   mr 6, nv 4, …
 *       work       115.6 M multiply-adds; …
 *       machine    fused multiply-add, 256-bit vectors, 3.3 cycles/ns
 *       results    exact: the products of the definition, at most 0.00003 of Σ|x||w| off
 *       chosen     im2col     ≈ 1.2 ms
 *       beaten     direct     ≈ 1.6 ms
 *       refused    pointwise  the kernel is 3×3, not 1×1
 */
export function explain(algorithms: Algorithms, plan: Plan): string {
  expectPlan(plan);
  const { problem, algorithm, schedule, threads, machine, weight, accuracy, work, candidates } =
    plan;
  const settings = Object.entries(schedule)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
  const lines = [
    `${format(problem)} → ${algorithm}, ${threads} thread${threads === 1 ? "" : "s"}, ${accuracy}${
      weight === "input" ? ", packing the weight" : weight ? ", for one weight" : ""
    }`,
    `  schedule   ${settings}`,
    `  work       ${count(work.macs)} multiply-adds; input ${size(work.bytesIn)}, ` +
      `weight ${size(work.bytesWeight)}, output ${size(work.bytesOut)}, workspace ${size(work.workspace)}`,
    `  machine    ${machine.fma ? "fused multiply-add" : "multiply and add"}, ` +
      `${machine.wide ? "256-bit vectors" : machine.simd ? "128-bit vectors" : "no vectors"}, ` +
      `${machine.speed.clock.toPrecision(2)} cycles/ns`,
    `  results    ${resultsText(algorithms, plan)}`,
    ...candidates.map((candidate, place) => `  ${candidateText(candidate, place, plan)}`),
  ];
  return lines.join("\n");
}

/** The class that is given, which may be better than the one that was asked for. */
function resultsText(algorithms: Algorithms, plan: Plan): string {
  const { accuracy, wholeNumbers } = named(algorithms, plan.algorithm).precision(
    plan,
    plan.schedule,
  );
  const whole = wholeNumbers ? "; whole numbers come out exact" : "";
  switch (accuracy) {
    case "exact": {
      const { op, inChannels, groups, axes } = plan.problem;
      const products = (inChannels / groups) * sizeOf(axes.map(({ kernel }) => kernel));
      const share = op === "conv" ? inDigits(gamma(products + 2), 1) : "γ(n + 2)";
      return `exact: the products of the definition, at most ${share} of Σ|x||w| off${whole}`;
    }
    case "faithful":
      return `faithful: sums rearranged at small loss, within the algorithm's bound${whole}`;
    case "fast":
      return `fast: within the algorithm's bound${whole}`;
    default:
      return accuracy satisfies never;
  }
}

function candidateText(
  { algorithm, refusal, cycles, measured }: Candidate,
  place: number,
  { machine, threads }: Plan,
): string {
  const name = algorithm.padEnd(10);
  if (refusal !== null) return `refused    ${name} ${refusal}`;
  const time = approximately(milliseconds(cycles ?? 0, machine, threads));
  const found = measured === null ? "" : `, measured ${written(measured)}`;
  return `${place === 0 ? "chosen " : "beaten "}    ${name} ${time}${found}`;
}

/** 1,234,567 → `1.2 M`. */
function count(value: number): string {
  for (const [unit, factor] of [
    ["G", 1e9],
    ["M", 1e6],
    ["k", 1e3],
  ] as const) {
    if (value >= factor) return `${(value / factor).toFixed(1)} ${unit}`;
  }
  return `${Math.round(value)}`;
}

/** Bytes in powers of 1024. */
function size(bytes: number): string {
  for (const [unit, factor] of [
    ["GiB", 2 ** 30],
    ["MiB", 2 ** 20],
    ["KiB", 2 ** 10],
  ] as const) {
    if (bytes >= factor) return `${(bytes / factor).toFixed(1)} ${unit}`;
  }
  return `${bytes} B`;
}
