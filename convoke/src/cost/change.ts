/** A layer with one of its numbers changed: doubled, or set. */
import { guard, OptionError } from "../errors.ts";
import { nearest } from "../options.ts";
import { format, parse } from "../semantics/descriptor.ts";
import type { Axis, Problem } from "../semantics/problem.ts";

type Move = (value: number) => number;

/** What may change; along the axes it changes on each. */
const MOVES = {
  ci: (p, to) => ({ ...p, inChannels: to(p.inChannels) }),
  co: (p, to) => ({ ...p, outChannels: to(p.outChannels) }),
  channels: (p, to) => ({ ...p, inChannels: to(p.inChannels), outChannels: to(p.outChannels) }),
  padding: (p, to) => along(p, (a) => ({ before: to(a.before), after: to(a.after) })),
  stride: (p, to) => along(p, (a) => ({ stride: to(a.stride) })),
  dilation: (p, to) => along(p, (a) => ({ dilation: to(a.dilation) })),
  groups: (p, to) => ({ ...p, groups: to(p.groups) }),
  kernel: (p, to) => along(p, (a) => ({ kernel: to(a.kernel) })),
  resolution: (p, to) => along(p, (a) => ({ input: to(a.input) })),
  batch: (p, to) => ({ ...p, batch: to(p.batch) }),
} as const satisfies Record<string, (p: Problem, to: Move) => Problem>;

export type Change = keyof typeof MOVES;
export const CHANGES = Object.keys(MOVES) as readonly Change[];

/** @throws OptionError for a word that is none of CHANGES. */
export function expectChange(word: string): Change {
  const known = CHANGES.find((change) => change === word);
  guard(known !== undefined, OptionError, () => ({
    name: "what changes",
    expected: `one of ${CHANGES.join(", ")}`,
    got: word,
    nearest: nearest(String(word), CHANGES),
  }));
  return known;
}

const along = (p: Problem, change: (axis: Axis) => Partial<Axis>): Problem => ({
  ...p,
  axes: p.axes.map((axis) => ({ ...axis, ...change(axis) })),
});

/**
 * The layer with that number times `factor`, everything else as it was; the output follows.
 *
 * @throws ShapeError or OptionError where there is no such layer.
 */
export const multiplied = (problem: Problem, change: Change, factor: number): Problem =>
  resolved(MOVES[change](problem, (value) => value * factor));

/** The same with that number set, on every axis. */
export const withValue = (problem: Problem, change: Change, value: number): Problem =>
  resolved(MOVES[change](problem, () => value));

/** A descriptor says no output: reading it computes and checks it. */
const resolved = (problem: Problem): Problem => parse(format(problem));
