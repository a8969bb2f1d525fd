import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equals, formatRational, rational, times } from "../../src/numbers/rational.ts";
import { add, convolve, flip, rotate, scale, transpose, trim } from "../../src/workshop/algebra.ts";
import { CATALOGUE_NAMES } from "../../src/workshop/catalogue/catalogue.ts";
import { sampledGaussian } from "../../src/workshop/catalogue/gaussian.ts";
import { kernelOfWord } from "../../src/workshop/catalogue/named.ts";
import { approximately, type Kernel, kernel, kernelOf } from "../../src/workshop/kernel.ts";
import { sumOf, wholeValues } from "../../src/workshop/quantity.ts";
import { kernelCosts } from "../../src/workshop/report/costs.ts";
import { estimateOf, termsText } from "../../src/workshop/report/estimate.ts";
import { isotropyOf } from "../../src/workshop/report/isotropy.ts";
import { momentsOf, powersOf } from "../../src/workshop/report/moments.ts";
import { ranksOf } from "../../src/workshop/report/rank.ts";
import { kernelReport, noiseGain } from "../../src/workshop/report/report.ts";
import { responseAt, responseGrid, responseLine } from "../../src/workshop/report/response.ts";
import { equivalentSigma } from "../../src/workshop/report/sigma.ts";
import { centreOf, symmetryOf } from "../../src/workshop/report/symmetry.ts";
import { responseZeros } from "../../src/workshop/report/zeros.ts";
import { laplacian, partial } from "../../src/workshop/stencils/partial.ts";
import { kernelOfStencil, stencil } from "../../src/workshop/stencils/stencil.ts";

const named = (word: string): Kernel => kernelOfWord(word)!.kernel;
const whole = fc.integer({ min: -5, max: 5 });
const anyKernel = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 })
  .chain((shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return fc.tuple(
      fc.constant(shape),
      fc.array(whole, { minLength: size, maxLength: size }),
      fc.tuple(...shape.map(() => fc.integer({ min: -1, max: 3 }))),
    );
  })
  .map(([shape, values, origin]) =>
    kernelOf(
      shape,
      values.map((v) => rational(v, 6)),
      origin,
    ),
  );
const places = (k: Kernel) =>
  [...k.values.keys()].map((flat) => {
    const place: number[] = [];
    let rest = flat;
    for (let axis = k.shape.length - 1; axis >= 0; axis--) {
      place.unshift((rest % k.shape[axis]) - k.origin[axis]);
      rest = Math.floor(rest / k.shape[axis]);
    }
    return place;
  });

describe("moments", () => {
  test("Σ k Π x^m, exactly, about the origin or any half tap", () => {
    fc.assert(
      fc.property(anyKernel, fc.nat(4), fc.boolean(), (k, order, half) => {
        const shift = half ? 1 : 0;
        const read = momentsOf(k, half ? k.origin.map((o) => 2 * o + 1) : undefined);
        for (const powers of powersOf(k.shape.length, order)) {
          const sum = k.exact!.reduce((total, v, i) => {
            const x = places(k)[i].map((p, axis) => (2 * p - shift) ** powers[axis]);
            const term = times(
              v,
              rational(
                x.reduce((a, b) => a * b, 1),
                2 ** order,
              ),
            );
            return rational(
              total.over * term.under + term.over * total.under,
              total.under * term.under,
            );
          }, rational(0));
          expect(formatRational(read(powers).value.exact!)).toBe(formatRational(sum));
        }
      }),
    );
  });

  test("as many as there are ways to share an order out", () => {
    expect(powersOf(2, 2)).toEqual([
      [2, 0],
      [1, 1],
      [0, 2],
    ]);
    expect(powersOf(3, 3).length).toBe(10);
  });
});

