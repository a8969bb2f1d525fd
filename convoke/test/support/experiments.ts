/** Experiments over the whole option space, and what no Spec says: negative padding. */
import fc from "fast-check";
import { parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { inputShape, weightShape } from "../../src/semantics/shapes.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { anyProblem, type Data, randomData, wholeData } from "./problems.ts";

const CROPPED = [
  "ic2ih6oc3kh3ph-1qh2_reflect",
  "ic2ih6iw5oc3kh3kw2ph-1pw1qw-1",
  "ic1iw5oc2kw2pw2qw-3_constant-0.5",
  "ic2iw7oc2kw3pw-2qw9_symmetric",
  "ic2iw4oc2kw3pw9qw-1_replicate_nhwc",
  "ic1ih3iw3oc1kh3ph7pw-1qw8_wrap",
  "ic2ih6oc3kh2sh2ph-1qh-1_transposed_bias_relu",
  "g2ic2ih4iw5oc4kh3kw2sh2ph2qh-1pw0qw-2_transposed_bias",
  "ic2iw5oc3kw3sw2pw-1qw2_transposed_reflect_bias",
  "ic2iw5oc3kw3sw1pw2qw-1_transposed_wrap",
];

/** `count` generated problems, and those that crop. */
export function someProblems(count: number, seed = 11): Problem[] {
  const small = anyProblem.filter(
    (p) => sizeOf(inputShape(p)) <= 3000 && sizeOf(weightShape(p)) <= 3000,
  );
  return [...fc.sample(small, { seed, numRuns: count }), ...CROPPED.map(parse)];
}

export interface Named {
  readonly name: string;
  readonly problem: Problem;
  readonly data: Data;
  /** Whole numbers, whose sums are exact. */
  readonly whole: boolean;
}

/** Each problem on whole numbers and on others. */
export const experiments = (problems: readonly Problem[]): Named[] =>
  problems.flatMap((problem, i) => [
    { name: `whole${i}`, problem, data: wholeData(problem, i + 1), whole: true },
    { name: `random${i}`, problem, data: randomData(problem, i + 1), whole: false },
  ]);
