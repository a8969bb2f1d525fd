import type { AlgorithmName } from "../plan/plan.ts";
import type { Algorithm } from "./algorithm.ts";
import { constant } from "./constant.ts";
import { direct } from "./direct.ts";
import { im2col } from "./im2col.ts";
import { pointwise } from "./pointwise.ts";

export type { Algorithm } from "./algorithm.ts";

/** Every algorithm there is; the planner asks them in this order, `im2col` never refuses. */
export const ALGORITHMS: readonly Algorithm[] = [constant, pointwise, direct, im2col];

export function algorithmNamed(name: AlgorithmName): Algorithm {
  return ALGORITHMS.find((a) => a.name === name)!;
}
