/** Runs, lengths and longest neighbours of index maps against their positions one by one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { OUTSIDE, sourceIndex } from "../../src/semantics/border.ts";
import {
  areNeighbours,
  borderMap,
  extended,
  filled,
  type IndexMap,
  indexAt,
  longestNeighbours,
  runs,
  tableOf,
} from "../../src/semantics/index-map.ts";
import { computed } from "../support/clock.ts";

const anyMap: fc.Arbitrary<IndexMap> = fc
  .record({
    kind: fc.constantFrom("zero", "replicate", "reflect", "symmetric", "wrap"),
    size: fc.integer({ min: 1, max: 6 }),
    spread: fc.integer({ min: 1, max: 3 }),
    first: fc.integer({ min: -20, max: 20 }),
    length: fc.nat(40),
    more: fc.nat(5),
  })
  .map(({ kind, size, spread, first, length, more }) => {
    const map = {
      ...borderMap({ kind }, size, first, length),
      spread: kind === "zero" ? spread : 1,
    };
    return extended(map, length + more);
  });

/** From the border alone. */
function slowly({ border, size, spread, first, end, length }: IndexMap): number[] {
  return Array.from({ length }, (_, position) => {
    const at = (position + first) / spread;
    return position < end && Number.isInteger(at) ? sourceIndex(border, size, at) : OUTSIDE;
  });
}

test("a table, a position and the runs say the same", () => {
  fc.assert(
    fc.property(anyMap, (map) => {
      const expected = slowly(map);
      expect([...tableOf(map)]).toEqual(expected);
      expect(expected.map((_, position) => indexAt(map, position))).toEqual(expected);
      expect(filled(map)).toBe(expected.filter((index) => index !== OUTSIDE).length);
      let next = 0;
      for (const { first, end } of runs(map)) {
        expect(first).toBe(next);
        expect(end).toBeGreaterThan(first);
        next = end;
      }
      expect(next).toBe(map.length);
    }),
  );
});

test("the longest neighbours of any window are the first that no others exceed", () => {
  fc.assert(
    fc.property(anyMap, fc.nat(50), fc.nat(50), (map, a, b) => {
      const [from, to] = [a, b].map((x) => Math.min(x, map.length)).sort((x, y) => x - y);
      const list = slowly(map);
      const { first, end, index } = longestNeighbours(map, from, to);
      const lengthFrom = (start: number) => {
        let length = list[start] === OUTSIDE ? 0 : 1;
        while (length > 0 && start + length < to && list[start + length] === list[start] + length)
          length++;
        return length;
      };
      const lengths = list.map((_, start) => (start >= from && start < to ? lengthFrom(start) : 0));
      const most = Math.max(0, ...lengths);
      expect(end - first).toBe(most);
      if (most > 0) expect([first, index]).toEqual([lengths.indexOf(most), list[first]]);
      const whole = list.every((value, i) => value !== OUTSIDE && value === list[0] + i);
      expect(areNeighbours(map)).toBe(whole);
    }),
  );
});

test("a rule is as quick for a billion positions as for ten", () => {
  const start = computed();
  for (const kind of ["zero", "replicate", "reflect", "symmetric", "wrap"] as const) {
    for (const [size, pad] of [
      [1e9, 3],
      [2, 1e9],
    ]) {
      const map = borderMap({ kind }, size, -pad, size + 2 * pad);
      expect(longestNeighbours(map).end - longestNeighbours(map).first).toBe(size);
      expect(filled(map)).toBe(kind === "zero" ? size : map.length);
    }
  }
  expect(computed() - start).toBeLessThan(1000);
});
