/**
 * An engine of some algorithms: `plan`, `compile`, `tune` and `explain` that know these and no others,
 * so that a bundler can leave out the rest. `convoke` itself is the engine of all of them.
 *
 *     const { plan, compile } = engine([winograd, im2col]);
 */
import type { Algorithm } from "./algorithms/algorithm.ts";
import { guard, OptionError } from "./errors.ts";
import type { Plan } from "./plan/plan.ts";
import { explain } from "./planner/explain.ts";
import { type PlanOptions, plan } from "./planner/plan.ts";
import { type TuneOptions, tune } from "./planner/tune.ts";
import { compile, type Parameters } from "./runtime/compile.ts";
import type { Executable } from "./runtime/executable.ts";
import type { Pool } from "./runtime/pool.ts";
import type { Problem } from "./semantics/problem.ts";
import type { ConvSpec } from "./semantics/spec.ts";

export type { Algorithm };

/** What is planned: a Problem, a Spec, or a descriptor such as `ic64ih56oc64kh3ph1`. */
export type Task = Problem | ConvSpec | string;

export interface Engine {
  /** Chooses among the engine's algorithms; see `plan` of `convoke`. */
  readonly plan: (what: Task, options?: PlanOptions) => Plan;
  /**
   * See `compile` of `convoke`.
   *
   * @throws UnsupportedError for the plan of an engine with another algorithm.
   */
  readonly compile: (
    plan: Plan,
    parameters?: Partial<Parameters>,
    pool?: Pool | null,
  ) => Promise<Executable>;
  readonly tune: (what: Task, options?: TuneOptions) => Promise<Plan>;
  readonly explain: (plan: Plan) => string;
}

/**
 * @param algorithms in the order in which equals are preferred; `im2col` runs every problem, the
 * others refuse some, with their reason.
 * @throws OptionError when there is none, or two have one name.
 */
export function engine(algorithms: readonly Algorithm[]): Engine {
  const names = algorithms.map(({ name }) => name);
  guard(names.length > 0 && new Set(names).size === names.length, OptionError, () => ({
    name: "algorithms",
    expected: "at least one, and none twice",
    got: names.join(", "),
  }));
  return {
    plan: (what, options) => plan(algorithms, what, options),
    compile: (made, parameters, pool) => compile(algorithms, made, parameters, pool),
    tune: (what, options) => tune(algorithms, what, options),
    explain: (made) => explain(algorithms, made),
  };
}