describe("which derivative", () => {
  test("a stencil is found out: order, gain 1, accuracy and leading error as it was made", () => {
    for (const kind of ["central", "forward", "backward"] as const)
      for (let d = 0; d <= 4; d++)
        for (const accuracy of [2, 4]) {
          const s = stencil(kind, d, accuracy);
          const found = estimateOf(kernelOfStencil(s))!;
          expect([found.order, formatRational(found.terms[0].coefficient.exact!)]).toEqual([
            d,
            "1",
          ]);
          if (s.error === null) {
            expect(found.accuracy).toBeNull();
            continue;
          }
          expect(found.accuracy).toBe(s.error.accuracy);
          expect(found.error.length).toBe(1);
          expect(equals(found.error[0].coefficient.exact!, s.error.coefficient)).toBe(true);
        }
  });

  test("in the plane and in space", () => {
    for (const axes of [1, 2, 3]) {
      const k = laplacian(axes);
      const { form, accuracy } = estimateOf(k)!;
      const kind = axes === 1 ? "partial" : "laplacian";
      expect([form.kind, accuracy]).toEqual([kind, 2]);
      const twice = estimateOf(convolve(k, k))!;
      expect(twice.order).toBe(4);
      if (axes > 1)
        expect(twice.form).toMatchObject({ kind: "laplacian", power: 2, gain: { value: 1 } });
    }
    expect(estimateOf(partial([2, 1]))!.form).toMatchObject({ kind: "partial", powers: [2, 1] });
    const mixed = add(partial([2, 0]), partial([1, 1]));
    expect(estimateOf(mixed)!.form.kind).toBe("mixed");
    expect(termsText(estimateOf(mixed)!.terms)).toBe("∂²/∂y² + ∂²/∂x∂y");
    // Two pure fourth derivatives alone are no power of the Laplacian.
    expect(estimateOf(add(partial([4, 0]), partial([0, 4])))!.form.kind).toBe("mixed");
    const slope = estimateOf(
      kernel([
        [0, -3, 0],
        [0, 0, 4],
        [0, 0, 0],
      ]),
    )!;
    expect(slope.order).toBe(0);
    const gradient = estimateOf(add(scale(partial([1, 0]), 3), scale(partial([0, 1]), 4)))!;
    expect(gradient.form).toEqual({
      kind: "slope",
      gain: { value: 5, exact: null },
      direction: [0.6, 0.8],
    });
  });

  test("products add orders and multiply gains; floats are told from zero by their size", () => {
    fc.assert(
      fc.property(anyKernel, anyKernel, (a, b) => {
        fc.pre(a.shape.length === b.shape.length);
        const [x, y] = [estimateOf(a), estimateOf(b)];
        const both = estimateOf(convolve(a, b));
        if (x === null || y === null) expect(both).toBeNull();
        else expect(both!.order).toBe(x.order + y.order);
        expect(estimateOf(approximately(a))?.order).toBe(x?.order);
      }),
    );
  });

  test("between two samples a slope is good to order 2, at either to order 1", () => {
    const k = kernel([-1, 1], { origin: [0] });
    expect(estimateOf(k)).toMatchObject({ order: 1, accuracy: 1 });
    const middle = kernelReport(k, { costs: false }).middle!;
    expect([middle.accuracy, formatRational(middle.error[0].coefficient.exact!)]).toEqual([
      2,
      "1/24",
    ]);
    expect(kernelReport(named("roberts-1"), { costs: false }).middle!.accuracy).toBe(2);
    expect(kernelReport(named("sobel-x"), { costs: false }).middle).toBeNull();
  });

  test("nothing of nothing; a copy has no error at all", () => {
    expect(estimateOf(kernel([[0, 0]]))).toBeNull();
    expect(estimateOf(kernel([[3]]))).toMatchObject({
      order: 0,
      accuracy: null,
      error: [],
      form: { kind: "value", gain: { value: 3 } },
    });
  });
});

