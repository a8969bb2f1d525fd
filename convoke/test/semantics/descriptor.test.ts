import fc from "fast-check";
import { expect, test } from "vitest";
import { FormatError } from "../../src/errors.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { anyProblem } from "../support/problems.ts";

test("parse(format(p)) is p, for every problem", () => {
  fc.assert(
    fc.property(anyProblem, (p) => {
      expect(parse(format(p))).toEqual(p);
    }),
    { numRuns: 2000 },
  );
});

/** Numbers with their names, and suffixes. */
function tokens(word: string): string[] {
  const [head, ...suffixes] = word.split("_");
  return [...(head.match(/[a-z]+-?\d+/g) ?? []), ...suffixes.map((suffix) => `_${suffix}`)];
}

function meaning(word: string): Problem | null {
  try {
    return parse(word);
  } catch {
    return null;
  }
}

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

test("numbers of borders and activations go through the word unchanged", () => {
  const spec = { input: [1, 1, 5], weight: [1, 1, 3] };
  fc.assert(
    fc.property(float32, fc.double({ noNaN: true }), float32, (value, limit, other) => {
      const clamp = [Math.min(value, limit), Math.max(value, limit)] as const;
      for (const activation of [
        { leakyRelu: value },
        { clamp },
        { hardSigmoid: [value, other] as const },
      ]) {
        const p = resolve({ ...spec, border: { constant: other }, activation });
        expect(parse(format(p))).toEqual(p);
      }
    }),
    { numRuns: 1000 },
  );
});

test("no part of a canonical word can be left out, and all of it may stand in an address", () => {
  fc.assert(
    fc.property(anyProblem, (p) => {
      const word = format(p);
      expect(encodeURIComponent(word)).toBe(word);
      for (const part of tokens(word)) {
        expect(meaning(word.replace(part, "")), `${word} without ${part}`).not.toEqual(p);
      }
    }),
    { numRuns: 300 },
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
    "ic1ih5oc1kh3kh4",
    'expected every number once for the descriptor ic1ih5oc1kh3kh4 at position 13, got "kh4"',
  ],
  [
    "ic1ih5oc1kh9007199254740992",
    'expected less than 2^53 for kh in ic1ih5oc1kh9007199254740992, got "9007199254740992"',
  ],
  [
    "ic1ih5oc1kh3_reflect_constant2",
    'expected one suffix that says the border for the descriptor ic1ih5oc1kh3_reflect_constant2, got "constant2"',
  ],
  [
    "ic1ih5oc1kh3_relu_relu6",
    'expected one suffix that says the activation for the descriptor ic1ih5oc1kh3_relu_relu6, got "relu6"',
  ],
  [
    "ic1ih5oc1kh3_constant1e39",
    "expected a number that is finite in float32 for the constant of border, got 1e+39",
  ],
  [
    "ic1ih5oc1kh3_clamp3to1",
    "expected [min, max] with min ≤ max and a float32 number between for clamp, got [3,1]",
  ],
  ["ic1ih5oc1kh3pw-9", "expected at least 1 for the output along axis 1, got -15"],
  [
    "ic1ih2oc1kh3",
    "expected at least 3, the reach of the kernel (R1, R2) for input plus padding along height, got 2 (nearest legal: 3)",
  ],
])("%s is refused in one sentence", (word, sentence) => {
  expect(() => parse(word)).toThrow(
    new RegExp(`^${sentence.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`),
  );
});

test("an output decides the padding of the axes it is said for, unless padding is said", () => {
  const sides = (word: string) => parse(word).axes.map((a) => [a.before, a.after, a.output]);
  expect(sides("ic1ih5oh5oc1kh3")).toEqual([
    [1, 1, 5],
    [1, 1, 5],
  ]);
  expect(sides("ic1ih5oh5oc1kh2")).toEqual([
    [0, 1, 5],
    [0, 1, 5],
  ]);
  expect(sides("ic1ih5oh5oc1kh3qh2")).toEqual([
    [0, 2, 5],
    [1, 1, 5],
  ]);
  expect(sides("ic1ih5iw9oh5oc1kh3")).toEqual([
    [1, 1, 5],
    [0, 0, 7],
  ]);
  expect(sides("ic1ih5iw9ow9oc1kh3")).toEqual([
    [0, 0, 3],
    [1, 1, 9],
  ]);
  expect(sides("ic1iw5ow9oc1kw3sw2_transposed")).toEqual([[1, 1, 9]]);
});

test("what is no text is refused too, and minus zero is zero", () => {
  expect(() => parse(7 as never)).toThrow(FormatError);
  expect(() => parse(7 as never)).toThrow("expected a word such as ic64ih56oc64kh3ph1");
  expect(parse("ic1ih5oc1kh3ph-0")).toEqual(parse("ic1ih5oc1kh3"));
});
