/** A plan in words: the winner, the losers and why, and what it takes. */
import type { Candidate, Plan } from "../plan/plan.ts";
import { format } from "../semantics/descriptor.ts";

/**
 *     ic64ih56oc64kh3ph1 → im2col, 2 threads, faithful
 *       schedule   mr 6, nv 4, …
 *       work       115.6 M multiply-adds; …
 *       chosen     im2col     ≈ 9.1 M cycles
 *       beaten     direct     ≈ 12.0 M cycles
 *       refused    pointwise  the kernel is 3×3, not 1×1
 */
export function explain({
  problem,
  algorithm,
  schedule,
  threads,
  machine,
  weight,
  accuracy,
  work,
  candidates,
}: Plan): string {
  const settings = Object.entries(schedule)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
  const lines = [
    `${format(problem)} → ${algorithm}, ${threads} thread${threads === 1 ? "" : "s"}, ${accuracy}${
      weight ? ", for one weight" : ""
    }`,
    `  schedule   ${settings}`,
    `  work       ${count(work.macs)} multiply-adds; input ${size(work.bytesIn)}, ` +
      `weight ${size(work.bytesWeight)}, output ${size(work.bytesOut)}, workspace ${size(work.workspace)}`,
    `  machine    ${machine.fma ? "fused multiply-add" : "multiply and add"}, ` +
      `${machine.wide ? "256" : "128"}-bit vectors`,
    ...candidates.map((candidate, place) => `  ${candidateText(candidate, place)}`),
  ];
  return lines.join("\n");
}

function candidateText({ algorithm, refusal, cycles }: Candidate, place: number): string {
  const name = algorithm.padEnd(10);
  if (refusal !== null) return `refused    ${name} ${refusal}`;
  return `${place === 0 ? "chosen " : "beaten "}    ${name} ≈ ${count(cycles ?? 0)} cycles`;
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