describe("symmetry", () => {
  const facts = (word: string) => {
    const s = symmetryOf(named(word));
    return [s.point, ...s.axes, s.transpose, s.quarters];
  };

  test("of kernels whose symmetry everybody knows", () => {
    expect(facts("laplacian4")).toEqual(["even", "even", "even", "even", 1]);
    expect(facts("gaussian:1.3")).toEqual(["even", "even", "even", "even", 1]);
    expect(facts("sobel-x")).toEqual(["odd", "even", "odd", "none", 4]);
    expect(facts("motion:5:0")).toEqual(["even", "even", "even", "none", 2]);
    expect(facts("emboss")).toEqual(["none", "none", "none", "even", 4]);
    expect(facts("kirsch:ne")[3]).toBe("none");
    expect(symmetryOf(named("kirsch:ne")).antitranspose).toBe("even");
    expect(symmetryOf(named("box:2"))).toMatchObject({ point: "none", middle: "even" });
    expect(symmetryOf(kernel([0, 0, 0])).point).toBe("both");
  });

  test("is what flipping, turning and transposing show", () => {
    const square = fc
      .array(fc.integer({ min: -1, max: 1 }), { minLength: 9, maxLength: 9 })
      .map((v) =>
        kernelOf(
          [3, 3],
          v.map((x) => rational(x)),
        ),
      );
    const parity = (a: Kernel, b: Kernel) => {
      const [even, odd] = [1, -1].map((sign) =>
        a.values.every((v, i) => v - sign * b.values[i] === 0),
      );
      return even ? (odd ? "both" : "even") : odd ? "odd" : "none";
    };
    fc.assert(
      fc.property(square, (k) => {
        const s = symmetryOf(k);
        expect(s.point).toBe(parity(k, flip(k)));
        expect(s.axes).toEqual([parity(k, flip(k, [0])), parity(k, flip(k, [1]))]);
        expect(s.transpose).toBe(parity(k, transpose(k)));
        expect(s.antitranspose).toBe(parity(k, transpose(flip(k))));
        const same = [1, 2].find((q) => ["even", "both"].includes(parity(k, rotate(k, q))));
        expect(s.quarters).toBe(same ?? 4);
      }),
      { numRuns: 300 },
    );
  });

  test("a kernel is looked at from the middle only where it is symmetric about it", () => {
    expect(centreOf(named("box:2"))).toEqual([1, 1]);
    expect(centreOf(named("one-pole"))).toEqual([78]);
    expect(centreOf(named("shift:3:2"))).toEqual([0, 0]);
    expect(centreOf(kernel([0, 0, 1, 1]))).toEqual([5]);
  });
});

describe("rank", () => {
  test("of r products of lines with fractions: r, exactly and in floats", () => {
    const lines = fc.array(whole, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(lines, lines), { minLength: 1, maxLength: 3 }), (terms) => {
        const sum = terms
          .map(([u, v]) => convolve(transpose(kernel([u])), kernel([v])))
          .reduce(add);
        const [{ exact, numeric }] = ranksOf(sum);
        expect(exact).toBeLessThanOrEqual(terms.length);
        expect(numeric).toBe(exact);
        expect(ranksOf(scale(sum, 0.3))[0]).toEqual({ exact: null, numeric: exact });
      }),
    );
  });

  test("lines, zeros, space, and kernels too large for fractions", () => {
    expect(ranksOf(kernel([1, 2, 3]))).toEqual([{ exact: 1, numeric: 1 }]);
    expect(
      ranksOf(
        kernel([
          [0, 0],
          [0, 0],
        ]),
      ),
    ).toEqual([{ exact: 0, numeric: 0 }]);
    expect(ranksOf(laplacian(3)).map((r) => r.exact)).toEqual([2, 2, 2]);
    expect(ranksOf(named("box:45"))).toEqual([{ exact: null, numeric: 1 }]);
  });
});

