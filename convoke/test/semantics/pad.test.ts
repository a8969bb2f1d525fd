/** `pad` and its transpose against the index maps, element by element. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { OUTSIDE, sourceIndex } from "../../src/semantics/border.ts";
import { pad, padTranspose } from "../../src/semantics/pad.ts";
import type { Border } from "../../src/semantics/problem.ts";
import { integers } from "../../src/tensor/random.ts";
import { sizeOf, stridesOf } from "../../src/tensor/tensor.ts";

const border: fc.Arbitrary<Border> = fc.constantFrom(
  { kind: "zero" },
  { kind: "constant", value: 2.5 },
  { kind: "replicate" },
  { kind: "reflect" },
  { kind: "symmetric" },
  { kind: "wrap" },
);

/** An axis that is left as it is, continued, cropped, or cropped to nothing. */
const axis = fc
  .record({
    extent: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(16, 17, 18, 19, 35)),
    before: fc.oneof(fc.constant(0), fc.integer({ min: -3, max: 7 })),
    after: fc.oneof(fc.constant(0), fc.integer({ min: -3, max: 7 })),
  })
  .filter(({ extent, before, after }) => extent + before + after >= 0);

const padding = fc
  .record({ axes: fc.array(axis, { maxLength: 4 }), border })
  .filter(({ axes }) => sizeOf(axes.map((a) => a.extent + a.before + a.after)) < 5000)
  .filter(({ axes }) => sizeOf(axes.map((a) => a.extent)) < 5000)
  .map(({ axes, border }) => ({
    border,
    shape: axes.map((a) => a.extent),
    before: axes.map((a) => a.before),
    after: axes.map((a) => a.after),
    padded: axes.map((a) => a.extent + a.before + a.after),
  }));

/** Flat index in the plain tensor of every element of the padded one, or OUTSIDE. */
function places(p: { border: Border; shape: number[]; before: number[]; padded: number[] }) {
  const [strides, from] = [stridesOf(p.padded), stridesOf(p.shape)];
  return Array.from({ length: sizeOf(p.padded) }, (_, at) => {
    const indices = p.padded.map((extent, i) => {
      const position = (Math.floor(at / strides[i]) % extent) - p.before[i];
      return sourceIndex(p.border, p.shape[i], position);
    });
    return indices.includes(OUTSIDE) ? OUTSIDE : indices.reduce((n, j, i) => n + j * from[i], 0);
  });
}

test("every element is the one its index map names, in float32 and float64", () => {
  fc.assert(
    fc.property(padding, fc.constantFrom(Float32Array, Float64Array), (p, Numbers) => {
      const { shape, before, after, border } = p;
      const x = { shape, data: Numbers.from(integers(shape, 1, 1, 99).data) };
      const fill = border.kind === "constant" ? border.value : 0;
      const got = pad(x, before, after, border);
      expect(got.shape).toEqual(p.padded);
      const expected = places(p).map((from) => (from === OUTSIDE ? fill : x.data[from]));
      expect(got.data).toEqual(new Numbers(expected));
    }),
    { numRuns: 500 },
  );
});

test("the transpose adds every element to where it came from", () => {
  fc.assert(
    fc.property(padding, (p) => {
      const y = integers(p.padded, 2, 1, 99);
      const expected = new Float32Array(sizeOf(p.shape));
      places(p).forEach((to, at) => {
        if (to !== OUTSIDE) expected[to] += y.data[at];
      });
      expect(padTranspose(y, p.shape, p.before, p.after, p.border).data).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
