/** Changed layers, curves, and the questions the other way round. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CHANGES,
  compareLayers,
  expectChange,
  FIGURES,
  layerCost,
  paddingThatKeeps,
  sweep,
  unwastedSizes,
  whatIf,
  withValue,
} from "../../src/cost/index.ts";
import { ShapeError } from "../../src/errors.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { anyProblem } from "../support/problems.ts";

const LAYER = "ic64ih56oc64kh3ph1";

describe("doubling", () => {
  test("a layer has the cost of the layer that it becomes", () => {
    fc.assert(
      fc.property(anyProblem, fc.constantFrom(...CHANGES), (p, change) => {
        let changed: ReturnType<typeof whatIf>;
        try {
          changed = whatIf(p, change);
        } catch (error) {
          expect(error).toBeInstanceOf(ShapeError);
          return;
        }
        const other = layerCost(changed.after);
        expect(changed.figures.after.flops).toBe(other.asWritten.flops);
        const { over, under } = changed.ratios.multiplications;
        expect(over * changed.figures.before.multiplications).toBe(
          under * other.asWritten.multiplications,
        );
      }),
      { numRuns: 300 },
    );
  });

  test("the text's question: channels, and what each of the others does", () => {
    const ratios = (change: (typeof CHANGES)[number]) => whatIf(LAYER, change).ratios;
    expect(ratios("ci").multiplications).toEqual({ over: 2, under: 1 });
    expect(ratios("channels").multiplications).toEqual({ over: 4, under: 1 });
    expect(ratios("groups").multiplications).toEqual({ over: 1, under: 2 });
    expect(ratios("batch").weightBytes).toEqual({ over: 1, under: 1 });
    expect(ratios("stride").multiplications).toEqual({ over: 1, under: 4 });
    expect(ratios("kernel").outputs).toEqual({ over: 53 ** 2, under: 56 ** 2 });
    expect(ratios("dilation").parameters).toEqual({ over: 1, under: 1 });
    expect(ratios("resolution").outputs).toEqual({ over: 4, under: 1 });
  });

  test("what cannot be is refused in a sentence", () => {
    expect(() => whatIf("ic3ih9oc4kh3", "groups")).toThrow(
      "expected a multiple of 2 (groups) for input channels, got 3 (nearest legal: 4)",
    );
    expect(() => whatIf(LAYER, "chanels" as "channels")).toThrow(
      /^expected one of ci, .* for what changes, got "chanels" \(nearest legal: "channels"\)$/,
    );
    expect(() => whatIf(LAYER, "batch", { factor: 0 })).toThrow(/whole number of at least 1/);
    expect(expectChange("co")).toBe("co");
  });
});

test("any two layers beside each other: what doubling says, and quotients that turn round", () => {
  const doubled = whatIf(LAYER, "channels");
  const { change: _, factor: _f, ...beside } = doubled;
  expect(compareLayers(LAYER, doubled.after)).toEqual(beside);
  const back = compareLayers(doubled.after, LAYER);
  for (const name of FIGURES) {
    const { over, under } = beside.ratios[name];
    expect(back.ratios[name], name).toEqual({ over: under, under: over });
  }
  expect(format(withValue(parse(LAYER), "stride", 2))).toBe("ic64ih56oc64kh3sh2ph1");
  expect(() => withValue(parse(LAYER), "groups", 7)).toThrow("expected a multiple of 7");
  expect(() => compareLayers(LAYER, "ic3")).toThrow("for the descriptor ic3");
});

test("a curve has a point for every value, and says where there is no layer", () => {
  const points = sweep("g2ic4ih9oc4kh3", "kernel", [1, 3, 9, 10]);
  expect(points.map((p) => p.descriptor)).toEqual([
    "g2ic4ih9oc4kh1",
    "g2ic4ih9oc4kh3",
    "g2ic4ih9oc4kh9",
    null,
  ]);
  expect(points[3].refusal).toMatch(/^expected .*kernel/);
  expect(points[1].figures!.multiplications).toBe(layerCost("g2ic4ih9oc4kh3").asWritten.macs);
});

describe("the other way round", () => {
  const padded = (p: Problem, total: number, at: number) =>
    parse(
      format({
        ...p,
        axes: p.axes.map((axis, i) => (i === at ? { ...axis, before: total, after: 0 } : axis)),
      }),
    ).axes[at];

  test("every padding that is named keeps the size, one less or more does not", () => {
    fc.assert(
      fc.property(anyProblem, (p) => {
        paddingThatKeeps(p).forEach(({ total, before, after, keeps }, i) => {
          const { before: p0, after: p1 } = p.axes[i];
          if (total === null) return expect(keeps).toBe(false);
          expect(keeps).toBe(p0 + p1 >= total.least && p0 + p1 <= total.most);
          expect(before! + after!).toBe(total.least);
          for (const sum of [total.least, total.most])
            expect(padded(p, sum, i).output).toBe(p.axes[i].input);
          // Less than no padding would crop; more than all there is to a transpose leaves nothing.
          if (total.least > 0)
            expect(outputOf(() => padded(p, total.least - 1, i))).not.toBe(p.axes[i].input);
          expect(outputOf(() => padded(p, total.most + 1, i))).not.toBe(p.axes[i].input);
        });
      }),
      { numRuns: 500 },
    );
  });

  test("with stride 1 the padding that keeps the size is what `same` means, odd kernels or even", () => {
    for (const op of ["conv", "convTranspose"] as const)
      for (let kernel = 1; kernel <= 6; kernel++)
        for (let dilation = 1; dilation <= 3; dilation++) {
          const spec = { op, input: [1, 1, 20], weight: [1, 1, kernel], dilation };
          const [{ before, after }] = paddingThatKeeps(spec);
          const { axes } = resolve({ ...spec, padding: "same" });
          expect([before, after]).toEqual([axes[0].before, axes[0].after]);
        }
  });

  const outputOf = (make: () => { output: number }) => {
    try {
      return make().output;
    } catch {
      return null;
    }
  };

  test("sizes that waste nothing are those, and no others", () => {
    fc.assert(
      fc.property(anyProblem, (p) => {
        unwastedSizes(p).forEach(({ wasted, first, step, below, above }, i) => {
          expect(layerCost(p).axes[i].wasted).toBe(wasted);
          const wastedAt = (input: number) => {
            const axes = p.axes.map((axis, j) => (j === i ? { ...axis, input } : axis));
            return layerCost(format({ ...p, axes })).axes[i].wasted;
          };
          for (let n = 0; n < 2 * step; n++)
            expect(wastedAt(first + n)).toBe(p.op === "conv" ? n % step : 0);
          const { input } = p.axes[i];
          expect((above - first) % step).toBe(0);
          expect(above >= input && above < input + step).toBe(true);
          if (below === null) expect(input).toBeLessThan(first);
          else expect(below <= input && below > input - step).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });
});