describe("frequency response", () => {
  test("the definition, on lines, in the plane, along any direction", () => {
    fc.assert(
      fc.property(anyKernel, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (k, f) => {
        const frequency = k.shape.map((_, axis) => f / (axis + 1));
        const { re, im } = responseAt(k, frequency);
        let [a, b] = [0, 0];
        places(k).forEach((place, i) => {
          const angle = 2 * Math.PI * place.reduce((s, x, axis) => s + x * frequency[axis], 0);
          a += k.values[i] * Math.cos(angle);
          b += k.values[i] * Math.sin(angle);
        });
        expect([re, im]).toEqual([expect.closeTo(a, 10), expect.closeTo(b, 10)]);
      }),
    );
    const k = named("emboss");
    const grid = responseGrid(k, 5);
    const line = responseLine(k, 9, [3, 4]);
    grid.frequencies.forEach((fy, row) => {
      grid.frequencies.forEach((fx, column) => {
        const { re, im } = responseAt(k, [fy, fx]);
        expect(grid.magnitude[row * 5 + column]).toBeCloseTo(Math.hypot(re, im), 12);
        const phase = grid.phase[row * 5 + column];
        expect(Math.hypot(re, im) * Math.cos(phase)).toBeCloseTo(re, 12);
        expect(Math.hypot(re, im) * Math.sin(phase)).toBeCloseTo(im, 12);
      });
    });
    line.frequencies.forEach((f, i) => {
      const { re, im } = responseAt(k, [0.6 * f, 0.8 * f]);
      expect(line.magnitude[i]).toBeCloseTo(Math.hypot(re, im), 12);
    });
  });

  test("along an axis only the sums over the others count", () => {
    const k = kernel([
      [1, 2, 4],
      [0, -3, 5],
    ]);
    for (const [axis, direction] of [
      [0, [2, 0]],
      [1, [0, 1]],
    ] as const) {
      const { frequencies, magnitude } = responseLine(k, 5, direction);
      frequencies.forEach((f, i) => {
        const { re, im } = responseAt(k, axis === 0 ? [f, 0] : [0, f]);
        expect(magnitude[i]).toBeCloseTo(Math.hypot(re, im), 12);
      });
    }
  });

  test("of a box: the Dirichlet kernel; of a product: the product", () => {
    const { frequencies, magnitude } = responseLine(named("box:5"), 33);
    frequencies.forEach((f, i) => {
      const dirichlet = f === 0 ? 1 : Math.sin(5 * Math.PI * f) / (5 * Math.sin(Math.PI * f));
      expect(magnitude[i]).toBeCloseTo(Math.abs(dirichlet), 12);
    });
    const [a, b] = [named("sobel-x"), named("gaussian")];
    const product = responseGrid(convolve(a, b), 7).magnitude;
    const [x, y] = [a, b].map((k) => responseGrid(k, 7).magnitude);
    product.forEach((v, i) => expect(v).toBeCloseTo(x[i] * y[i], 12));
  });

  test("zeros: of a box at k / n, of binomials repeated, of a Laplacian double; Σ k² is the mean of |H|²", () => {
    const list = (k: Kernel, axis = 0) =>
      responseZeros(k, axis)!.map((z) => [Number(z.frequency.toFixed(9)), z.order]);
    expect(list(kernel([1, 1, 1, 1, 1]))).toEqual([
      [0.2, 1],
      [0.4, 1],
    ]);
    expect(list(kernel([1, 4, 6, 4, 1]))).toEqual([[0.5, 4]]);
    expect(list(named("laplacian4"), 1)).toEqual([[0, 2]]);
    expect(list(approximately(kernel([1, 4, 6, 4, 1])))).toEqual([[0.5, 4]]);
    expect(list(named("log:2"), 1)[0]).toEqual([0, 2]);
    // (1 − 2 cos 2πf z + z²)² takes out one frequency twice, without a change of sign.
    expect(list(kernel([1, 0, 2, 0, 1]))).toEqual([[0.25, 2]]);
    expect(list(kernel([3]))).toEqual([]);
    expect(responseZeros(named("sobel-x"), 0)).toBeNull();
    expect(responseZeros(named("box:201"), 0)).toBeNull();
    const k = named("gabor");
    const n = 64;
    let mean = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const { re, im } = responseAt(k, [i / n, j / n]);
        mean += (re * re + im * im) / (n * n);
      }
    expect(noiseGain(k).value).toBeCloseTo(mean, 12);
    expect(formatRational(noiseGain(named("box:3")).exact!)).toBe("1/9");
  });

  test("what is refused", () => {
    expect(() => responseLine(named("box"), 1)).toThrow(
      "expected a whole number from 2 to 1025 for points, got 1",
    );
    expect(() => responseLine(named("box"), 9, [0, 0])).toThrow(
      "expected 2 numbers, not all 0 for direction",
    );
    expect(() => responseGrid(kernel([1, 2]), 9)).toThrow("expected two axes");
    expect(() => isotropyOf(named("box"), estimateOf(named("box"))!, [0.1, 0.7])).toThrow(
      "for radii, got 0.7",
    );
  });
});

