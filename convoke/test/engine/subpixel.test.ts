/** Transposed convolution by phases: every shape of phases there can be, and that it is what ran. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ALGORITHMS, named } from "../../src/algorithms/index.ts";
import { decompose } from "../../src/algorithms/phases.ts";
import { ShapeError } from "../../src/errors.ts";
import { inputGradient } from "../../src/semantics/adjoint.ts";
import { format, parse } from "../../src/semantics/descriptor.ts";
import type { Problem } from "../../src/semantics/problem.ts";
import { reference } from "../../src/semantics/reference.ts";
import { compile, operations, plan, programOf } from "../../src/whole.ts";
import { wholeData } from "../support/problems.ts";

async function equal(problem: Problem): Promise<void> {
  const data = wholeData(problem);
  const chosen = plan(problem, { algorithm: "subpixel", threads: 1 });
  using executable = await compile(chosen, data);
  executable.input.data.set(data.input.data);
  await executable.run();
  expect(
    [...executable.output.data].map((x) => x + 0),
    format(problem),
  ).toEqual([...reference(problem, data).data].map((x) => x + 0));
}

/** Axes with gaps, common divisors of stride and dilation, crops beyond the kernel, long paddings. */
const axis = fc.record({
  i: fc.integer({ min: 1, max: 9 }),
  k: fc.integer({ min: 1, max: 6 }),
  s: fc.integer({ min: 1, max: 6 }),
  d: fc.constantFrom(1, 1, 2, 3, 4, 6),
  p: fc.integer({ min: 0, max: 5 }),
  q: fc.integer({ min: 0, max: 5 }),
  a: fc.integer({ min: 0, max: 5 }),
});

const word = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    groups: fc.constantFrom(1, 1, 2, 3),
    into: fc.constantFrom(1, 2, 5),
    out: fc.constantFrom(1, 2, 3, 4, 7),
    axes: fc.array(axis, { minLength: 1, maxLength: 3 }),
    orientation: fc.constantFrom("", "_convolution"),
    layout: fc.constantFrom("", "_nhwc"),
    weights: fc.constantFrom("", "_oihw", "_hwio"),
    end: fc.constantFrom("", "_bias", "_relu", "_bias_relu"),
  })
  .map(({ batch, groups, into, out, axes, orientation, layout, weights, end }) => {
    const names = ["d", "h", "w"].slice(-axes.length);
    const numbers = (["i", "k", "s", "d", "p", "q", "a"] as const).map((letter) =>
      axes
        .map((a, i) => {
          const size = axes.length === 3 && letter === "i" ? Math.min(a.i, 4) : a[letter];
          return `${letter}${names[i]}${letter === "a" ? a.a % Math.max(a.s, a.d) : size}`;
        })
        .join(""),
    );
    const [i, ...rest] = numbers;
    const channels = `mb${batch}g${groups}ic${into * groups}${i}oc${out * groups}`;
    return `${channels}${rest.join("")}_transposed${orientation}${layout}${weights}${end}`;
  })
  .map((text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof ShapeError) return null;
      throw error;
    }
  })
  .filter((p): p is Problem => p !== null)
  .filter((p) => p.axes.some((a) => a.stride > 1) && decompose(p).parts.length <= 64);

test("equal to the reference on whole numbers, whatever the phases are", async () => {
  await fc.assert(fc.asyncProperty(word, equal), { numRuns: 250 });
});

test.each([
  "ic2ih9oc3kh2sh2_transposed", // all phases one product, the input read in place
  "ic2ih9oc3kh4sh2ph1_transposed",
  "ic2ih9oc3kh3sh2ph1ah1_transposed_bias_relu",
  "ic2ih9iw40oc5kh3sh2_transposed", // whole blocks of the weave and a rest
  "ic2ih5iw24oc5kh5sh3_transposed_nhwc_bias",
  "ic2ih4iw40oc2kh4sh4_transposed", // four phases a row
  "ic2ih4iw11oc2kh7sh5_transposed", // more phases than lanes
  "ic2ih9oc3kh1sh2_transposed_bias", // phases without taps: the bias alone
  "ic2ih9oc3kh1sh3ah2_transposed_nhwc_bias",
  "ic2ih5oc3kh3sh4dh2_transposed", // stride and dilation share a divisor
  "ic2ih1oc3kh3sh2ph1_transposed", // one output, and a phase that no tap reaches
  "ic1iw1oc1kw1sw2pw1qw-2_transposed", // nothing arrives at all
  "mb0ic2ih9oc3kh2sh2_transposed",
])("%s", (text) => equal(parse(text)));

test("phases with the same window are one product, and no zero is multiplied", () => {
  expect(decompose(parse("ic8ih16oc8kh2sh2_transposed")).parts).toHaveLength(1);
  expect(decompose(parse("ic8ih16oc8kh2sh2_transposed")).maps).toBeNull();
  expect(decompose(parse("ic8ih16oc8kh3sh2ph1ah1_transposed")).parts).toHaveLength(4);
  // 16 and 24 fill whole tiles: the code multiplies exactly as often as the definition.
  const chosen = plan("ic8ih16oc24kh2sh2_transposed", { algorithm: "subpixel", threads: 1 });
  expect(operations(chosen).multiplications).toBe(chosen.work.macs);
});

test("it is what the planner takes for strided transposes and for gradients of strided layers", () => {
  for (const text of [
    "ic64ih56oc32kh4sh2ph1_transposed",
    "ic256ih28oc128kh2sh2_transposed",
    "ic32ih28oc32kh3sh2ph1ah1_transposed",
  ])
    expect(plan(text).algorithm, text).toBe("subpixel");
  const gradient = inputGradient(parse("ic64ih56oc128kh3sh2ph1")).problem;
  expect(plan(gradient).algorithm).toBe("subpixel");
});

test("its kernels are those of the parts, then the weave", () => {
  const chosen = plan("ic4ih8oc3kh3sh2_transposed", { algorithm: "subpixel", threads: 1 });
  const names = programOf(chosen).steps.map(({ kernel }) => kernel.name);
  expect(names[0]).toBe("pad");
  expect(names.slice(1, -1).every((name) => /^phase[0-3]_/.test(name))).toBe(true);
  expect(names.at(-1)).toBe("weave");
});

test.each([
  ["ic1ih9oc1kh3sh2", "the convolution is not transposed"],
  ["ic1ih9oc1kh3_transposed", "the stride is 1: there are no phases"],
  ["ic1ih9oc1kh3sh2_transposed_wrap", "the border folds back (wrap)"],
  ["ic1ih9oc1kh11sh11dh10_transposed", "its phases are 100 products, more than 64"],
])("%s is refused: %s", (text, reason) => {
  const setting = { ...plan(text), weight: null };
  expect(named(ALGORITHMS, "subpixel").refuses(setting)).toBe(reason);
});
