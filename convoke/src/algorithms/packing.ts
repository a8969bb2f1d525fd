/**
 * Packing as a part of the run, for weights that change every time: a program that takes the
 * problem's own weight, from the program that takes it packed.
 */
import { floatBuffer } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import { NOTHING, rearrange, rearrangeTasks, runsOf } from "../kernels/rearrange.ts";
import type { Setting } from "../plan/plan.ts";
import type { Allocation, Part, Program } from "../plan/program.ts";
import { weightShape } from "../semantics/shapes.ts";
import { type FloatArray, sizeOf } from "../tensor/tensor.ts";
import { listed } from "./tables.ts";

/** Counted in digits of this base, every number stays a whole one in float32. */
const BASE = 4096;

/** `program`, but its buffer of role `weight` holds the problem's weight, and its first steps pack it. */
export function withPacking(
  program: Program,
  { problem, threads }: Pick<Setting, "problem" | "threads">,
): Program {
  if (program.asGiven) return program;
  const size = sizeOf(weightShape(problem));
  const weight = floatBuffer("given-weight", [size], 4);
  const packed = program.allocations.find(({ role }) => role === "weight")?.buffer;
  const own: Allocation = { buffer: weight, role: "weight", contents: null };
  const packWeight = (values: FloatArray) => Float32Array.from(values);
  if (!packed || size === 0)
    return { ...program, allocations: [...program.allocations, own], packWeight };
  const sources = () => sourcesOf(program.packWeight, size);
  const { allocations, steps } = rearranged("packing", sources, weight, packed, threads);
  const others = program.allocations.map(
    (a): Allocation => (a.buffer === packed ? { ...a, role: "scratch" } : a),
  );
  return {
    allocations: [...others, own, ...allocations],
    steps: [...steps, ...program.steps],
    packWeight,
  };
}

/**
 * The step that brings the elements of `from` into the order of `sources`, and its table, which is
 * made again when memory is written: a program that is kept holds no tables.
 */
export function rearranged(
  name: string,
  sources: () => Int32Array,
  from: Buffer,
  to: Buffer,
  threads: number,
): Part {
  const { size, firsts } = runsOf(sources());
  const { buffer, role } = listed(name, firsts);
  const config = { threads, size, from, to, firsts: buffer };
  return {
    allocations: [{ buffer, role, contents: () => runsOf(sources()).firsts }],
    steps: [{ kernel: rearrange(config), tasks: rearrangeTasks(config) }],
  };
}

/** Which element of the weight each packed one is: packing tells, when it is given numbers to pack. */
export function sourcesOf(pack: (weight: FloatArray) => Float32Array, size: number): Int32Array {
  const digits = (digit: (i: number) => number) =>
    pack(Float32Array.from({ length: size }, (_, i) => digit(i) + 1));
  const low = digits((i) => i % BASE);
  const high = digits((i) => Math.floor(i / BASE));
  return Int32Array.from(low, (digit, i) =>
    digit === 0 ? NOTHING : (high[i] - 1) * BASE + digit - 1,
  );
}