describe("isotropy", () => {
  const radii = [1 / 64, 1 / 32, 1 / 16];
  const of = (word: string) => isotropyOf(named(word), estimateOf(named(word))!, radii);
  const worst = (word: string) => of(word).worst;

  test("a wide Gaussian is round, a Gaussian's slope too; a box is not", () => {
    of("gaussian:2:25").deviation.forEach((v) => expect(v).toBeLessThan(1e-4));
    of("gaussian-derivative:2").deviation.forEach((v) => expect(v).toBeLessThan(1e-4));
    expect(worst("box:9")[2]).toBeGreaterThan(0.01);
    for (const word of ["gaussian159", "prewitt-x", "box:9", "laplacian8"])
      of(word).deviation.forEach((v, i) => expect(worst(word)[i]).toBeGreaterThanOrEqual(v));
  });

  test("Scharr's slope is rounder than Sobel's, that one rounder than Prewitt's; delay does not count", () => {
    radii.forEach((_, i) => {
      expect(worst("scharr-x")[i]).toBeLessThan(worst("sobel-x")[i]);
      expect(worst("sobel-x")[i]).toBeLessThan(worst("prewitt-x")[i]);
    });
    worst("shift:3:2").forEach((v) => expect(v).toBeLessThan(1e-12));
    worst("roberts-1").forEach((v, i) => expect(v).toBeCloseTo(worst("roberts-2")[i], 12));
  });

  test("gain tends to 1 with the frequency, by the leading error", () => {
    const { gain } = isotropyOf(named("laplacian8"), estimateOf(named("laplacian8"))!, radii);
    expect(gain[0]).toBeGreaterThan(gain[1]);
    expect((1 - gain[1]) / (1 - gain[0])).toBeCloseTo(4, 1);
    // i²: the sign is taken care of, so an exact estimate has gain 1.
    expect(gain[0]).toBeCloseTo(3 / 3, 2);
  });
});

describe("equivalent σ", () => {
  test("of a sampled Gaussian: both readings, the fit exactly", () => {
    for (const s of [0.7, 1, 2.3])
      for (const axes of [1, 2, 3]) {
        const k = sampledGaussian(s, { axes, size: axes === 3 ? 9 : 0 }).kernel;
        const { fitted, moment } = equivalentSigma(k)!;
        expect(fitted!.sigma).toBeCloseTo(s, 6);
        expect(fitted!.error).toBeLessThan(1e-6);
        expect(moment.length).toBe(axes);
      }
  });

  test("about the centroid, wherever the origin is; a box has a spread but no Gaussian near it", () => {
    const k = sampledGaussian(1.2, { axes: 1 }).kernel;
    const moved = kernelOf(k.shape, k.values, [-4]);
    expect(equivalentSigma(moved)!.fitted!.sigma).toBeCloseTo(1.2, 6);
    const box = equivalentSigma(named("box:5"))!;
    expect(box.moment[0]).toBeCloseTo(Math.sqrt(2), 14);
    expect(box.fitted).toBeNull();
    for (const word of ["sobel-x", "log", "identity", "sharpen"])
      expect(equivalentSigma(named(word)), word).toBeNull();
  });
});

