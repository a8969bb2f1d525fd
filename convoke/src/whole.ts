/** The engine of all algorithms: what `convoke` is. `engine.ts` makes smaller ones. */
import { ALGORITHMS } from "./algorithms/index.ts";
import type { Engine } from "./engine.ts";
import type { Operations } from "./ir/count.ts";
import type { Chosen, Plan } from "./plan/plan.ts";
import type { Program } from "./plan/program.ts";
import * as explaining from "./planner/explain.ts";
import * as planning from "./planner/plan.ts";
import * as timing from "./planner/stopwatch.ts";
import * as tuning from "./planner/tune.ts";
import * as working from "./planner/work.ts";
import * as coding from "./runtime/code.ts";
import * as compiling from "./runtime/compile.ts";
import type { Code } from "./runtime/compiled.ts";

/**
 * Chooses how to compute a problem, given as Problem, as Spec or as descriptor (`ic64ih56oc64kh3ph1`).
 *
 * @throws OptionError for an unknown option, a thread count that is no whole number from 1 to 64, or
 * wisdom about another machine.
 * @throws ShapeError when a weight is given and does not have the problem's shape.
 * @throws FormatError when the wisdom holds what no algorithm offers.
 * @throws UnsupportedError when the algorithm that was asked for refuses, with its reason, or the
 * tensors need more than 4 GiB.
 */
export const plan: Engine["plan"] = (what, options) => planning.plan(ALGORITHMS, what, options);

/**
 * Generates, proves and compiles the kernels, allocates the memory and packs the weight. For a plan
 * whose weight is an input, weight and bias may be left out: they are zero until their views are filled.
 *
 * @throws ShapeError when weight or bias are missing or do not have the problem's shapes.
 * @throws OptionError when `made` is no plan, or was made for one weight and this is another.
 * @throws UnsupportedError when the buffers need more than 4 GiB.
 */
export const compile: Engine["compile"] = (made, parameters, pool) =>
  compiling.compile(ALGORITHMS, made, parameters, pool);

/**
 * Chooses by measuring, in about a tenth of a second for each schedule that is tried. The machine
 * should be doing nothing else.
 *
 * @throws what `plan` does, and OptionError when `most` is no whole number of at least 1
 */
export const tune: Engine["tune"] = (what, options) => tuning.tune(ALGORITHMS, what, options);

/** Median milliseconds of one run of each plan, compiled, warmed up and timed in turns: 80 ms each. */
export const timesOf = (plans: readonly Plan[]): Promise<number[]> =>
  timing.timesOf(ALGORITHMS, plans);

/** A plan in words: the winner, the losers and why, and what it takes. */
export const explain: Engine["explain"] = (made) => explaining.explain(ALGORITHMS, made);

/**
 * Multiplications, additions and bytes moved by one run, counted on the generated loops: the
 * padding of tiles, the transforms and the copies are in it.
 */
export const operations = (chosen: Chosen): Operations => working.operations(ALGORITHMS, chosen);

/** The plan's module in WebAssembly text. */
export const wat = (made: Plan): string => compiling.wat(ALGORITHMS, made);

/** The plan's module in bytes, as `compile` gives it to the engine. */
export const bytes = (made: Plan): Uint8Array<ArrayBuffer> => compiling.bytes(ALGORITHMS, made);

/** The plan's kernels as loop nests to read. */
export const loops = (made: Plan): string => compiling.loops(ALGORITHMS, made);

/** Buffers and kernels of a plan; the same ones every time. */
export const programOf = (chosen: Chosen): Program => coding.programOf(ALGORITHMS, chosen);

/** @throws UnsupportedError when the buffers need more than a 32-bit memory has. */
export const codeOf = (chosen: Chosen): Promise<Code<Program>> => coding.codeOf(ALGORITHMS, chosen);
