/**
 * The six convolutions in graphs over the whole option space: kernels against definitions, gradients
 * against differences, on one thread and on two.
 */
import fc from "fast-check";
import { describe, test } from "vitest";
import { ShapeError } from "../../src/errors.ts";
import {
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  parameter,
  type Value,
} from "../../src/grad/index.ts";
import type { Border, Problem } from "../../src/semantics/problem.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { weightShape } from "../../src/semantics/shapes.ts";
import { type ConvSpec, DATA_LAYOUTS } from "../../src/semantics/spec.ts";
import { uniform } from "../../src/tensor/random.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { expectDefined } from "../support/graphs.ts";
import { anySpec } from "../support/problems.ts";

const LAYERS = [
  ["conv1d", conv1d],
  ["conv2d", conv2d],
  ["conv3d", conv3d],
  ["convTranspose1d", convTranspose1d],
  ["convTranspose2d", convTranspose2d],
  ["convTranspose3d", convTranspose3d],
] as const;

const BORDERS: readonly Border["kind"][] = [
  "zero",
  "constant",
  "replicate",
  "reflect",
  "symmetric",
  "wrap",
];

/** A layer as it was written, and what it means. */
interface Case {
  readonly spec: ConvSpec;
  readonly problem: Problem;
}

/** Differences compute every output twice for every number that is trained. */
const MOST_PRODUCTS = 150_000;

function affordable(p: Problem): boolean {
  const { batch, inChannels, outChannels, groups, axes } = p;
  const taps = sizeOf(axes.map((a) => a.output * a.kernel));
  const products = (taps * batch * inChannels * outChannels) / groups;
  const trained = batch * inChannels * sizeOf(axes.map((a) => a.input)) + sizeOf(weightShape(p));
  return products > 0 && products * trained <= MOST_PRODUCTS;
}

const cases = (layer: string): fc.Arbitrary<Case> =>
  anySpec
    .filter(({ op, input }) => layer === `${op}${input.length - 2}d`)
    .map((spec) => {
      try {
        return { spec, problem: resolve(spec) };
      } catch (error) {
        if (error instanceof ShapeError) return null;
        throw error;
      }
    })
    .filter((made): made is Case => made !== null && affordable(made.problem));

const padded = ({ axes }: Problem) => axes.some((a) => a.before > 0 || a.after > 0);
const lopsided = ({ axes }: Problem) => axes.some((a) => a.before !== a.after);

/** The layer over numbers from −0.5 to 0.5, all of them trained. */
function layerOf(layer: (typeof LAYERS)[number][1], { spec, problem }: Case): Value {
  const { op: _, activation: __, input, weight, bias, ...options } = spec;
  const numbers = (name: string, shape: readonly number[], seed: number) =>
    parameter(name, uniform(shape, seed, -0.5, 0.5));
  return layer(numbers("x", input, 1), numbers("w", weight, 2), {
    ...options,
    ...(bias ? { bias: numbers("b", [problem.outChannels], 3) } : {}),
  });
}

describe.each(LAYERS)("%s", (name, layer) => {
  const holds = (wanted: (p: Problem) => boolean) =>
    fc.assert(
      fc.asyncProperty(
        cases(name).filter(({ problem }) => wanted(problem)),
        (made) => expectDefined(layerOf(layer, made)),
      ),
      { numRuns: 2 },
    );

  test.each(BORDERS)("border %s", (kind) => holds((p) => p.border.kind === kind && padded(p)));

  test.each(DATA_LAYOUTS)("groups and sides that differ, %s", (layout) =>
    holds((p) => p.groups > 1 && lopsided(p) && p.dataLayout === layout),
  );
});
