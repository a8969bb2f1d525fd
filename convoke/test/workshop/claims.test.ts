/** What a textbook says about filters for pictures, computed: where it holds, and what the exact numbers are. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equals, formatRational, type Rational, rational } from "../../src/numbers/rational.ts";
import { add, convolve, power, scale, transpose, trim } from "../../src/workshop/algebra.ts";
import { applied } from "../../src/workshop/apply.ts";
import { effectAlong, stepFeatures } from "../../src/workshop/catalogue/effect.ts";
import { sampledGaussian } from "../../src/workshop/catalogue/gaussian.ts";
import { namedKernel } from "../../src/workshop/catalogue/named.ts";
import { type Kernel, kernel, kernelOf, nestedOf, sameKernel } from "../../src/workshop/kernel.ts";
import { wholeValues } from "../../src/workshop/quantity.ts";
import { estimateOf, termsText } from "../../src/workshop/report/estimate.ts";
import { isotropyOf } from "../../src/workshop/report/isotropy.ts";
import { momentsOf } from "../../src/workshop/report/moments.ts";
import { ranksOf } from "../../src/workshop/report/rank.ts";
import { equivalentSigma } from "../../src/workshop/report/sigma.ts";
import { checkFewest, conditionRank, fewestTaps } from "../../src/workshop/stencils/fewest.ts";

const named = (name: string) => namedKernel(name).kernel;

describe("a picture of ones with a diagonal of zeros, under [1, -1]", () => {
  const picture = kernel(
    Array.from({ length: 6 }, (_, y) => Array.from({ length: 6 }, (_, x) => (x === y ? 0 : 1))),
  );
  const k = kernel([[1, -1]]);
  /** −1 on the diagonal, +1 on a neighbour of it. */
  const banded = (rows: number, columns: number, at: (y: number, x: number) => boolean) =>
    Array.from({ length: rows }, (_, y) =>
      Array.from({ length: columns }, (_, x) => (x === y ? -1 : at(y, x) ? 1 : 0)),
    );

  test("the diagonal is seen: -1 on it, +1 just below, 6 × 5 numbers", () => {
    expect(nestedOf(applied(picture, k))).toEqual(banded(6, 5, (y, x) => y === x + 1));
  });

  test("turning the picture over changes nothing: it is its own transpose", () => {
    expect(sameKernel(transpose(picture), picture)).toBe(true);
    expect(nestedOf(applied(transpose(picture), k))).toEqual(nestedOf(applied(picture, k)));
  });

  test("turning the kernel gives 5 × 6 numbers, the +1 to the right", () => {
    expect(nestedOf(applied(picture, transpose(k)))).toEqual(banded(5, 6, (y, x) => x === y + 1));
  });

  test("[1, -1] is a horizontal difference: vertical edges answer, horizontal ones do not", () => {
    const halves = (vertical: boolean) =>
      kernel(
        Array.from({ length: 4 }, (_, y) =>
          Array.from({ length: 4 }, (_, x) => ((vertical ? x : y) < 2 ? 0 : 1)),
        ),
      );
    expect(nestedOf(applied(halves(true), k))).toEqual(new Array(4).fill([0, -1, 0]));
    expect(nestedOf(applied(halves(false), k))).toEqual(new Array(4).fill([0, 0, 0]));
  });

  test("corr(Xᵀ, Kᵀ) = corr(X, K)ᵀ; the result is smaller by k - 1", () => {
    const extent = fc.integer({ min: 1, max: 4 });
    const plane = (rows: number, columns: number) =>
      fc
        .array(fc.integer({ min: -9, max: 9 }), {
          minLength: rows * columns,
          maxLength: rows * columns,
        })
        .map((values) =>
          kernelOf(
            [rows, columns],
            values.map((v) => rational(v, 7)),
          ),
        );
    const pairs = fc
      .tuple(extent, extent, extent, extent)
      .chain(([h, w, a, b]) => fc.tuple(plane(h, w), plane(h + a - 1, w + b - 1)));
    fc.assert(
      fc.property(pairs, ([small, large]) => {
        const result = applied(large, small);
        expect(nestedOf(applied(transpose(large), transpose(small)))).toEqual(
          nestedOf(transpose(result)),
        );
        expect(result.shape).toEqual(large.shape.map((n, i) => n - (small.shape[i] - 1)));
      }),
    );
  });
});