describe("costs", () => {
  const costs = (word: string, image = [40, 50]) => {
    const k = named(word);
    return kernelCosts(k, image, ranksOf(k))!;
  };

  test("direct, without zeros, and in separable passes, for each pixel", () => {
    expect(costs("gaussian159")).toMatchObject({
      descriptor: "ic1ih40iw50oc1kh5kw5ph2pw2qh2qw2",
      direct: { multiplications: 25, additions: 24 },
      nonzero: { multiplications: 25, additions: 24 },
      separable: { rank: 3, multiplications: 30, additions: 26 },
    });
    expect(costs("laplacian4").nonzero).toEqual({ multiplications: 5, additions: 4 });
    expect(costs("sobel-x").separable).toEqual({ rank: 1, multiplications: 6, additions: 4 });
    expect(costs("motion:9").separable).toEqual({ rank: 1, multiplications: 9, additions: 8 });
  });

  test("the engine's own kernels are counted; whoever refuses says why", () => {
    const { counted } = costs("box:31", [64, 64]);
    expect(counted.map((c) => c.algorithm)).toEqual(["separable", "fft", "direct"]);
    const [separable, fft, direct] = counted.map((c) => c.multiplications);
    expect(direct).toBe(961);
    expect(fft).toBeLessThan(200);
    expect(separable).toBeLessThan(3);
    const refused = costs("laplacian4").counted.find((c) => c.algorithm === "separable")!;
    expect(refused.refusal).toBe("it is no product of vectors");
  });

  test("lines, origins at an end or off the grid, space; more axes have none", () => {
    const pole = named("one-pole");
    expect(kernelCosts(pole, [100], ranksOf(pole))!.descriptor).toBe("ic1iw100oc1kw40pw39qw0");
    const shift = named("shift:3:2");
    expect(kernelCosts(shift, [9, 9], ranksOf(shift))!.direct.multiplications).toBe(1);
    const cube = laplacian(3);
    expect(kernelCosts(cube, [8, 8, 8], ranksOf(cube))).toMatchObject({
      direct: { multiplications: 27 },
      nonzero: { multiplications: 7 },
      separable: null,
    });
    const four = kernelOf([1, 1, 1, 2], [rational(1), rational(2)]);
    expect(kernelCosts(four, [1, 1, 1, 9], ranksOf(four))).toBeNull();
    expect(() => kernelCosts(pole, [9, 9], ranksOf(pole))).toThrow("expected 1 whole extents");
  });
});

describe("the whole report", () => {
  test.each(CATALOGUE_NAMES)("%s", (name) => {
    const k = named(name);
    const report = kernelReport(k, { costs: false, points: 9, radii: [0.1, 0.5] });
    const total = k.values.reduce((a, b) => a + b, 0);
    expect(report.sum.value).toBeCloseTo(total, 12);
    expect(report.moments.length).toBe(k.shape.length === 1 ? 3 : 6);
    expect(report.estimate).not.toBeNull();
    expect(report.responses.map((r) => r.magnitude.length)).toEqual(k.shape.map(() => 9));
    expect(report.responses[0].magnitude[0]).toBeCloseTo(Math.abs(total), 12);
    expect([report.plane === null, report.isotropy === null]).toEqual(
      new Array(2).fill(k.shape.length === 1),
    );
    for (const v of report.isotropy?.deviation ?? []) expect(v >= 0 && v <= 1 + 1e-9).toBe(true);
  });

  test("any kernel at all has one: tiny, odd, off its grid, in space, of zeros, of floats", () => {
    fc.assert(
      fc.property(anyKernel, fc.boolean(), (exact, float) => {
        const k = float ? approximately(exact) : exact;
        const report = kernelReport(k, { costs: false, points: 3, radii: [0.25] });
        expect(sumOf(k).value).toBe(report.sum.value);
        expect(report.estimate === null).toBe(k.values.every((v) => v === 0));
        expect(report.ranks.every((r) => r.numeric <= Math.max(...trim(k).shape) ** 2)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("what would take minutes is refused", () => {
    const huge = kernelOf([513, 512], new Float64Array(513 * 512).fill(1));
    expect(() => kernelReport(huge)).toThrow(
      "expected at most 262144 values, 4096 along an axis for a kernel to be reported on, got [513,512]",
    );
    const long = kernelOf([1, 4097], new Float64Array(4097).fill(1));
    expect(() => kernelReport(long)).toThrow("got [1,4097]");
  });

  test("unknown options are named", () => {
    expect(() => kernelReport(kernel([1]), { point: 3 } as object)).toThrow(
      'expected one of image, points, radii, costs for the options of kernelReport, got "point" (nearest legal: "points")',
    );
  });

  test("sums of floats lose nothing on the way", () => {
    expect(sumOf(kernel([1e17, 0.5, -1e17])).value).toBe(0.5);
    expect(sumOf(kernel([0.5, 1e17, 0.25, -1e17])).value).toBe(0.75);
  });

  test("values over one denominator", () => {
    expect(wholeValues(kernel(["1/2", "1/3", 1]))).toEqual({ over: [3n, 2n, 6n], under: 6n });
    expect(wholeValues(kernel([0.75]))).toEqual({ over: [3n], under: 4n });
  });
});
