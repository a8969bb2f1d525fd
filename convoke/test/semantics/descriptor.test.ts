import fc from "fast-check";
import { expect, test } from "vitest";
import { weightGradient } from "../../src/semantics/adjoint.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import { anyProblem } from "../support/problems.ts";

test("parse(format(p)) is p, for every problem", () => {
  fc.assert(
    fc.property(anyProblem, (p) => {
      expect(parse(format(p))).toEqual(p);
    }),
    { numRuns: 2000 },
  );
});

test("the weight gradient, whose padding may be negative, has a word too", () => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.batch > 0),
      (p) => {
        const { problem } = weightGradient(p);
        expect(parse(format(problem))).toEqual(problem);
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ["ic64ih56oc64kh3ph1", [64, 56, 56, 56, 56]],
  ["ic3ih224oc64kh7sh2ph3", [3, 224, 224, 112, 112]],
  ["ic1iw400oc1kw3", [1, 400, 398]],
  ["ic2id4oc3kd2", [2, 4, 4, 4, 3, 3, 3]],
  ["ic8ih10oh10oc8kh3", [8, 10, 10, 10, 10]],
])("%s reads as it should", (word, expected) => {
  const p = parse(word);
  expect([p.inChannels, ...p.axes.map((a) => a.input), ...p.axes.map((a) => a.output)]).toEqual(
    expected,
  );
});

test.each([
  ["ic64", "expected an input extent (id, ih or iw) for the descriptor ic64, got nothing"],
  ["ic1ih5oc1", "expected kh, the kernel extent for the descriptor ic1ih5oc1, got nothing"],
  [
    "ic1ih5oc1kh3zz9",
    'expected a name and a number, such as ic64 or kh3 for the descriptor ic1ih5oc1kh3zz9 at position 13, got "zz9"',
  ],
  [
    "ic1ih5oc1kh3_blue",
    'expected transposed, convolution, bias, a layout, a border or an activation behind _ for the descriptor ic1ih5oc1kh3_blue, got "blue"',
  ],
  ["ic1ih5oh9oc1kh3ph0", "expected 3 (R2, R3) for oh in ic1ih5oh9oc1kh3ph0, got 9"],
  [
    "ic1ih2oc1kh3",
    "expected at least 3, the reach of the kernel (R1, R2) for input plus padding along height, got 2 (nearest legal: 3)",
  ],
])("%s is refused in one sentence", (word, sentence) => {
  expect(() => parse(word)).toThrow(
    new RegExp(`^${sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`),
  );
});
