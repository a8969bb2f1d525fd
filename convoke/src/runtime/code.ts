/**
 * The code of a plan, made once for all plans that say the same: layers of equal shape, and a layer
 * that is compiled again with other weights, share their program, proofs, bytes and module.
 *
 * Addresses are constants in the code (that is what keeps an address to one register and lets the
 * bounds proof see it), so code is shared only where every buffer has the same place. Other plans that
 * give equal bytes share the module (`compiled.ts`).
 */
import { type Algorithms, named } from "../algorithms/algorithm.ts";
import { withPacking } from "../algorithms/packing.ts";
import { type Chosen, expectPlan, knownWeight } from "../plan/plan.ts";
import type { Program } from "../plan/program.ts";
import { format } from "../semantics/descriptor.ts";
import { type Code, compileProgram } from "./compiled.ts";
import { Kept } from "./kept.ts";

interface Entry {
  readonly program: Program;
  code: Promise<Code<Program>> | null;
}

const MOST_PROGRAMS = 64;

/** Programs are rules, not tables: all weigh the same. */
const store = () => new Kept<Entry>(MOST_PROGRAMS, MOST_PROGRAMS);
const programs = store();
/** Programs made for the values of one weight live as long as it does. */
const programsOfWeight = new WeakMap<readonly number[], Kept<Entry>>();

/** Buffers and kernels of a plan; the same ones every time. */
export const programOf = (algorithms: Algorithms, chosen: Chosen): Program =>
  entryOf(algorithms, chosen).program;

/** @throws UnsupportedError when the buffers need more than a 32-bit memory has. */
export function codeOf(algorithms: Algorithms, chosen: Chosen): Promise<Code<Program>> {
  const entry = entryOf(algorithms, chosen);
  entry.code ??= compileProgram(entry.program, chosen).catch((error) => {
    entry.code = null;
    throw error;
  });
  return entry.code;
}

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
