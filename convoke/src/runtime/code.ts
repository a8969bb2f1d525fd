/**
 * The code of a plan, made once for all plans that say the same: layers of equal shape, and a layer
 * that is compiled again with other weights, share their program, proofs, bytes and module.
 *
 * Addresses are constants in the code (that is what keeps an address to one register and lets the
 * bounds proof see it), so code is shared only where every buffer has the same place. Plans that
 * differ in what does not reach the code, such as the layout or the orientation of the weight, give
 * equal bytes: they share the module, found by its bytes.
 */
import { type Algorithms, named } from "../algorithms/algorithm.ts";
import { withPacking } from "../algorithms/packing.ts";
import type { Stage } from "../host/share.ts";
import { type Chosen, expectPlan, knownWeight } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import { format } from "../semantics/descriptor.ts";
import { encode } from "../wasm/encode.ts";
import type { WasmMemory } from "../wasm/module.ts";
import { Kept } from "./kept.ts";
import type { Layout } from "./layout.ts";
import { type Linked, link } from "./link.ts";

/** All an executable needs; the trees and instructions it came from may go. */
export interface Code {
  readonly program: Program;
  readonly layout: Layout;
  readonly stages: readonly Stage[];
  readonly memory: WasmMemory;
  readonly module: WebAssembly.Module;
}

interface Entry {
  readonly program: Program;
  code: Promise<Code> | null;
}

const MOST_PROGRAMS = 64;
const MOST_MODULES = 128;
const MOST_CODE = 16 * 2 ** 20;

/** Programs are rules, not tables: all weigh the same. */
const store = () => new Kept<Entry>(MOST_PROGRAMS, MOST_PROGRAMS);
const programs = store();
/** Programs made for the values of one weight live as long as it does. */
const programsOfWeight = new WeakMap<readonly number[], Kept<Entry>>();
const modules = new Kept<Promise<WebAssembly.Module>>(MOST_MODULES, MOST_CODE);

/** Buffers and kernels of a plan; the same ones every time. */
export const programOf = (algorithms: Algorithms, chosen: Chosen): Program =>
  entryOf(algorithms, chosen).program;

/** @throws UnsupportedError when the buffers need more than a 32-bit memory has. */
export function codeOf(algorithms: Algorithms, chosen: Chosen): Promise<Code> {
  const entry = entryOf(algorithms, chosen);
  entry.code ??= makeCode(chosen, entry.program).catch((error) => {
    entry.code = null;
    throw error;
  });
  return entry.code;
}

/** The plan's module before it is bytes. */
export const linkedOf = (program: Program, chosen: Chosen): Linked =>
  link(program, {
    fma: chosen.machine.fma,
    simd: chosen.machine.simd,
    threads: chosen.threads,
  });

function entryOf(algorithms: Algorithms, chosen: Chosen): Entry {
  expectPlan(chosen);
  const { problem, machine, threads, weight, algorithm, schedule } = chosen;
  // Another engine may have made the program: this one must be able to.
  const own = named(algorithms, algorithm);
  const packs = weight === "input";
  const key = `${format(problem)} ${JSON.stringify([algorithm, schedule, threads, machine, packs])}`;
  let kept = programs;
  const known = knownWeight(chosen);
  if (known) {
    kept = programsOfWeight.get(known) ?? store();
    programsOfWeight.set(known, kept);
  }
  return kept.get(
    key,
    () => {
      const program = own.lower(chosen, schedule);
      return { program: packs ? withPacking(program, chosen) : program, code: null };
    },
    () => 1,
  );
}

async function makeCode(chosen: Chosen, program: Program): Promise<Code> {
  const { module: parts, layout, stages } = linkedOf(program, chosen);
  const module = await moduleOf(encode(parts), chosen.machine.wide);
  return { program, layout, stages, memory: parts.memory!, module };
}

/** @param wide code compiled before the flag for wide SIMD was set must not be used after. */
function moduleOf(bytes: Uint8Array<ArrayBuffer>, wide: boolean): Promise<WebAssembly.Module> {
  const key = `${wide} ${characters(bytes)}`;
  return modules.get(
    key,
    () => WebAssembly.compile(bytes),
    () => bytes.length,
  );
}

/** Arguments that one call takes. */
const PART = 8192;

/** Every byte as one character: equal texts are equal bytes. The first TextDecoder takes 3 ms to make. */
function characters(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += PART)
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(i, i + PART));
  return text;
}
