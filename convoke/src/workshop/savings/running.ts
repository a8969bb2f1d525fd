/** Layers compiled one behind the other, run as a program would: each output is the next one's input. */

import type { Accuracy, AlgorithmName } from "../../plan/plan.ts";
import type { Executable } from "../../runtime/executable.ts";
import { tensor } from "../../tensor/tensor.ts";
import { compile, plan } from "../../whole.ts";
import { extentsOf } from "../layers/compose.ts";
import type { Layer } from "../layers/layer.ts";
import { specOf } from "./price.ts";

/** Weights of at most so many numbers become code, as the command `filter` has it. */
const MOST_KNOWN = 4096;

export interface Running extends Disposable {
  readonly algorithms: readonly AlgorithmName[];
  readonly input: Float32Array;
  readonly output: Float32Array;
  run(): Promise<void>;
}

/** @throws as `plan` and `compile` do. */
export async function running(
  layers: readonly Layer[],
  input: readonly number[],
  options: { readonly threads: number; readonly accuracy?: Accuracy },
): Promise<Running> {
  const made: Executable[] = [];
  let extents = input;
  try {
    for (const l of layers) {
      const weight = tensor(l.weight.shape, Float32Array.from(l.weight.values));
      const known = weight.data.length <= MOST_KNOWN ? { weight } : {};
      const bias = l.bias && tensor(l.bias.shape, Float32Array.from(l.bias.values));
      const chosen = plan(specOf(l, extents), { ...options, ...known });
      made.push(await compile(chosen, bias ? { weight, bias } : { weight }));
      extents = extentsOf(l, extents);
    }
  } catch (error) {
    for (const one of made) one[Symbol.dispose]();
    throw error;
  }
  return {
    algorithms: made.map((one) => one.plan.algorithm),
    input: made[0].input.data,
    output: made[made.length - 1].output.data,
    run: async () => {
      for (const [i, one] of made.entries()) {
        if (i > 0) one.input.data.set(made[i - 1].output.data);
        await one.run();
      }
    },
    [Symbol.dispose]: () => {
      for (const one of made) one[Symbol.dispose]();
    },
  };
}
