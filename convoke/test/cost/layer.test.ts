/** Closed forms against the counted run, over the whole option space. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layerCost } from "../../src/cost/index.ts";
import { patchMatrix } from "../../src/cost/patches.ts";
import { axisTaps } from "../../src/semantics/axis-taps.ts";
import { outputExtent } from "../../src/semantics/extents.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { sizeOf } from "../../src/tensor/tensor.ts";
import { countedRun, walkable } from "../support/counted.ts";
import { anyProblem } from "../support/problems.ts";

/** The transposed convolution before its output is cropped, or anything is folded back. */
const uncropped = (p: Problem): Problem => ({
  ...p,
  border: { kind: "zero" },
  axes: p.axes.map((axis) => {
    const whole = { ...axis, before: 0, after: 0, outputPadding: 0 };
    return { ...whole, output: outputExtent("convTranspose", whole, [0, 0]) };
  }),
});

describe("forwards", () => {
  test("what has to be done is what the counted run does", () => {
    fc.assert(
      fc.property(walkable, (p) => {
        const run = countedRun(p);
        const constant = p.op === "conv" && p.border.kind === "constant" && p.border.value !== 0;
        const done = constant ? run.taps : run.inside;
        expect(layerCost(p).needed).toMatchObject({
          ...done,
          macs: done.multiplications,
          biasAdditions: !p.bias ? 0 : constant ? run.outputs : run.outputsMet,
        });
      }),
      { numRuns: 300 },
    );
  });

  test("the formula is all taps, of a transpose all before it crops; the difference is padding", () => {
    fc.assert(
      fc.property(walkable, (p) => {
        const cost = layerCost(p);
        const { taps } = countedRun(p.op === "conv" ? p : uncropped(p));
        const biasAdditions = p.bias ? sizeOf(cost.outputShape) : 0;
        const flops = taps.multiplications + taps.additions + biasAdditions;
        expect(cost.asWritten).toEqual({
          ...taps,
          macs: taps.multiplications,
          biasAdditions,
          flops,
        });
        expect(cost.paddingProducts).toBe(
          taps.multiplications - countedRun(p).inside.multiplications,
        );
      }),
      { numRuns: 100 },
    );
  });

  test("along each axis, inputs that nothing needs and outputs that nothing meets", () => {
    fc.assert(
      fc.property(anyProblem, (p) => {
        layerCost(p).axes.forEach(({ unseen, empty }, i) => {
          const lists = axisTaps(p, p.axes[i]).map((taps) => taps.filter((t) => t.input >= 0));
          const seen = new Set(lists.flat().map((t) => t.input));
          expect(unseen).toBe(p.axes[i].input - seen.size);
          expect(empty).toBe(lists.filter((taps) => taps.length === 0).length);
        });
      }),
      { numRuns: 1000 },
    );
  });
});

test("a layer is a descriptor, a Spec or a Problem, and nothing else", () => {
  const spec = { input: [1, 3, 9, 9], weight: [4, 3, 3, 3], padding: 1 };
  const { problem, asWritten } = layerCost("ic3ih9oc4kh3ph1");
  expect(layerCost(spec).asWritten).toEqual(asWritten);
  expect(layerCost(problem).asWritten).toEqual(asWritten);
  expect(() => layerCost(7 as never)).toThrow(/^expected a descriptor such as .*, got 7$/);
  expect(() => layerCost(spec, { dtype: "float23" as never })).toThrow(
    /^expected one of float32, float16, int8, float64 for dtype, got "float23"/,
  );
  expect(() => layerCost(spec, { type: "int8" } as never)).toThrow(/options of layerCost/);
});

test("options of the patch matrix are read like all others", () => {
  const options = { dtyp: "int8" } as unknown as { dtype: "int8" };
  expect(() => patchMatrix("ic1ih9oc1kh3", options)).toThrow("one of dtype for the options of");
});
