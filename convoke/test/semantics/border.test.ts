/** Index maps against a walker that takes one step at a time. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisTaps } from "../../src/semantics/axis-taps.ts";
import { OUTSIDE, sourceIndex } from "../../src/semantics/border.ts";
import { borderMap, preimages, sourceMap, tableOf } from "../../src/semantics/index-map.ts";
import type { Border } from "../../src/semantics/problem.ts";
import { anyProblem } from "../support/problems.ts";

const BORDERS = [
  { kind: "zero" },
  { kind: "constant", value: 2 },
  { kind: "replicate" },
  { kind: "reflect" },
  { kind: "symmetric" },
  { kind: "wrap" },
] as const satisfies readonly Border[];

/** Where a walker stands who left index 0 in `direction` and took `steps` steps. */
function walk(kind: Border["kind"], size: number, steps: number, direction: 1 | -1): number {
  let [at, heading] = [0, direction as number];
  for (let step = 0; step < steps; step++) {
    if (at === OUTSIDE) continue;
    const next = at + heading;
    if (next >= 0 && next < size) at = next;
    else if (kind === "zero" || kind === "constant") at = OUTSIDE;
    else if (kind === "wrap") at = next < 0 ? size - 1 : 0;
    else if (kind === "symmetric") heading = -heading;
    else if (kind === "reflect" && size > 1) {
      heading = -heading;
      at += heading;
    }
  }
  return at;
}

describe.each(BORDERS)("$kind", (border) => {
  test.each([1, 2, 3, 4, 7])("a step at a time over an axis of %i", (size) => {
    for (let i = 0; i < 40; i++) {
      expect(sourceIndex(border, size, i), `at ${i}`).toBe(walk(border.kind, size, i, 1));
      expect(sourceIndex(border, size, 0 - i), `at ${0 - i}`).toBe(walk(border.kind, size, i, -1));
    }
  });

  test("preimages turn the map around", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: -9, max: 9 }),
        fc.nat(20),
        (size, first, count) => {
          const { starts, items } = preimages(borderMap(border, size, first, count));
          expect(items.length).toBe(starts[size]);
          const pairs = Array.from({ length: size }, (_, index) =>
            Array.from(items.subarray(starts[index], starts[index + 1]), (q) => [q, index]),
          ).flat();
          const mapped = Array.from({ length: count }, (_, q) => [
            q,
            sourceIndex(border, size, q + first),
          ]).filter(([, index]) => index !== OUTSIDE);
          expect(pairs.sort(([a], [b]) => a - b)).toEqual(mapped);
        },
      ),
    );
  });
});

test("the source table holds what every tap of every window sees, and ends with the last", () => {
  fc.assert(
    fc.property(
      anyProblem.filter((p) => p.op === "conv"),
      (p) => {
        const [axis] = p.axes;
        const table = tableOf(sourceMap(axis, p.border));
        expect(table.length).toBe(
          (axis.output - 1) * axis.stride + (axis.kernel - 1) * axis.dilation + 1,
        );
        axisTaps({ ...p, orientation: "correlation" }, axis).forEach((window, o) => {
          window.forEach(({ input, weight }) => {
            expect(table[o * axis.stride + weight * axis.dilation]).toBe(input);
          });
        });
      },
    ),
  );
});
