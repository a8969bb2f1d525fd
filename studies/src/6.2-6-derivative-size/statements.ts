/** What is said of the fewest taps, tried in exact arithmetic. */
import { random } from "convoke/data";
import {
  add,
  type FewestTaps,
  formatRational,
  type Kernel,
  kernelOf,
  type NodeKind,
  type Rational,
  rational,
  rotate,
  type Stencil,
  momentOf as stencilMoment,
  trim,
} from "convoke/workshop";
import { inTurn, type Statement, type Trial, tried } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import { randomNodes } from "./line.ts";
import {
  canMakeLaplacian,
  choicesOf,
  choose,
  factorial,
  gridOf,
  momentOf,
  type Point,
  tapsOf,
  wantedMoment,
} from "./plane.ts";

export interface Subject {
  readonly fewest: (nodes: readonly Rational[], derivative: number) => FewestTaps;
  readonly check: (proof: FewestTaps) => boolean;
  readonly rank: (nodes: readonly Rational[], rows: number) => number;
  readonly stencilOn: (nodes: readonly Rational[], derivative: number) => Stencil;
  readonly stencil: (kind: NodeKind, derivative: number, accuracy: number) => Stencil;
  /** ∇^d in the plane, d even. */
  readonly isotropic: (derivative: number) => Kernel;
}

const EVEN = [0, 2, 4, 6, 8];
const MOST = 7;

/** Three points about the middle, first moments 0 and second ones equal: with it, four taps make ∇². */
export const FOUR: readonly Point[] = [
  [0, 0],
  [0, 3],
  [2, -1],
  [-2, -1],
];

export async function statementsOf(
  subject: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const { fewest, check, rank, stencilOn, stencil, isotropic } = subject;
  const lines = Array.from({ length: count }, (_, i) => {
    const derivative = i % (MOST + 1);
    return { derivative, nodes: randomNodes(derivative + 1 + (i % 4), seed + i) };
  });
  const even = EVEN.map((derivative) => ({ derivative, k: trim(isotropic(derivative)) }));
  return inTurn(
    [
      () =>
        tried("claim", "line", lines, ({ derivative, nodes }) =>
          check(fewest(nodes, derivative)) ? null : { derivative, nodes: written(nodes) },
        ),
      () =>
        tried("claim", "box", even, ({ derivative, k }) => {
          const box = k.shape.join("×");
          const said = `${derivative + 1}×${derivative + 1}`;
          return box === said ? null : { derivative, box, said };
        }),
      () =>
        tried("claim", "square", even, ({ derivative, k }) => {
          const [taps, said] = [tapsOf(k), (derivative + 1) ** 2];
          return taps === said ? null : { derivative, taps, said };
        }),
      () =>
        tried("truth", "fewer", lines, ({ derivative, nodes }) => {
          const found = rank(nodes.slice(0, derivative), derivative);
          return found === derivative ? null : { derivative, nodes: written(nodes), rank: found };
        }),
      () =>
        tried("truth", "binomial", upTo(MOST), (derivative) => {
          const nodes = upTo(derivative).map((x) => rational(x));
          const weights = written(fewest(nodes, derivative).enough.weights);
          const wanted = upTo(derivative)
            .map((j) => (derivative % 2 === j % 2 ? 1 : -1) * choose(derivative, j))
            .join(" ");
          return weights === wanted ? null : { derivative, value: weights, other: wanted };
        }),
      () =>
        tried("truth", "exact", lines, ({ derivative, nodes }) =>
          wrongMoment(stencilOn(nodes, derivative), nodes.length),
        ),
      () =>
        tried("truth", "order", orders(), ({ kind, derivative, accuracy }) => {
          const got = stencil(kind, derivative, accuracy).error?.accuracy ?? 0;
          return got === accuracy ? null : { derivative, value: got, other: accuracy };
        }),
      () =>
        tried("truth", "plane", EVEN.flatMap(powersUpTo), ({ derivative, i, j }) => {
          const got = momentOf(isotropic(derivative), i, j);
          const wanted = wantedMoment(derivative, i, j);
          return got === wanted
            ? null
            : { derivative, power: `${i} ${j}`, value: got, other: wanted };
        }),
      () =>
        tried("truth", "shadow", even, ({ derivative, k }) => {
          // Summed along y, the kernel must be a derivative along x: no narrower than one.
          const [height, width] = k.shape;
          const sums = upTo(width - 1).map((x) =>
            upTo(height - 1).reduce((sum, y) => sum + k.values[y * width + x], 0),
          );
          const taps = sums.filter((v) => v !== 0).length;
          return taps > derivative ? null : { derivative, taps };
        }),
      () =>
        tried("truth", "noOdd", turned(Math.ceil(count / 4), seed), (k) => {
          const odd = powersUpTo(7).find(
            ({ i, j }) => (i + j) % 2 === 1 && momentOf(k, i, j) !== 0,
          );
          return odd ? { power: `${odd.i} ${odd.j}`, value: momentOf(k, odd.i, odd.j) } : null;
        }),
      () =>
        tried("truth", "five", choicesOf(gridOf(1), 4), (points) =>
          canMakeLaplacian(points) ? { points: `${points.join("; ")}` } : null,
        ),
      () =>
        tried("truth", "three", choicesOf(gridOf(2), 3), (points) =>
          canMakeLaplacian(points) ? { points: `${points.join("; ")}` } : null,
        ),
      () =>
        tried("truth", "four", [FOUR], (points) =>
          canMakeLaplacian(points) ? null : { points: `${points.join("; ")}` },
        ),
      () =>
        tried("slip", "gradient", [1], (derivative) => {
          const [taps, said] = [
            stencil("forward", derivative, 1).nodes.length,
            (derivative + 1) ** 2,
          ];
          return taps === said ? null : { derivative, taps, said };
        }),
      () =>
        tried("slip", "better", upTo(MOST), (derivative) => {
          const found = stencil("forward", derivative + 1, 1).error?.accuracy ?? 0;
          return found > 1 ? null : { derivative: derivative + 1, accuracy: found };
        }),
    ],
    onProgress,
  );
}

