/** A kernel typed in, `1/9 2/9; -1 0.1`, with the command line's own sentences. */
import { ConvokeError } from "convoke";
import { type Kernel, readKernel } from "convoke/workshop";
import { Failure } from "../failure.ts";

/** @throws Failure for what is no kernel. */
export function inlineKernel(text: string): Kernel {
  try {
    return readKernel(text);
  } catch (error) {
    if (!(error instanceof ConvokeError) || error.facts === null) throw error;
    const { expected, name, got } = error.facts;
    const said = Array.isArray(got) ? `lengths ${got.join(", ")}` : JSON.stringify(got);
    throw new Failure("usage", `expected ${expected} in ${name}, got ${said}`, { cause: error });
  }
}
