/**
 * One axis as a relation: position n of the narrow side meets the wide side through kernel element k at
 *
 *     q = n·s + k·d − p⁻        (s stride, d dilation, p⁻ padding before)
 *
 * and q stands for the element that the border puts there, or for none. The wide side is the one that
 * the border continues: the input of a `conv`, the output of a `convTranspose`.
 */
import { sourceIndex } from "../semantics/border.ts";
import type { Axis, Border, Problem } from "../semantics/problem.ts";

export interface Relation {
  /** Positions: outputs of a `conv`, inputs of a `convTranspose`. */
  readonly narrow: number;
  readonly wide: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly border: Border;
}

export function relationOf({ op, border }: Pick<Problem, "op" | "border">, axis: Axis): Relation {
  const { input, output, kernel, stride, dilation, before } = axis;
  const [narrow, wide] = op === "conv" ? [output, input] : [input, output];
  return { narrow, wide, kernel, stride, dilation, before, border };
}

/** Whether positions beyond the wide side stand for no element of it. */
export const isOpen = ({ kind }: Border): boolean => kind === "zero" || kind === "constant";

/** Index of the element at position q, or OUTSIDE. */
export const wideIndex = ({ border, wide }: Relation, q: number): number =>
  sourceIndex(border, wide, q);

/** After so many positions beyond an end of the wide side a folding border repeats itself. */
export function periodOf({ border, wide }: Relation): number {
  const { kind } = border;
  if (kind === "replicate" || wide === 1) return 1;
  return kind === "wrap" ? wide : kind === "reflect" ? 2 * (wide - 1) : 2 * wide;
}
