/**
 * The definition: which products make one output. Everything that computes, draws or quotes a
 * convolution agrees with this list.
 */

import { type AxisTap, axisTaps } from "./axis-taps.ts";
import type { Problem } from "./problem.ts";

/** One output position. */
export interface OutputIndex {
  readonly batch: number;
  readonly channel: number;
  readonly spatial: readonly number[];
}

export interface Tap {
  /** Input element; spatial null where the window hangs over a zero or constant border. */
  readonly input: {
    readonly batch: number;
    readonly channel: number;
    readonly spatial: readonly number[] | null;
  };
  /** Weight element: output channel and input channel as the weight's own axes count them. */
  readonly weight: {
    readonly out: number;
    readonly in: number;
    readonly spatial: readonly number[];
  };
}

/**
 * All products that are summed into one output, in the order channel, then kernel position.
 *
 * @see Dive into Deep Learning 6.2.1 (cross-correlation), 6.4 (channels)
 */
export function taps(problem: Problem, out: OutputIndex): Tap[] {
  const { op, groups, inChannels, outChannels, axes } = problem;
  const perIn = inChannels / groups;
  const perOut = outChannels / groups;
  const group = Math.floor(out.channel / perOut);
  const lists = listsOf(problem);
  let positions: { input: number[]; weight: number[] }[] = [{ input: [], weight: [] }];
  axes.forEach((_, a) => {
    const own = lists[a][out.spatial[a]];
    positions = positions.flatMap(({ input, weight }) =>
      own.map((tap) => ({ input: [...input, tap.input], weight: [...weight, tap.weight] })),
    );
  });
  const inside = positions.map(({ input, weight }) => ({
    spatial: input.some((i) => i < 0) ? null : input,
    weight,
  }));
  return Array.from({ length: perIn }, (_, c) => c).flatMap((c) =>
    inside.map(
      ({ spatial, weight }): Tap => ({
        input: {
          batch: out.batch,
          channel: group * perIn + c,
          spatial,
        },
        weight:
          op === "conv"
            ? { out: out.channel, in: c, spatial: weight }
            : { out: out.channel % perOut, in: group * perIn + c, spatial: weight },
      }),
    ),
  );
}

/** Lists of a problem's axes, kept as long as it is: who asks for one output asks for the next. */
const known = new WeakMap<Problem, readonly (readonly (readonly AxisTap[])[])[]>();

function listsOf(problem: Problem): readonly (readonly (readonly AxisTap[])[])[] {
  const before = known.get(problem);
  if (before) return before;
  const lists = problem.axes.map((axis) => axisTaps(problem, axis));
  known.set(problem, lists);
  return lists;
}
