/** What is said of kernels for a direction, and of what answers to first and second derivatives. */
import type { Tensor } from "convoke";
import { random } from "convoke/data";
import { add, type Kernel, kernel, rational, sameKernel, scale } from "convoke/workshop";
import { inTurn, type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import type { Context } from "../model/study.ts";
import {
  atMiddle,
  edgeAlong,
  inner,
  MIDDLE,
  peakOf,
  picture,
  SIDE,
  STRUCTURE_NAMES,
  type Structure,
  structure,
  type Vector,
  vectors,
} from "./pictures.ts";

export interface Subject {
  /** The kernel that answers to a change along a vector: Sobel's, 8 times the slope. */
  readonly steer: (vector: Vector) => Kernel;
  readonly second: Kernel;
  /** [rows, columns] under a kernel, as large as before. */
  readonly respond: (picture: Tensor, kernel: Kernel) => Promise<Tensor>;
}

/** The largest answer of the Laplacian to a structure of height 1. */
const PEAKS: Readonly<Record<Structure, number>> = {
  point: 4,
  end: 3,
  line: 2,
  corner: 2,
  step: 1,
  ramp: 0,
};

const det = (a: Vector, b: Vector): number => a[0] * b[1] - a[1] * b[0];

/** Along an axis or a diagonal. */
const eighth = ([x, y]: Vector): boolean => x === 0 || y === 0 || Math.abs(x) === Math.abs(y);

export async function statementsOf(
  { steer, second, respond }: Subject,
  count: number,
  seed: number,
  onProgress: Context["onProgress"],
): Promise<Statement[]> {
  const next = random(seed);
  const whole = (most: number) => Math.floor(next() * (2 * most + 1)) - most;
  const cases = vectors(count, seed).map((v, i, all) => ({
    v,
    others: [all[(i + 1) % all.length], all[(i + 2) % all.length]] as const,
    slope: [whole(9), whole(9)] as const,
    height: 1 + Math.abs(whole(99)),
  }));
  const structures = cases.map(({ height }, i) => ({
    name: STRUCTURE_NAMES[i % STRUCTURE_NAMES.length],
    height,
  }));
  const alongEdge = async ({ v, height }: { v: Vector; height: number }): Promise<Trial> => {
    const value = peakOf(await respond(edgeAlong(v, height), steer(v)));
    return value === 0 ? null : { "v₁": v[0], "v₂": v[1], height, value };
  };
  return inTurn(
    [
      () =>
        triedOn("claim", "across", cases, async ({ v: [x, y] }) => {
          const [value, other] = await Promise.all(
            [picture((i, j) => x * i + y * j), picture((i, j) => x * j - y * i)].map(
              async (plane) => atMiddle(await respond(plane, steer([x, y]))),
            ),
          );
          return value > 0 && other === 0 ? null : { "v₁": x, "v₂": y, value, along: other };
        }),
      () => triedOn("claim", "along", cases, alongEdge),
      () =>
        triedOn("claim", "pointsMost", cases, async ({ height }) => {
          const [point, line, step, ramp] = await Promise.all(
            (["point", "line", "step", "ramp"] as const).map(async (name) =>
              peakOf(await respond(structure(name, height), second)),
            ),
          );
          return point > line && line > step && step > ramp
            ? null
            : { height, point, line, step, ramp };
        }),
      () =>
        triedOn("truth", "slope", cases, async ({ v, slope: [a, b] }) => {
          const plane = picture((x, y) => a * x + b * y + 7);
          const other = 8 * (v[0] * a + v[1] * b);
          const value = inner(await respond(plane, steer(v))).find((one) => one !== other);
          return value === undefined ? null : { "v₁": v[0], "v₂": v[1], value, other };
        }),
      () =>
        triedOn("truth", "counts", structures, async ({ name, height }) => {
          const value = peakOf(await respond(structure(name, height), second));
          const other = height * PEAKS[name];
          return value === other ? null : { structure: name, height, value, other };
        }),
      () =>
        triedOn(
          "truth",
          "eighths",
          cases.filter(({ v }) => eighth(v)),
          alongEdge,
        ),
      () =>
        triedOn("truth", "soft", cases, async ({ v, slope: [a, b] }) => {
          const across = (x: number, y: number) => v[0] * y - v[1] * x;
          const curved = picture((x, y) => a * across(x, y) ** 2 + b * across(x, y));
          const value = peakOf(await respond(curved, steer(v)));
          return value === 0 ? null : { "v₁": v[0], "v₂": v[1], value };
        }),
      () =>
        tried(
          "truth",
          "fromTwo",
          cases.filter(({ others: [a, b] }) => det(a, b) !== 0),
          ({ v, others: [a, b] }) => {
            const made = add(
              scale(steer(a), rational(det(v, b), det(a, b))),
              scale(steer(b), rational(det(a, v), det(a, b))),
            );
            return sameKernel(made, steer(v)) ? null : { "v₁": v[0], "v₂": v[1] };
          },
        ),
      () =>
        triedOn("truth", "pair", cases, async ({ height }) => {
          const { data } = await respond(structure("step", height), second);
          const from = MIDDLE * SIDE + MIDDLE;
          const [before, after] = [data[from - 1], data[from]];
          return before === height && after === -height ? null : { height, before, after };
        }),
      () =>
        triedOn("slip", "stepMost", structures, async ({ name, height }) => {
          const [value, step] = [
            peakOf(await respond(structure(name, height), second)),
            peakOf(await respond(structure("step", height), second)),
          ];
          return value <= step ? null : { structure: name, height, value, step };
        }),
      () =>
        triedOn("slip", "lineFirst", cases, async ({ height }) => {
          const value = atMiddle(await respond(structure("line", height), steer([1, 0])));
          return value !== 0 ? null : { height, value };
        }),
      () =>
        triedOn("slip", "ring", [[1, 1] as const], async (v) => {
          const ring = kernel([
            [-2, -1, 0],
            [-1, 0, 1],
            [0, 1, 2],
          ]);
          const plane = picture((x, y) => x + y);
          const [value, other] = [
            atMiddle(await respond(plane, ring)),
            atMiddle(await respond(plane, steer(v))) / Math.SQRT2,
          ];
          return Math.abs(value - other) < 1e-6 * other ? null : { value, other };
        }),
    ],
    onProgress,
  );
}
