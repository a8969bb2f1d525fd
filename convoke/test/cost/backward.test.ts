/** Gradients: exact figures against the counted run, and against the problems that gradients are. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { backwardCost, layerCost, trainingMemory } from "../../src/cost/index.ts";
import { inputGradient, weightGradient } from "../../src/semantics/adjoint.ts";
import { parse } from "../../src/semantics/descriptor.ts";
import { countedRun, walkable } from "../support/counted.ts";
import { anyProblem } from "../support/problems.ts";

test("both gradients are what the counted run does, the bias gradient one sum a channel", () => {
  fc.assert(
    fc.property(walkable, (p) => {
      const { weight, input, bias, total } = backwardCost(p);
      const run = countedRun(p);
      const constant = p.op === "conv" && p.border.kind === "constant" && p.border.value !== 0;
      expect(input.exact).toMatchObject(run.inputGradient);
      expect(weight.exact).toMatchObject(constant ? run.weightGradientOutside : run.weightGradient);
      const biasSums = p.bias && run.outputs > 0 ? run.outputs - p.outChannels : 0;
      expect(bias).toMatchObject({ multiplications: 0, additions: biasSums });
      expect(total.exact.flops).toBe(input.exact.flops + weight.exact.flops + biasSums);
    }),
    { numRuns: 300 },
  );
});

test("a gradient costs what the problem costs that it is", () => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.batch > 0),
      (p) => {
        const { weight, input } = backwardCost(p);
        expect(layerCost(inputGradient(p).problem).needed).toEqual(input.exact);
        expect(layerCost(weightGradient(p).problem).needed).toEqual(weight.exact);
      },
    ),
    { numRuns: 1000 },
  );
});

test("the textbook's figures are its formulas", () => {
  fc.assert(
    fc.property(anyProblem, (p) => {
      const { weight, input } = backwardCost(p);
      const [h, w, k] = [
        p.axes.reduce((n, a) => n * a.output, 1),
        p.axes.reduce((n, a) => n * a.input, 1),
        p.axes.reduce((n, a) => n * a.kernel, 1),
      ];
      const perImage = (p.inChannels * p.outChannels) / p.groups;
      expect(weight.textbook.macs).toBe(p.batch * perImage * k * h);
      expect(weight.textbook.additions).toBe(p.batch * perImage * k * (h - 1));
      expect(input.textbook.macs).toBe(p.batch * perImage * w * k);
    }),
    { numRuns: 300 },
  );
});

test("reasons are made of the numbers, in both languages", () => {
  const { weight, input } = backwardCost("ic64ih56oc64kh3sh2ph1");
  expect(input.reason.en).toBe(
    "the text lets each of the 56×56 inputs meet all 3×3 taps, but there are only the 28×28 windows that the stride of 2×2 leaves: 1/4 of its products; 684,032 products (2.37 %) fall on padding.",
  );
  expect(weight.reason.zh).toBe("684,032 个乘积（2.37 %）落在填充上。");
  expect(backwardCost("ic3iw9oc2kw1").input.reason.en).toMatch(/^equal: /);
  expect(backwardCost("ic3iw9oc2kw3sw2pw1_transposed").input.reason.en).toBe(
    "12 products (7.41 %) are cropped off.",
  );
  expect(backwardCost("mb4ic3iw9oc2kw3").weight.reason.en).toBe(
    "the text is about one sample: to add up 4 takes 54 additions more.",
  );
});

test("memory: what is kept follows from the activation", () => {
  const kept = (word: string) => trainingMemory(word).kept.map((k) => k.tensor);
  expect(kept("ic8ih14oc16kh3")).toEqual(["input", "weight"]);
  expect(kept("ic8ih14oc16kh3_relu")).toEqual(["input", "weight", "output"]);
  expect(kept("ic8ih14oc16kh3_hardswish")).toEqual(["input", "weight", "sum"]);
  expect(kept("ic8ih14oc16kh3_leaky-0.5")).toEqual(["input", "weight", "sum"]);
  const { peak, optimizer, textbook, reason } = trainingMemory("ic8ih14oc16kh3_bias_relu");
  const [x, w, y, b] = [8 * 196, 16 * 72, 16 * 144, 16];
  expect(textbook).toBe(8 * (x + w + y));
  expect(peak).toEqual({ forward: 4 * (x + w + b + y), backward: 8 * (x + w + b + y) });
  expect(reason.en).toBe("the text leaves out the bias and its gradient (128 B).");
  expect(optimizer).toEqual({ sgd: 0, momentum: 4 * (w + b), adam: 8 * (w + b) });
  expect(trainingMemory(parse("ic8ih14oc16kh3"), { dtype: "float16" }).peak.backward).toBe(
    2 * (2 * x + 2 * w + y),
  );
});
