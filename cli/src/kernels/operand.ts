/** What a word of the command line may stand for: a kernel, or a layer out of a file. */
import type { Designed } from "convoke/snippets";
import { centred } from "convoke/workshop";
import { Failure } from "../failure.ts";
import type { FilterKernel } from "./kernel.ts";

export type Operand = Designed;

/** Taps along an axis of what filters a picture. */
const MOST_EXTENT = 511;

/**
 * As pictures are filtered: one or two axes, the origin in the middle.
 *
 * @throws Failure for layers, other numbers of axes and kernels of more than 511 taps along one.
 */
export function filterKernel(operand: Operand): FilterKernel {
  const { name } = operand;
  if (operand.kind === "layer")
    throw new Failure(
      "usage",
      `expected a kernel of one or two axes for --kernel, got the layer ${name} (one of its kernels: ${name}[0,0])`,
    );
  const { shape, values } = centred(operand.kernel);
  if (shape.length > 2)
    throw new Failure(
      "usage",
      `expected a kernel of one or two axes for --kernel, got ${shape.join("×")} in ${name}`,
    );
  const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
  if (rows > MOST_EXTENT || columns > MOST_EXTENT)
    throw new Failure(
      "usage",
      `expected at most ${MOST_EXTENT}×${MOST_EXTENT} numbers in the kernel ${name}, got ${rows}×${columns}`,
    );
  return { name, rows, columns, weights: [...values] };
}
