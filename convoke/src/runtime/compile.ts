/** Plan → Executable, and what can be looked at on the way. */
import { guard, ShapeError } from "../errors.ts";
import { print } from "../ir/print.ts";
import type { Plan } from "../plan/plan.ts";
import { weightShape } from "../semantics/shapes.ts";
import type { FloatArray, Tensor } from "../tensor/tensor.ts";
import { encode } from "../wasm/encode.ts";
import { text } from "../wasm/text.ts";
import { codeOf, linkedOf, programOf } from "./code.ts";
import { Executable } from "./executable.ts";
import { type Pool, sharedPool } from "./pool.ts";

export interface Parameters {
  readonly weight: Tensor<FloatArray>;
  /** Required exactly when the problem has a bias. */
  readonly bias?: Tensor<FloatArray>;
}

/**
 * Generates, proves and compiles the kernels, allocates the memory and packs the weight. For a plan
 * whose weight is an input, weight and bias may be left out: they are zero until their views are filled.
 *
 * @throws ShapeError when weight or bias are missing or do not have the problem's shapes.
 * @throws OptionError when the plan was made for one weight and this is another.
 * @throws UnsupportedError when the buffers need more than 4 GiB.
 */
export async function compile(
  plan: Plan,
  { weight, bias }: Partial<Parameters>,
  pool: Pool | null = plan.threads > 1 ? sharedPool() : null,
): Promise<Executable> {
  const executable = new Executable({ plan, code: await codeOf(plan), pool });
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
export const wat = (plan: Plan): string => text(linkedOf(plan).module);

/** The plan's module in bytes, as `compile` gives it to the engine. */
export const bytes = (plan: Plan): Uint8Array<ArrayBuffer> => encode(linkedOf(plan).module);

/** The plan's kernels as loop nests to read. */
export const loops = (plan: Plan): string =>
  programOf(plan)
    .steps.map(({ kernel, tasks }) => `# ${tasks} tasks\n${print(kernel)}`)
    .join("\n");
