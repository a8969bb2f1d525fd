/** What `--measure` adds to a report: the time that layers do take here, on one core, in milliseconds. */
import { type AlgorithmCost, measuredTimes, type SweepPoint, type WhatIf } from "convoke/cost";

export interface Measured {
  /** By algorithm, where they were asked for. */
  readonly algorithms: Readonly<Record<string, number>>;
  /** For each what-if, the layer as it is and as it becomes, each by the algorithm that is chosen. */
  readonly whatIf: readonly { readonly before: number; readonly after: number }[];
  /** For each curve, a time for each point; null where there is no layer. */
  readonly curves: readonly (readonly (number | null)[])[];
}

interface Asked {
  readonly descriptor: string;
  readonly algorithms: readonly AlgorithmCost[] | null;
  readonly whatIf: readonly WhatIf[];
  readonly curves: readonly { readonly points: readonly SweepPoint[] }[];
}

/** @param say told what is timed next. */
export async function measured(asked: Asked, say: (what: string) => void): Promise<Measured> {
  const { descriptor, algorithms, whatIf, curves } = asked;
  const able = (algorithms ?? []).flatMap((a) => (a.work === null ? [] : [a.algorithm]));
  say(able.join(", "));
  const times = await measuredTimes(
    able.map(() => descriptor),
    { algorithms: able },
  );
  const pairs: { before: number; after: number }[] = [];
  for (const { before: one, after: other, change } of whatIf) {
    say(change);
    const [before, after] = await measuredTimes([one, other]);
    pairs.push({ before, after });
  }
  const lines: (number | null)[][] = [];
  // One layer at a time: a curve may be long, and each layer has a memory of its own.
  for (const { points } of curves) {
    const line: (number | null)[] = [];
    for (const { descriptor: point } of points) {
      if (point !== null) say(point);
      line.push(point === null ? null : (await measuredTimes([point]))[0]);
    }
    lines.push(line);
  }
  return {
    algorithms: Object.fromEntries(able.map((name, i) => [name, times[i]])),
    whatIf: pairs,
    curves: lines,
  };
}