describe("two Laplacians", () => {
  const secondMoments = (k: Kernel) => {
    const read = momentsOf(k);
    return [
      [0, 2],
      [2, 0],
      [1, 1],
    ].map((powers) => formatRational(read(powers).value.exact!));
  };

  test("second moments (2, 2) with 4 neighbours: ∇²f; (6, 6) with 8: 3 ∇²f", () => {
    expect(secondMoments(named("laplacian4"))).toEqual(["2", "2", "0"]);
    expect(secondMoments(named("laplacian8"))).toEqual(["6", "6", "0"]);
    const [four, eight] = ["laplacian4", "laplacian8"].map((n) => estimateOf(named(n))!);
    expect([four.order, four.accuracy, termsText(four.terms)]).toEqual([2, 2, "∂²/∂y² + ∂²/∂x²"]);
    expect(four.form).toEqual({
      kind: "laplacian",
      power: 1,
      gain: { value: 1, exact: rational(1) },
    });
    expect(eight.form).toEqual({
      kind: "laplacian",
      power: 1,
      gain: { value: 3, exact: rational(3) },
    });
    expect(secondMoments(scale(named("laplacian8"), rational(1, 3)))).toEqual(["2", "2", "0"]);
  });

  test("both have rank 2", () => {
    for (const name of ["laplacian4", "laplacian8"])
      expect(ranksOf(named(name))).toEqual([{ exact: 2, numeric: 2 }]);
  });

  test("both are equally far from round, to opposite sides: their mean is the isotropic one", () => {
    // H = ∓c (ω²)(1 + ω² (… ± cos 4θ / 48)): the share of the fourth harmonic is ω² / 48.
    const radii = [1 / 64, 1 / 32];
    for (const name of ["laplacian4", "laplacian8"]) {
      const k = named(name);
      const { worst, harmonic } = isotropyOf(k, estimateOf(k)!, radii);
      radii.forEach((f, i) => {
        const omega = 2 * Math.PI * f;
        expect(worst[i]).toBeCloseTo(omega ** 2 / 48, 4);
        expect(worst[i] / (omega ** 2 / 48)).toBeCloseTo(1, 1);
        expect(harmonic[i]).toBe(4);
      });
    }
    const mean = add(
      scale(named("laplacian4"), rational(1, 2)),
      scale(named("laplacian8"), rational(1, 6)),
    );
    const round = named("laplacian-isotropic");
    expect(sameKernel(mean, round)).toBe(true);
    const { worst } = isotropyOf(round, estimateOf(round)!, radii);
    // Fourth order: what is left falls with ω⁴.
    expect(worst[0]).toBeLessThan(1e-6);
    expect(worst[1] / worst[0]).toBeCloseTo(16, 0);
  });

  test("an edge is where they change sign: halfway between its two sides", () => {
    for (const name of ["laplacian4", "laplacian8"])
      expect(stepFeatures(effectAlong(named(name), 1).step).crossings).toEqual([-0.5]);
  });
});

