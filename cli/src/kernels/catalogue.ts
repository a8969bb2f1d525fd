/**
 * Kernels by name, for `--kernel`: the workshop's catalogue as matrices. Parameters stand behind
 * colons: `gaussian:1.4`, `motion:9:45`.
 */
import { ConvokeError } from "convoke";
import { CATALOGUE_NAMES, formOf, type Kernel, kernelOfWord } from "convoke/workshop";
import { Failure } from "../failure.ts";
import type { FilterKernel } from "./kernel.ts";
import { filterKernel } from "./operand.ts";

export { CATALOGUE, CATALOGUE_NAMES as KERNEL_NAMES } from "convoke/workshop";

/** `name` or `name:value:value` as a matrix; null when no kernel has that name. */
export function kernelByName(text: string): FilterKernel | null {
  const kernel = namedKernel(text);
  return kernel && filterKernel({ kind: "kernel", name: text, kernel });
}

/** The same as the workshop has it, exact where it is. */
export function namedKernel(text: string): Kernel | null {
  try {
    return kernelOfWord(text)?.kernel ?? null;
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
