/**
 * Most that each output of an algorithm may differ from the reference. Tests hold every promise, and
 * only who checks asks for it: no engine carries what is written here.
 */
import type { AlgorithmName, Chosen, Schedule } from "../plan/plan.ts";
import { type Arguments, errorBound, magnitude } from "../semantics/reference.ts";
import type { FftSchedule } from "./fft.ts";
import { spectralBound } from "./fft-bound.ts";
import { polyphaseBound } from "./polyphase-bound.ts";
import { separableBound } from "./separable-bound.ts";
import { winogradBound } from "./winograd-bound.ts";
import { type TileSize, transformsOf } from "./winograd-tiles.ts";

type Bound = (chosen: Chosen, args: Arguments) => Float64Array;

/** The products of the definition, added in any order. */
const sums: Bound = ({ problem }, args) => errorBound(problem, magnitude(problem, args));

const BOUNDS: Readonly<Record<AlgorithmName, Bound>> = {
  constant: sums,
  separable: separableBound,
  fft: ({ problem, schedule }, args) =>
    spectralBound(problem, args, schedule as FftSchedule & Schedule),
  subpixel: sums,
  polyphase: (chosen, args) => polyphaseBound(chosen, args, boundOf),
  winograd: ({ problem, schedule, weight }, args) =>
    winogradBound(
      problem,
      args,
      transformsOf(problem, schedule as TileSize & Schedule),
      weight === "input" ? "single" : "double",
    ),
  depthwise: sums,
  pointwise: sums,
  stem: sums,
  direct: sums,
  im2col: sums,
};

/**
 * By output, in the layout of the problem's output, for what was chosen and these arguments.
 *
 * @throws ShapeError when a tensor does not have the problem's shape.
 */
export const boundOf: Bound = (chosen, args) => BOUNDS[chosen.algorithm](chosen, args);