describe("kernels that average", () => {
  test("a box of nine is 1/9 everywhere", () => {
    const box = named("box");
    expect(box.exact!.every((v) => equals(v, rational(1, 9)))).toBe(true);
    expect(box.values.length).toBe(9);
  });

  test("the 5 × 5 integer Gaussian: sum 159; σ 1.36 by least squares, 1.155 by its second moment, never 1.0", () => {
    const k = named("gaussian159");
    const { over, under } = wholeValues(k);
    expect([under, over.reduce((a, b) => a + b, 0n)]).toEqual([159n, 159n]);
    const { moment, fitted } = equivalentSigma(k)!;
    // μ₂ = 4/3 along each axis, exactly.
    const read = momentsOf(k);
    expect(formatRational(read([0, 2]).value.exact!)).toBe("4/3");
    expect(moment).toEqual([Math.sqrt(4 / 3), Math.sqrt(4 / 3)].map((s) => expect.closeTo(s, 14)));
    expect(moment[0]).toBeCloseTo(1.155, 3);
    expect(fitted!.sigma).toBeCloseTo(1.36, 2);
    // By trying: no σ on a fine grid is nearer than the fitted one, and 1.0 is far from it.
    const distance = (s: number) => {
      const g = k.values.map((_, i) =>
        Math.exp(-(((i % 5) - 2) ** 2 + (Math.floor(i / 5) - 2) ** 2) / (2 * s * s)),
      );
      const amplitude =
        k.values.reduce((sum, v, i) => sum + v * g[i], 0) / g.reduce((sum, v) => sum + v * v, 0);
      return k.values.reduce((sum, v, i) => sum + (v - amplitude * g[i]) ** 2, 0);
    };
    const tried = Array.from({ length: 2001 }, (_, i) => 0.8 + i * 0.0006);
    expect(Math.min(...tried.map(distance))).toBeGreaterThanOrEqual(
      distance(fitted!.sigma) * (1 - 1e-9),
    );
    expect(distance(1)).toBeGreaterThan(50 * distance(fitted!.sigma));
  });

  test("it is 15 exp(-r² / 2σ²) in whole numbers at σ = 1.4", () => {
    const g = sampledGaussian(1.4, { size: 5 }).kernel.values;
    expect([...g].map((v) => Math.round((15 * v) / g[12]))).toEqual(
      wholeValues(named("gaussian159")).over.map(Number),
    );
  });

  test("rank 3: rounding made it inseparable; a Gaussian is separable", () => {
    expect(ranksOf(named("gaussian159"))).toEqual([{ exact: 3, numeric: 3 }]);
    expect(ranksOf(sampledGaussian(1.4, { size: 5 }).kernel)).toEqual([
      { exact: null, numeric: 1 },
    ]);
  });
});

describe("the smallest kernel of a derivative", () => {
  const nodes = (n: number): Rational[] => Array.from({ length: n }, (_, i) => rational(i));

  test("d + 1 taps: d conditions on d taps leave none, and the d + 1 that are enough are the binomial difference", () => {
    for (let d = 1; d <= 8; d++) {
      expect(conditionRank(nodes(d), d)).toBe(d);
      const proof = fewestTaps(nodes(d + 1), d);
      expect(checkFewest(proof)).toBe(true);
      const difference = power(kernel([-1, 1], { origin: [0] }), d);
      expect(proof.enough.weights.map(formatRational)).toEqual(
        difference.exact!.map(formatRational),
      );
      const { order, form } = estimateOf(difference)!;
      expect([order, form]).toEqual([
        d,
        { kind: "partial", powers: [d], gain: { value: 1, exact: rational(1) } },
      ]);
    }
  });

  test("in the plane (d + 1)² is the bounding box: the 4-neighbour Laplacian has 5 taps of 9", () => {
    const k = trim(named("laplacian4"));
    expect(k.shape).toEqual([3, 3]);
    expect(k.values.filter((v) => v !== 0).length).toBe(5);
  });

  test("mixed derivatives are products: gain and order multiply and add", () => {
    const slope = kernel([["-1/2", 0, "1/2"]]);
    const cross = convolve(slope, transpose(slope));
    expect(estimateOf(cross)).toMatchObject({
      order: 2,
      accuracy: 2,
      form: { kind: "partial", powers: [1, 1], gain: { value: 1 } },
    });
  });
});
