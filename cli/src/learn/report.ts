/** What was learned, in lines for people and as JSON for programs. */

import { grouped, inDigits } from "@convoke/studies/words";
import type { KernelEstimate, LearnedKernel } from "convoke/learn";
import type { Words } from "../strings.ts";

/** One kernel, of all channels or of one. */
export interface Learned {
  /** Null for all of them. */
  readonly channel: string | null;
  /** On the scale of the second picture, as codes; kernels on that of white. */
  readonly found: LearnedKernel;
}

/** Columns that fit a terminal twice. */
const MOST_COLUMNS = 5;
const DIGITS = 4;

export const most = (values: Float64Array): number =>
  values.reduce((max, v) => Math.max(max, Math.abs(v)), 0);

export const rowsOf = (
  { kernel }: Pick<KernelEstimate, "kernel">,
  [, columns]: LearnedKernel["size"],
): number[][] =>
  Array.from({ length: kernel.length / columns }, (_, y) => [
    ...kernel.subarray(y * columns, (y + 1) * columns),
  ]);

export function linesOf({ channel, found }: Learned, t: Words): string[] {
  const { learned, solved, size, outputs, leftOut, difference, rmsWithConstant } = found;
  const word = learned.method === "descent" ? t.byDescent : t.byConjugate;
  const left = leftOut > 0 ? `, ${grouped(leftOut)} ${t.leftOut}` : "";
  const constant = ({ constant: value }: KernelEstimate) =>
    value === 0 ? "" : `, ${t.constantIs} ${inDigits(value, DIGITS)}`;
  const rms = (estimate: KernelEstimate) =>
    `${t.rms} ${inDigits(estimate.rms, DIGITS)}${constant(estimate)}`;
  const { rank, unknowns, condition, expected, rounded, found: any } = solved;
  const shown = (values: Float64Array) => inDigits(most(values), 2);
  const errors = [
    ...(most(expected) > 0
      ? [`${shown(expected)} ${t.errorExpected}`, `${shown(rounded)} ${t.errorRounded}`]
      : []),
    `${shown(any)} ${t.errorFound}`,
  ];
  return [
    `${channel === null ? "" : `${channel}: `}${grouped(outputs)} ${t.outputs}${left}`,
    `${t.learned}: ${word}, ${grouped(learned.steps)} ${t.gradientsTaken}, ${rms(learned)}` +
      (learned.converged ? "" : ` (${t.notThere})`),
    `${t.solved}: ${t.leastSquares}, ${t.condition} ${inDigits(condition, 3)}, ${rms(solved)}`,
    ...(size[1] <= MOST_COLUMNS ? sideBySide(found, t) : []),
    `${t.differenceIs} ${inDigits(difference, 2)}`,
    `${t.errorsAre}: ${errors.join("; ")}`,
    ...(rank < unknowns ? [`${t.rankIs} ${rank} / ${unknowns}: ${t.shortest}`] : []),
    ...(rmsWithConstant !== null && rmsWithConstant < solved.rms / 2
      ? [`${t.constantHint} ${inDigits(rmsWithConstant, DIGITS)}: --constant`]
      : []),
  ];
}

function sideBySide({ learned, solved, size }: LearnedKernel, t: Words): string[] {
  const show = (estimate: KernelEstimate) =>
    rowsOf(estimate, size).map((row) =>
      // What is nothing beside the largest is shown as 0.
      row.map((v) =>
        Math.abs(v) < 1e-6 * most(estimate.kernel) ? "0" : v.toFixed(places(estimate)),
      ),
    );
  const [left, right] = [show(learned), show(solved)];
  const width = Math.max(...[left, right].flat(2).map(({ length }) => length));
  const line = (row: readonly string[]) => row.map((cell) => cell.padStart(width)).join("  ");
  const head = line(left[0]).length;
  return [
    `  ${t.learned.padEnd(head - wide(t.learned))}     ${t.solved}`,
    ...left.map((row, y) => `  ${line(row)}     ${line(right[y])}`),
  ];
}

/** Columns that a word takes besides its letters: Chinese ones take two. */
const wide = (word: string): number => [...word].filter((c) => c > "\u2e7f").length;

/** Behind the point, so that the largest weight shows five digits. */
const places = ({ kernel }: KernelEstimate): number =>
  Math.min(20, Math.max(0, 4 - Math.floor(Math.log10(most(kernel) || 1))));

export function jsonOf({ channel, found }: Learned) {
  const { learned, solved, size, outputs, leftOut, difference, rmsWithConstant } = found;
  const { history: _, ...how } = learned;
  const { expected, rounded, found: any, ...rest } = solved;
  return {
    channel,
    outputs,
    leftOut,
    learned: { ...how, kernel: rowsOf(learned, size) },
    solved: {
      ...rest,
      kernel: rowsOf(solved, size),
      errors: { expected: most(expected), rounded: most(rounded), found: most(any) },
    },
    difference,
    rmsWithConstant,
  };
}
