/** The matrix of patches that im2col is about, as if it were made: fast engines never do. */
import type { Task } from "../engine.ts";
import { readOptions } from "../options.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { inputShape, outputShape } from "../semantics/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { ELEMENT_BYTES, elementType } from "./elements.ts";
import type { LayerCostOptions } from "./layer.ts";
import { type Ratio, ratio } from "./ratio.ts";

export interface PatchMatrix {
  /** One for each group. */
  readonly matrices: number;
  /** Channels of a group times kernel elements. */
  readonly rows: number;
  /** Images times windows. */
  readonly columns: number;
  readonly bytes: number;
  /** Numbers of all matrices for each of the tensor they are unfolded from (a transpose: folded to). */
  readonly blowUp: Ratio;
}

/**
 * The matrix that im2col would make, in numbers and bytes; it is not made.
 *
 * @throws OptionError for an unknown option or element type; else as `layerCost` does.
 * @see Dive into Deep Learning 6.2, exercise 3, and 6.4, exercise 7
 */
export function patchMatrix(what: Task, options: LayerCostOptions = {}): PatchMatrix {
  readOptions("patchMatrix", options, ["dtype"]);
  const problem = problemOf(what);
  const { op, batch, groups, axes } = problem;
  const conv = op === "conv";
  const channels = (conv ? problem.inChannels : problem.outChannels) / groups;
  const rows = channels * sizeOf(axes.map((a) => a.kernel));
  const columns = batch * sizeOf(axes.map((a) => (conv ? a.output : a.input)));
  const numbers = groups * rows * columns;
  return {
    matrices: groups,
    rows,
    columns,
    bytes: ELEMENT_BYTES[elementType(options.dtype)] * numbers,
    blowUp: ratio(numbers, sizeOf(conv ? inputShape(problem) : outputShape(problem))),
  };
}