const upTo = (most: number): number[] => Array.from({ length: most + 1 }, (_, i) => i);
const written = (list: readonly Rational[]): string => list.map(formatRational).join(" ");

/** Null where x^m becomes 0 for m below the nodes' number, but d! for m = d. */
function wrongMoment(s: Stencil, nodes: number): Trial {
  for (let m = 0; m < nodes; m++) {
    const value = formatRational(stencilMoment(s, m));
    const other = m === s.derivative ? `${factorial(m)}` : "0";
    if (value !== other) return { derivative: s.derivative, power: m, value, other };
  }
  return null;
}

function orders(): { kind: NodeKind; derivative: number; accuracy: number }[] {
  const all: { kind: NodeKind; derivative: number; accuracy: number }[] = [];
  for (let derivative = 1; derivative <= 6; derivative++) {
    for (const accuracy of [2, 4, 6]) all.push({ kind: "central", derivative, accuracy });
    for (const accuracy of [1, 2, 3, 4])
      for (const kind of ["forward", "backward"] as const) all.push({ kind, derivative, accuracy });
  }
  return all;
}

const powersUpTo = (derivative: number): { derivative: number; i: number; j: number }[] =>
  upTo(derivative).flatMap((i) => upTo(derivative - i).map((j) => ({ derivative, i, j })));

/** Kernels that look the same after a quarter turn. */
function turned(count: number, seed: number): Kernel[] {
  const next = random(seed);
  return Array.from({ length: count }, () => {
    const side = 3 + 2 * Math.floor(next() * 2);
    const values = Float64Array.from({ length: side ** 2 }, () => Math.floor(next() * 9) - 4);
    const k = kernelOf([side, side], values);
    return [1, 2, 3].reduce((sum, quarters) => add(sum, rotate(k, quarters)), k);
  });
}
