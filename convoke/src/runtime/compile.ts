/** Plan → Executable, and what can be looked at on the way. */
import type { Algorithms } from "../algorithms/algorithm.ts";
import { guard, OptionError, ShapeError } from "../errors.ts";
import { print } from "../ir/print.ts";
import { expectPlan, type Plan } from "../plan/plan.ts";
import { weightShape } from "../semantics/shapes.ts";
import type { FloatArray, Tensor } from "../tensor/tensor.ts";
import { encode } from "../wasm/encode.ts";
import { text } from "../wasm/text.ts";
import { codeOf, programOf } from "./code.ts";
import { linked } from "./compiled.ts";
import { Executable } from "./executable.ts";
import { openMemory } from "./memory.ts";
import { helpersFor, type Pool } from "./pool.ts";

export interface Parameters {
  readonly weight: Tensor<FloatArray>;
  /** Required exactly when the problem has a bias. */
  readonly bias?: Tensor<FloatArray>;
}

/** `compile` of `whole.ts`, which says what it throws, of a plan for one of these algorithms. */
export async function compile(
  algorithms: Algorithms,
  plan: Plan,
  parameters: Partial<Parameters> = {},
  given?: Pool | null,
): Promise<Executable> {
  expectPlan(plan);
  guard(typeof parameters === "object" && parameters !== null, OptionError, () => ({
    name: "the parameters of compile",
    expected: "an object with weight and bias",
    got: parameters,
  }));
  const { weight, bias } = parameters;
  const pool = helpersFor(plan.threads, given);
  const code = await codeOf(algorithms, plan);
  const executable = new Executable({ plan, code, memory: await openMemory(code), pool });
  if (weight || bias || plan.weight !== "input") {
    guard(weight !== undefined, ShapeError, () => ({
      name: "weight",
      expected: `a tensor of shape [${weightShape(plan.problem).join(", ")}]`,
      got: weight,
    }));
    executable.setWeight(weight, bias ?? null);
  }
  return executable;
}

/** The plan's module in WebAssembly text. */
export const wat = (algorithms: Algorithms, plan: Plan): string =>
  text(linked(programOf(algorithms, plan), plan).module);

/** The plan's module in bytes, as `compile` gives it to the engine. */
export const bytes = (algorithms: Algorithms, plan: Plan): Uint8Array<ArrayBuffer> =>
  encode(linked(programOf(algorithms, plan), plan).module);

/** The plan's kernels as loop nests to read. */
export const loops = (algorithms: Algorithms, plan: Plan): string =>
  programOf(algorithms, plan)
    .steps.map(({ kernel, tasks }) => `# ${tasks} tasks\n${print(kernel)}`)
    .join("\n");
