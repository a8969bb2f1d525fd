/**
 * Wide SIMD: V8 can fuse two neighbouring 128-bit operations into one of 256 bits, behind an
 * experimental flag. It is asked for, never assumed: the flag is set, kernels are checked bit for
 * bit against the interpreter, and the gain is measured, since a V8 may know the flag and do nothing.
 */
import { host } from "#host";
import type { Algorithms } from "../algorithms/algorithm.ts";
import { direct } from "../algorithms/direct.ts";
import { im2col } from "../algorithms/im2col.ts";
import { pointwise } from "../algorithms/pointwise.ts";
import { interpret } from "../ir/interpret.ts";
import type { Elements } from "../ir/tree.ts";
import type { Plan } from "../plan/plan.ts";
import { programOf } from "../runtime/code.ts";
import { compile } from "../runtime/compile.ts";
import type { Executable } from "../runtime/executable.ts";
import { inputShape, weightShape } from "../semantics/shapes.ts";
import { tensor } from "../tensor/tensor.ts";
import { detectMachine, setMachine } from "./detect.ts";
import { plan } from "./plan.ts";

const FLAGS = ["--experimental-wasm-revectorize"];
/** Whole tiles, rests of rows and columns, activation, bias: what stores and loads can look like. */
const CHECKED = ["ic3ih9oc8kh3_bias_relu", "ic5ih6oc13kh1", "ic4iw50oc7kw3pw1"];
/**
 * A product that stays in the first-level cache, for the measurement before and after. The bias sets
 * the two apart: V8 keeps compiled code by the bytes of the module, and would give the old one back.
 */
const TIMED = { before: "ic64ih16oc48kh1", after: "ic64ih16oc48kh1_bias" };
/** What is checked and timed: the register tile is theirs. */
const KERNELS: Algorithms = [pointwise, direct, im2col];
const WINDOWS = 9;
/** Measured: 2.5, since the tile is as large as wide registers allow; noise stays well below. */
const GAIN = 1.5;

let answer: Promise<boolean> | null = null;

/**
 * Switches wide SIMD on for this process and says whether it works; then `detectMachine().wide` is
 * true and plans made from now on use it. It changes a flag of the whole V8, so call it where the
 * process is yours: a command, a server, a benchmark. False in browsers and where V8 has no such flag.
 */
export function enableWideSimd(): Promise<boolean> {
  answer ??= establish();
  return answer;
}

async function establish(): Promise<boolean> {
  const narrow = detectMachine();
  const wide = { ...narrow, wide: true };
  // The same tile before and after: what differs is the flag.
  const how = { machine: wide, threads: 1, algorithm: "pointwise" } as const;
  const before = await timed(plan(KERNELS, TIMED.before, how));
  if (!host.setCompilerFlags(FLAGS)) return false;
  const after = await timed(plan(KERNELS, TIMED.after, how));
  if (!(await faster(before, after))) return false;
  for (const word of CHECKED) {
    for (const algorithm of ["direct", "im2col"] as const) {
      if (!(await agrees(plan(KERNELS, word, { machine: wide, threads: 1, algorithm }))))
        return false;
    }
  }
  setMachine(wide);
  return true;
}

/** An executable that V8 has had the time to optimise. */
async function timed(p: Plan): Promise<Executable> {
  const weight = pattern(weightShape(p.problem), 7);
  const bias = p.problem.bias ? { bias: pattern([p.problem.outChannels], 3) } : {};
  const executable = await compile(KERNELS, p, { weight, ...bias });
  executable.input.data.set(pattern(executable.input.shape, 5).data);
  const end = host.now() + 30;
  while (host.now() < end) await executable.run();
  return executable;
}

/** Compares the quickest of several alternating windows. */
async function faster(before: Executable, after: Executable): Promise<boolean> {
  const best = [Infinity, Infinity];
  for (let turn = 0; turn < WINDOWS; turn++) {
    for (const [i, executable] of [before, after].entries()) {
      const start = host.now();
      for (let run = 0; run < 8; run++) await executable.run();
      best[i] = Math.min(best[i], host.now() - start);
    }
  }
  return best[0] / best[1] > GAIN;
}

/** Whether the machine computes what the interpreter does, to the last bit. */
async function agrees(p: Plan): Promise<boolean> {
  const weight = pattern(weightShape(p.problem), 7);
  const bias = p.problem.bias ? pattern([p.problem.outChannels], 3) : undefined;
  using executable = await compile(KERNELS, p, bias ? { weight, bias } : { weight });
  const input = pattern(inputShape(p.problem), 5);
  executable.input.data.set(input.data);
  // Often enough for the optimised code to take over.
  for (let run = 0; run < 300; run++) await executable.run();

  const { allocations, steps, packWeight } = programOf(KERNELS, p);
  const memory = new Map<string, Elements>();
  for (const { buffer, role, contents } of allocations) {
    const size = buffer.shape.reduce((a, b) => a * b, 1) + buffer.slack;
    const data = contents?.() ?? new Float32Array(size);
    if (role === "input") data.set(input.data);
    if (role === "weight") data.set(packWeight(weight.data));
    if (role === "bias" && bias) data.set(bias.data);
    memory.set(buffer.name, data);
  }
  for (const { kernel, tasks } of steps) interpret(kernel, [0, 0, tasks], memory, p.machine);
  const expected = memory.get("output")!;
  return executable.output.data.every((value, i) => Object.is(value, expected[i]));
}

/** Values that are no round numbers, so that a lost or doubled product shows. */
function pattern(shape: readonly number[], step: number) {
  const t = tensor(shape);
  for (let i = 0; i < t.data.length; i++) t.data[i] = ((i * step) % 23) / 7 - 1.5;
  return t;
}
