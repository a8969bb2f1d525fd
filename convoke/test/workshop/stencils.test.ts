import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRational, rational, readRational } from "../../src/numbers/rational.ts";
import { convolve } from "../../src/workshop/algebra.ts";
import { kernel, nestedOf, sameKernel } from "../../src/workshop/kernel.ts";
import { checkFewest, conditionRank, fewestTaps } from "../../src/workshop/stencils/fewest.ts";
import { type NodeKind, nodesFor } from "../../src/workshop/stencils/nodes.ts";
import { directional, laplacian, partial } from "../../src/workshop/stencils/partial.ts";
import {
  factorialOf,
  kernelOfStencil,
  momentOf,
  stencil,
  stencilOn,
} from "../../src/workshop/stencils/stencil.ts";

const fractions = (...texts: string[]) => texts.map((text) => readRational(text)!);
const someNodes = fc.uniqueArray(
  fc
    .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 4 }))
    .map(([a, b]) => rational(a, b)),
  { minLength: 1, maxLength: 7, selector: formatRational },
);

test("tables everybody knows", () => {
  const weights = (kind: NodeKind, d: number, a: number) =>
    stencil(kind, d, a).weights.map(formatRational);
  expect(weights("central", 1, 2)).toEqual(["-1/2", "0", "1/2"]);
  expect(weights("central", 2, 4)).toEqual(["-1/12", "4/3", "-5/2", "4/3", "-1/12"]);
  expect(weights("forward", 1, 2)).toEqual(["-3/2", "2", "-1/2"]);
  expect(weights("staggered", 1, 4)).toEqual(["1/24", "-9/8", "9/8", "-1/24"]);
  expect(stencil("central", 2, 2).error).toEqual({
    coefficient: rational(1, 12),
    accuracy: 2,
    derivative: 4,
  });
});

test("on any nodes: powers below the derivative vanish, its own gives d!, and the error term is the first that is left", () => {
  fc.assert(
    fc.property(someNodes, fc.nat(6), (nodes, order) => {
      const d = Math.min(order, nodes.length - 1);
      const s = stencilOn(nodes, d);
      if (s.error === null) {
        expect(s.weights.filter((w) => w.over !== 0n).map(formatRational)).toEqual(["1"]);
        return;
      }
      for (let m = 0; m < s.error.derivative; m++)
        expect(formatRational(momentOf(s, m))).toBe(m === d ? formatRational(factorialOf(d)) : "0");
      expect(s.error.accuracy).toBeGreaterThanOrEqual(nodes.length - d);
      expect(momentOf(s, s.error.derivative).over).not.toBe(0n);
    }),
  );
});

test("the fewest nodes of a kind have exactly the accuracy asked for", () => {
  for (const kind of ["central", "staggered", "forward", "backward"] as const)
    for (let d = 0; d <= 6; d++)
      for (const a of [2, 4, 6]) {
        // f(0) itself is met without error by a node at 0.
        if (d === 0 && kind !== "staggered") continue;
        expect(stencil(kind, d, a).error?.accuracy, `${kind} ${d} ${a}`).toBe(a);
      }
});

test("d + 1 taps are the fewest: the proof checks, and planted errors do not", () => {
  fc.assert(
    fc.property(someNodes, (nodes) => {
      const d = nodes.length - 1;
      const proof = fewestTaps(nodes, d);
      expect(checkFewest(proof)).toBe(true);
      expect(conditionRank(nodes.slice(0, d), d)).toBe(d);
      expect(checkFewest({ ...proof, tooFew: { ...proof.tooFew, determinant: rational(0) } })).toBe(
        false,
      );
      const weights = proof.enough.weights.map((w, j) =>
        j === 0 ? rational(w.over + w.under, w.under) : w,
      );
      expect(checkFewest({ ...proof, enough: { ...proof.enough, weights } })).toBe(false);
      if (d > 0) expect(checkFewest({ ...proof, derivative: d - 1 })).toBe(false);
    }),
  );
  // On neighbours the one stencil is the binomial difference.
  const { enough } = fewestTaps(nodesFor("forward", 4, 1), 4);
  expect(enough.weights.map(formatRational)).toEqual(["1", "-4", "6", "-4", "1"]);
});

test("partials, directions and Laplacians in the plane and in space", () => {
  expect(nestedOf(partial([1, 1]))).toEqual([
    ["1/4", 0, "-1/4"],
    [0, 0, 0],
    ["-1/4", 0, "1/4"],
  ]);
  expect(nestedOf(laplacian(2))).toEqual([
    [0, 1, 0],
    [1, -4, 1],
    [0, 1, 0],
  ]);
  expect(laplacian(3).shape).toEqual([3, 3, 3]);
  // Along an axis a direction is the partial; (3/5, 4/5) has length 1.
  expect(sameKernel(directional(fractions("0", "1"), 3), partial([0, 3]))).toBe(true);
  const slope = directional(fractions("3/5", "4/5"), 1);
  expect(nestedOf(slope)).toEqual([
    [0, "-3/10", 0],
    ["-2/5", 0, "2/5"],
    [0, "3/10", 0],
  ]);
  expect(kernelOfStencil(stencil("backward", 1, 1)).origin).toEqual([1]);
  expect(nestedOf(convolve(kernel([1, -1]), kernel([1, -1])))).toEqual(
    nestedOf(kernelOfStencil(stencil("central", 2, 2))),
  );
});

test("nodes that cannot be are named", () => {
  expect(() => stencilOn(fractions("0", "1/2", "2/4"), 1)).toThrow(
    'expected nodes that all differ for nodes, got "1/2 twice"',
  );
  expect(() => stencilOn(fractions("0", "1"), 2)).toThrow(
    "expected at least 3 nodes for derivative 2 for nodes, got 2",
  );
  expect(() => stencil("central", 2, 3)).toThrow("an even order for central nodes");
  expect(() => stencil("forward", 60, 40)).toThrow("at most 64 nodes");
  expect(() => stencil("forward", 1.5, 1)).toThrow(
    "expected a whole number of at least 0 for derivative, got 1.5",
  );
  expect(() => kernelOfStencil(stencil("staggered", 1, 2))).toThrow(
    "expected whole numbers for the nodes of a kernel",
  );
  expect(() => directional(fractions("0", "0"), 1)).toThrow("a vector other than 0");
});
