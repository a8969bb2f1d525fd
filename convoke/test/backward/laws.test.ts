/**
 * ⟨ȳ, C(w)x⟩ = ⟨x̄, x⟩ = ⟨w̄, w⟩: the gradients belong together, whichever algorithm makes them. Whole
 * numbers, so that the sums are equal; those of Winograd's tiles are as near as their bound says.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALGORITHMS } from "../../src/algorithms/index.ts";
import { convolutionOf, wayOf } from "../../src/algorithms/weight-gradient.ts";
import { ShapeError } from "../../src/errors.ts";
import { detectMachine } from "../../src/planner/detect.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { multiplyAddsOf } from "../../src/semantics/shapes.ts";
import { integers } from "../../src/tensor/random.ts";
import { tensor } from "../../src/tensor/tensor.ts";
import { expected, gradients, planOf, whole } from "../support/gradients.ts";
import { anyProblem, anySpec, linearPart } from "../support/problems.ts";

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

/** A constant border takes part in ⟨w̄, w⟩, and not in ⟨x̄, x⟩. */
async function obeysTheLaw(problem: Problem): Promise<void> {
  const data = whole(problem);
  const { dx, dw, db } = await gradients(problem, data);
  const { bounds, exact } = expected(problem, data);
  const forward = (p: Problem) => {
    const y = reference(p, { input: data.x, weight: data.w }).data;
    return dot(y, data.dy.data);
  };
  const near = (of: "dx" | "dw", sum: number, got: Float32Array, by: ArrayLike<number>) => {
    const most = exact[of] ? 0 : dot(bounds[of], Array.from(by, Math.abs));
    const off = Math.abs(dot(got, by) - sum);
    expect(off, `${of} of ${format(problem)}`).toBeLessThanOrEqual(most);
  };
  near("dw", forward(problem), dw, data.w.data);
  near("dx", forward(linearPart(problem)), dx, data.x.data);
  const bias = integers([problem.outChannels], 4, -3, 3);
  const weight = tensor(data.w.shape);
  const biased = reference({ ...problem, bias: true }, { input: data.x, weight, bias }).data;
  expect(dot(db, bias.data), `db of ${format(problem)}`).toBe(dot(biased, data.dy.data));
}

const plain = anyProblem.map((p): Problem => ({ ...linearPart(p), border: p.border }));

/** With channels and extents that fill tiles, and leave rests. */
const larger = fc
  .record({
    spec: anySpec,
    extents: fc.array(fc.integer({ min: 6, max: 20 }), { minLength: 3, maxLength: 3 }),
    kernel: fc.integer({ min: 2, max: 5 }),
    groups: fc.constantFrom(1, 1, 2),
    perIn: fc.integer({ min: 8, max: 24 }),
    perOut: fc.integer({ min: 8, max: 24 }),
    stretched: fc.boolean(),
  })
  .map(({ spec, extents, kernel, groups, perIn, perOut, stretched }) => {
    const { stride, dilation, outputPadding, activation: _, bias: __, ...rest } = spec;
    const axes = rest.input.length - 2;
    const channels = perIn * groups;
    const spatial = extents.slice(0, axes);
    const [o, i] = rest.op === "conv" ? [perOut * groups, perIn] : [perOut, channels];
    const letters = { o: [o], i: [i], x: Array<number>(axes).fill(kernel) };
    const made = {
      ...rest,
      ...(stretched ? { stride, dilation, outputPadding } : {}),
      groups,
      input: rest.dataLayout === "nchw" ? [1, channels, ...spatial] : [1, ...spatial, channels],
      weight: [...rest.weightLayout!.replace("hw", "x")].flatMap((l) => letters[l as "o"]),
    };
    try {
      return resolve(made);
    } catch (error) {
      if (error instanceof ShapeError) return null;
      throw error;
    }
  })
  .filter((p): p is Problem => p !== null && multiplyAddsOf(p) <= 400_000);

test("over the whole option space", async () => {
  await fc.assert(fc.asyncProperty(plain, obeysTheLaw), { numRuns: 60 });
});

/** They make code for a weight that is known, or its spectra: a gradient's weight changes. */
const KNOWN_WEIGHTS: readonly string[] = ["constant", "separable", "fft"];
const either = fc.oneof(plain, larger);

/** Where to look for those that are seldom taken: planning in vain takes most of the time. */
const SELDOM: Readonly<Record<string, (p: Problem) => boolean>> = {
  polyphase: (p) =>
    p.op === "convTranspose" &&
    p.outChannels > 7 &&
    p.axes.some((a) => a.kernel > 1 && (a.stride > 1 || a.dilation > 1)),
  winograd: (p) => p.inChannels > 7 && p.axes.every((a) => a.stride === 1 && a.dilation === 1),
};
const seldom = (name: string) => either.filter(SELDOM[name] ?? (() => true));

describe("input gradients by", () => {
  test.each(ALGORITHMS.map(({ name }) => name).filter((name) => !KNOWN_WEIGHTS.includes(name)))(
    "%s",
    async (name) => {
      const taken = seldom(name).filter((p) => planOf(p).algorithm === name);
      await fc.assert(fc.asyncProperty(taken, obeysTheLaw), { numRuns: 5 });
    },
  );

  test.each(KNOWN_WEIGHTS)("%s: not at all", (name) => {
    const { refuses } = ALGORITHMS.find((algorithm) => algorithm.name === name)!;
    const setting = { problem: parse("ic1ih9oc1kh3"), machine: detectMachine(), threads: 1 };
    expect(refuses({ ...setting, weight: "input" })).toMatch(/weight is not known|made once/);
  });
});

describe("weight gradients by", () => {
  test.each(["rows", "product", "winograd"])("%s", async (kind) => {
    const machine = detectMachine();
    const taken = seldom(kind).filter(
      (p) => wayOf({ problem: convolutionOf(p), machine, accuracy: "faithful" }).kind === kind,
    );
    await fc.assert(fc.asyncProperty(taken, obeysTheLaw), { numRuns: 8 });
  });
});
