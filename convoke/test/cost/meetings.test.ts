/** The closed form of one axis against all its pairs, far beyond what layers look like. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { layerCost } from "../../src/cost/index.ts";
import { meetings } from "../../src/cost/meetings.ts";
import type { Relation } from "../../src/cost/relation.ts";
import { UnsupportedError } from "../../src/errors.ts";
import { OUTSIDE, sourceIndex } from "../../src/semantics/border.ts";
import { computed } from "../support/clock.ts";

const anyRelation: fc.Arbitrary<Relation> = fc.record({
  narrow: fc.integer({ min: 1, max: 12 }),
  wide: fc.integer({ min: 1, max: 30 }),
  kernel: fc.integer({ min: 1, max: 12 }),
  stride: fc.integer({ min: 1, max: 9 }),
  dilation: fc.integer({ min: 1, max: 9 }),
  before: fc.integer({ min: -5, max: 90 }),
  border: fc.constantFrom(
    { kind: "zero" } as const,
    { kind: "replicate" } as const,
    { kind: "reflect" } as const,
    { kind: "symmetric" } as const,
    { kind: "wrap" } as const,
  ),
});

test("every count of an axis is that of its pairs, one by one", () => {
  fc.assert(
    fc.property(anyRelation, (r) => {
      const [narrow, kernel, wide, spread] = [0, 1, 2, 3].map(() => new Set<number>());
      let inside = 0;
      for (let n = 0; n < r.narrow; n++)
        for (let k = 0; k < r.kernel; k++) {
          const position = n * r.stride + k * r.dilation;
          spread.add(position);
          const index = sourceIndex(r.border, r.wide, position - r.before);
          if (index === OUTSIDE) continue;
          inside++;
          narrow.add(n);
          kernel.add(k);
          wide.add(index);
        }
      expect(meetings(r)).toEqual({
        pairs: r.narrow * r.kernel,
        inside,
        narrow: narrow.size,
        kernel: kernel.size,
        wide: wide.size,
        spread: spread.size,
      });
    }),
    { numRuns: 5000 },
  );
});

test("long axes take no longer than short ones; what is too long is refused in a sentence", () => {
  const began = computed();
  const { needed, axes } = layerCost("ic1iw268435456oc1kw3pw1");
  expect(needed.macs).toBe(3 * 268435456 - 2);
  expect(axes[0].unseen).toBe(0);
  expect(layerCost("ic1iw1000000oc1kw999999sw7dw1pw5_reflect").axes[0].unseen).toBe(0);
  expect(computed() - began).toBeLessThan(2000);
  expect(() => layerCost("ic1iw20000000oc1kw9000000")).toThrow(UnsupportedError);
  expect(() => layerCost("ic1iw20000000oc1kw9000000")).toThrow(
    /^expected at most 4194304 for the shorter of kernel and positions along an axis to be counted, got 9000000$/,
  );
  expect(() => layerCost("mb100000ic100000iw1000000oc100000kw3")).toThrow(/fewer than 2\^53/);
});
