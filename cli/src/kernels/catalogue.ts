/**
 * Kernels by name, for `--kernel`: the workshop's catalogue as matrices. Parameters stand behind
 * colons: `gaussian:1.4`, `motion:9:45`.
 */
import { ConvokeError } from "convoke";
import { CATALOGUE_NAMES, formOf, type Kernel, kernelOfWord } from "convoke/workshop";
import { Failure } from "../failure.ts";
import { type FilterKernel, kernelOf } from "./kernel.ts";

export { CATALOGUE, CATALOGUE_NAMES as KERNEL_NAMES } from "convoke/workshop";

/** `name` or `name:value:value`; null when no kernel has that name. */
export function kernelByName(text: string): FilterKernel | null {
  try {
    const named = kernelOfWord(text);
    return named && kernelOf(text, matrixOf(named.kernel));
  } catch (error) {
    if (!(error instanceof ConvokeError) || error.facts === null) throw error;
    throw new Failure("usage", sentenceFor(text, error.facts), { cause: error });
  }
}

/** The library's sentence, with what was typed as it was typed. */
function sentenceFor(text: string, facts: NonNullable<ConvokeError["facts"]>): string {
  const { expected, name, got, nearest } = facts;
  const word = CATALOGUE_NAMES.find((n) => n === text.split(":")[0]);
  if (word !== undefined && expected === formOf(word))
    return `expected ${expected} for --kernel, got ${text}`;
  const hint = nearest === undefined ? "" : ` (is it ${nearest}?)`;
  return `expected ${expected} for ${name}, got ${got === undefined || got === "" ? "nothing" : got}${hint}`;
}

/**
 * The values as rows, a line as one row along x. A picture is filtered about the middle of a kernel:
 * one whose origin lies elsewhere gets rows and columns of zeros until it lies there.
 */
function matrixOf({ shape, origin, values }: Kernel): number[][] {
  const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape;
  const [top, left] = origin.length === 1 ? [0, origin[0]] : origin;
  const [above, height] = centred(rows, top);
  const [before, width] = centred(columns, left);
  const matrix = Array.from({ length: height }, () => new Array<number>(width).fill(0));
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) matrix[above + y][before + x] = values[y * columns + x];
  return matrix;
}

/** Zeros in front, and the extent, with which the origin is the middle: ⌊(extent − 1) / 2⌋. */
function centred(extent: number, origin: number): readonly [number, number] {
  const middle = Math.floor((extent - 1) / 2);
  if (origin === middle) return [0, extent];
  const reach = Math.max(origin, extent - 1 - origin);
  return [reach - origin, 2 * reach + 1];
}
