/** An experiment as source text that computes it by itself. */
import { choice } from "../options.ts";
import { convokeScript } from "./convoke.ts";
import type { Experiment } from "./experiment.ts";
import { numpyScript } from "./numpy.ts";
import { pytorchScript } from "./pytorch.ts";

const SCRIPTS = { convoke: convokeScript, numpy: numpyScript, pytorch: pytorchScript } as const;
export type ScriptLanguage = keyof typeof SCRIPTS;
export const SCRIPT_LANGUAGES: readonly ScriptLanguage[] = ["convoke", "numpy", "pytorch"];

/**
 * A script that computes an experiment from the numbers that stand in it, in float32, and prints two
 * lines: the shape of the result, and its numbers in row-major order, both as lists of JSON where the
 * numbers are finite. Every problem is expressed.
 *
 * `convoke` is a module of JavaScript; `numpy` needs NumPy 1.20, `pytorch` PyTorch 1.10.
 *
 * @throws OptionError for a language that is none of the three.
 */
export function scriptOf(language: ScriptLanguage, experiment: Experiment): string {
  return SCRIPTS[choice("the language of a script", language, SCRIPT_LANGUAGES)](experiment);
}
