/** Gradients one element at a time, with every border and of every order. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Gradient, inputGradient, weightGradient } from "../../src/semantics/adjoint.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { inputShape, outputShape, weightShape } from "../../src/semantics/shapes.ts";
import { integers } from "../../src/tensor/random.ts";
import { type FloatArray, sizeOf, type Tensor, tensor } from "../../src/tensor/tensor.ts";
import { anyProblem, linearPart, wholeData } from "../support/problems.ts";

/** Linear in the weight; a constant border stays. */
const plain = anyProblem.map((p): Problem => ({ ...linearPart(p), border: p.border }));
const runs = { numRuns: 300 };

function dot(a: Tensor<FloatArray>, b: Tensor<FloatArray>): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += a.data[i] * b.data[i];
  return sum;
}

function unit(shape: readonly number[], pick: number): { e: Tensor; at: number } {
  const e = tensor(shape);
  const at = pick % sizeOf(shape);
  e.data[at] = 1;
  return { e, at };
}

const solve = ({ problem, input, weight, result }: Gradient, a: Tensor, b: Tensor) =>
  result(reference(problem, { input: input(a, b), weight: weight(a, b) }));

test("∂⟨y, C(w)x⟩ / ∂w[k] = ⟨y, C(eₖ)x⟩, constant borders included", () => {
  fc.assert(
    fc.property(plain, fc.nat(), (p, pick) => {
      const { input } = wholeData(p);
      const y = integers(outputShape(p), 9);
      const { e, at } = unit(weightShape(p), pick);
      const gradient = solve(weightGradient(p), input, y);
      expect(gradient.shape).toEqual(weightShape(p));
      expect(gradient.data[at]).toBe(dot(reference(p, { input, weight: e }), y));
    }),
    runs,
  );
});

test("∂⟨y, C(w)x⟩ / ∂x[i] = ⟨y, C(w)(x + eᵢ)⟩ − ⟨y, C(w)x⟩, constant borders included", () => {
  fc.assert(
    fc.property(
      plain.filter((p) => p.batch > 0),
      fc.nat(),
      (p, pick) => {
        const { input, weight } = wholeData(p);
        const y = integers(outputShape(p), 9);
        const { e, at } = unit(inputShape(p), pick);
        const moved = { shape: input.shape, data: input.data.map((x, i) => x + e.data[i]) };
        const change =
          dot(reference(p, { input: moved, weight }), y) - dot(reference(p, { input, weight }), y);
        expect(solve(inputGradient(p), y, weight).data[at]).toBe(change);
      },
    ),
    runs,
  );
});

test("a convolution is the input gradient of its input gradient", () => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.op === "conv"),
      (p) => {
        expect(inputGradient(inputGradient(p).problem).problem).toEqual(linearPart(p));
      },
    ),
    runs,
  );
});

test("an empty batch leaves the weight alone", () => {
  const p = parse("mb0ic2ih4oc3kh3_nhwc");
  const gradient = solve(weightGradient(p), tensor(inputShape(p)), tensor(outputShape(p)));
  expect(gradient).toEqual({ shape: [3, 2, 3, 3], data: new Float64Array(54) });
});

test("gradients are problems like others: legal, frozen, with a word, to the second order", () => {
  const deeplyFrozen = (value: object): boolean =>
    Object.isFrozen(value) &&
    Object.values(value).every((v) => typeof v !== "object" || deeplyFrozen(v));
  fc.assert(
    fc.property(anyProblem, (p) => {
      const once = [inputGradient(p).problem, weightGradient(p).problem];
      const twice = once.flatMap((q) => [inputGradient(q).problem, weightGradient(q).problem]);
      for (const problem of [...once, ...twice]) {
        expect(parse(format(problem))).toEqual(problem);
        expect(deeplyFrozen(problem)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
