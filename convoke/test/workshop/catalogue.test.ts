import { describe, expect, test } from "vitest";
import { formatRational, rational } from "../../src/numbers/rational.ts";
import { reference } from "../../src/reference.ts";
import { resolve } from "../../src/semantics/resolve.ts";
import { add, convolve, rotate, subtract, transpose, trim } from "../../src/workshop/algebra.ts";
import { CATALOGUE_NAMES } from "../../src/workshop/catalogue/catalogue.ts";
import { gaussianDerivative } from "../../src/workshop/catalogue/derivatives.ts";
import {
  effectAlong,
  effectsOf,
  signChanges,
  stepFeatures,
} from "../../src/workshop/catalogue/effect.ts";
import { entryOf, formOf, kernelOfWord, namedKernel } from "../../src/workshop/catalogue/named.ts";
import { lowPass, onePole } from "../../src/workshop/catalogue/passes.ts";
import { WINDOW_NAMES, windowOf } from "../../src/workshop/catalogue/windows.ts";
import { effectWords } from "../../src/workshop/catalogue/words.ts";
import { type Kernel, kernel, nestedOf, sameKernel } from "../../src/workshop/kernel.ts";
import { sumOf } from "../../src/workshop/quantity.ts";
import { estimateOf } from "../../src/workshop/report/estimate.ts";
import { responseAt } from "../../src/workshop/report/response.ts";

const named = (word: string): Kernel => kernelOfWord(word)!.kernel;
const errorNamed = (list: ReturnType<typeof namedKernel>["errors"], name: string) =>
  list.find((e) => e.name === name)!.value;

/** By the engine's definition: one channel, the kernel's own origin, nothing but zeros outside. */
function filtered(picture: readonly number[], shape: readonly [number, number], k: Kernel) {
  const [rows, columns] = k.shape.length === 1 ? [1, k.shape[0]] : k.shape;
  const problem = resolve({ input: [1, 1, ...shape], weight: [1, 1, rows, columns] });
  return reference(problem, {
    input: { shape: [1, 1, ...shape], data: Float64Array.from(picture) },
    weight: { shape: [1, 1, rows, columns], data: k.values },
  });
}

describe("every kernel of the catalogue", () => {
  test.each(CATALOGUE_NAMES)("%s", (name) => {
    const { en, zh, formula, source, parameters } = entryOf(name);
    for (const text of [en, zh, formula, source]) expect(text.length).toBeGreaterThan(0);
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    const { kernel: k, values, errors } = namedKernel(name);
    expect(Object.keys(values)).toEqual(parameters.map((p) => p.name));
    for (const p of parameters)
      expect(p.kind === "choice" ? p.choices.includes(p.fallback) : p.holds(p.fallback)).toBe(true);
    for (const e of errors) expect(Number.isFinite(e.value), e.name).toBe(true);
    // The word with all of its parameters makes the same kernel.
    const word = [name, ...Object.values(values)].join(":");
    expect(sameKernel(kernelOfWord(word)!.kernel, k)).toBe(true);
    expect(formOf(name).split(":").length).toBe(parameters.length + 1);
    for (const effect of effectsOf(k))
      for (const language of ["en", "zh"] as const)
        expect(Object.values(effectWords(effect, language)).every((s) => s.length > 0)).toBe(true);
  });

  test.each(CATALOGUE_NAMES)("what %s does is what the definition computes", (name) => {
    const k = namedKernel(name).kernel;
    const [rows, columns] = k.shape.length === 1 ? [1, k.shape[0]] : k.shape;
    const x = k.shape.length - 1;
    const effect = effectAlong(k, x);
    const n = 2 * columns + 1;
    const at = (of: (column: number) => number) => {
      const picture = Array.from({ length: rows * n }, (_, i) => of(i % n));
      return [...filtered(picture, [rows, n], k).data];
    };
    const close = (list: ArrayLike<number>) =>
      Array.from(list, (v) => expect.closeTo(v, 9) as number);
    expect(at(() => 1)).toEqual(close(new Array(n - columns + 1).fill(effect.constant.value)));
    // Output o of the definition stands on place o + origin.
    const place = (o: number) => o + k.origin[x];
    expect(at((c) => c)).toEqual(
      close(
        Array.from(
          { length: n - columns + 1 },
          (_, o) => effect.ramp.slope.value * place(o) + effect.ramp.offset.value,
        ),
      ),
    );
    // Between the picture's edges a profile is seen whole, or the part of it that fits.
    const seen = (signal: readonly number[], zero: number, profile: Kernel) => {
      const found = at((c) => signal[c]);
      found.forEach((v, o) => {
        const i = place(o) - zero + profile.origin[0];
        if (i >= 0 && i < profile.values.length) expect(v).toBeCloseTo(profile.values[i], 9);
      });
    };
    const signal = (of: (c: number) => boolean) =>
      Array.from({ length: n }, (_, c) => Number(of(c)));
    seen(
      signal((c) => c >= columns),
      columns,
      effect.step,
    );
    seen(
      signal((c) => c === columns),
      columns,
      effect.line,
    );
  });
});

test("what is fractions stays fractions", () => {
  const exact = CATALOGUE_NAMES.filter((name) => namedKernel(name).kernel.exact !== null);
  expect(exact).toEqual([
    "identity",
    "laplacian4",
    "laplacian8",
    "laplacian-oono-puri",
    "laplacian-isotropic",
    "sobel-x",
    "sobel-y",
    "scharr-x",
    "scharr-y",
    "prewitt-x",
    "prewitt-y",
    "roberts-1",
    "roberts-2",
    "kirsch",
    "shift",
    "box",
    "gaussian-integer",
    "gaussian159",
    "sharpen",
    "emboss",
    "motion",
    "one-pole",
    "one-pole-high",
  ]);
});

test("kernels that are made of others are", () => {
  const [row, column] = [kernel([[-1, 0, 1]]), (...v: number[]) => transpose(kernel([v]))];
  expect(sameKernel(named("sobel-x"), convolve(column(1, 2, 1), row))).toBe(true);
  expect(sameKernel(named("scharr-x"), convolve(column(3, 10, 3), row))).toBe(true);
  expect(sameKernel(named("prewitt-x"), convolve(column(1, 1, 1), row))).toBe(true);
  for (const family of ["sobel", "scharr", "prewitt"])
    expect(sameKernel(named(`${family}-y`), transpose(named(`${family}-x`)))).toBe(true);
  expect(sameKernel(named("sharpen"), subtract(kernel([[1]]), named("laplacian4")))).toBe(true);
  const split = trim(add(named("one-pole"), named("one-pole-high")));
  expect([nestedOf(split), split.origin]).toEqual([[1], [0]]);
  expect(nestedOf(named("box:2"))).toEqual([
    ["1/4", "1/4"],
    ["1/4", "1/4"],
  ]);
});

test("Kirsch's eight are quarter turns of two, and each sums to 0", () => {
  for (const [first, rest] of [
    ["e", ["n", "w", "s"]],
    ["ne", ["nw", "sw", "se"]],
  ] as const)
    rest.forEach((direction, i) => {
      const turned = rotate(named(`kirsch:${first}`), i + 1);
      expect(sameKernel(turned, named(`kirsch:${direction}`)), direction).toBe(true);
    });
  for (const direction of ["e", "ne"]) {
    const k = named(`kirsch:${direction}`);
    expect(sumOf(k).exact).toEqual(rational(0));
    expect([...k.values].sort((a, b) => a - b)).toEqual([-3, -3, -3, -3, -3, 0, 5, 5, 5]);
  }
  // To the north: brightness that grows upwards is positive.
  expect(estimateOf(named("kirsch:n"))!.form).toMatchObject({
    kind: "partial",
    powers: [1, 0],
    gain: { value: -24 },
  });
});

test("motion: exact along rows and columns, and where those meet the bilinear rule they agree", () => {
  expect(nestedOf(named("motion:3:90"))).toEqual([
    [0, "1/3", 0],
    [0, "1/3", 0],
    [0, "1/3", 0],
  ]);
  expect(nestedOf(named("motion:2:0"))[1]).toEqual(["1/4", "1/2", "1/4"]);
  for (const length of [1, 2, 5, 8]) {
    const near = named(`motion:${length}:0.0000001`);
    const straight = named(`motion:${length}:0`);
    near.values.forEach((v, i) => expect(v).toBeCloseTo(straight.values[i], 6));
    expect(sumOf(straight).exact).toEqual(rational(1));
  }
});

describe("derivatives of Gaussians", () => {
  test("powers below the order vanish and the order's own gives n!, whatever σ is", () => {
    for (const sigma of [0.4, 1, 2.5])
      for (let order = 0; order <= 4; order++) {
        const k = gaussianDerivative(sigma, order).kernel;
        const radius = (k.values.length - 1) / 2;
        let factorial = 1;
        for (let n = 0; n <= order; n++) {
          if (n > 0) factorial *= n;
          const moment = k.values.reduce((sum, v, i) => sum + v * (i - radius) ** n, 0);
          const size = k.values.reduce((sum, v, i) => sum + Math.abs(v * (i - radius) ** n), 0);
          const wanted = n === order ? factorial : 0;
          expect(Math.abs(moment - wanted)).toBeLessThanOrEqual(1e-13 * Math.max(size, wanted));
        }
      }
  });

  test("they tend to the sampled derivative as σ grows", () => {
    const apart = (s: number) => gaussianDerivative(s, 2, { size: 81 }).errors[0].value;
    expect(apart(0.5)).toBeGreaterThan(0.1);
    expect(apart(1)).toBeLessThan(1e-3);
    expect(apart(3)).toBeLessThan(1e-12);
  });

  test("too few taps for the order are refused", () => {
    expect(() => gaussianDerivative(1, 4, { size: 3 })).toThrow(
      "expected more than 4 taps for a derivative of order 4 for the size of gaussianDerivative, got 3",
    );
  });
});

describe("passes", () => {
  const gain = (k: Kernel, f: number) => {
    const { re, im } = responseAt(k, [f]);
    return Math.hypot(re, im);
  };

  test("half at the cutoff, one and zero away from it, within what the window promises", () => {
    // Ripple of a windowed sinc is about that of the window's step: 20 log10, measured at 63 taps.
    const ripple = {
      rectangular: 0.1,
      hann: 0.0065,
      hamming: 0.0025,
      blackman: 2e-4,
      "blackman-harris": 3e-5,
    };
    for (const window of WINDOW_NAMES) {
      const k = lowPass(0.2, 63, window);
      expect(gain(k, 0.2)).toBeCloseTo(0.5, 1);
      expect(gain(k, 0)).toBeCloseTo(1, 13);
      for (const f of [0.3, 0.35, 0.4, 0.45, 0.5])
        expect(gain(k, f), window).toBeLessThan(ripple[window]);
      for (const f of [0.02, 0.05, 0.1])
        expect(Math.abs(gain(k, f) - 1)).toBeLessThan(ripple[window]);
    }
  });

  test("high and band pass are what the low pass leaves", () => {
    const [high, band] = [named("highpass:0.2:63"), named("bandpass:0.1:0.2:63")];
    expect([gain(high, 0), gain(band, 0)].map((g) => expect.closeTo(g, 12))).toEqual([0, 0]);
    expect(gain(high, 0.4)).toBeCloseTo(1, 2);
    expect(gain(band, 0.15)).toBeCloseTo(1, 1);
    expect(gain(band, 0.35)).toBeCloseTo(0, 2);
  });

  test("windows are symmetric and 1 in the middle", () => {
    for (const window of WINDOW_NAMES) {
      const w = windowOf(window, 9);
      expect(w[4]).toBeCloseTo(1, 12);
      w.forEach((v, i) => expect(v).toBeCloseTo(w[8 - i], 15));
      expect(windowOf(window, 1)[0]).toBeCloseTo(1, 12);
    }
  });

  test("a recursive filter, cut off: the taps are the response to one impulse, exactly", () => {
    const { kernel: k, errors } = onePole(0.25, 6);
    // y[n] = y[n−1] + α (x[n] − y[n−1]) on 1, 0, 0, …
    let y = rational(0);
    const response = [1, 0, 0, 0, 0, 0].map((x) => {
      const step = rational(x * Number(y.under) - Number(y.over), 4 * Number(y.under));
      y = rational(y.over * step.under + step.over * y.under, y.under * step.under);
      return formatRational(y);
    });
    expect([...k.exact!].reverse().map(formatRational)).toEqual(response);
    expect(k.origin).toEqual([5]);
    expect(errorNamed(errors, "sum")).toBe(-(0.75 ** 6));
    const whole = onePole(0.25, 200).kernel.values;
    const all = whole.reduce((sum, v) => sum + v * v, 0);
    const kept = k.values.reduce((sum, v) => sum + v * v, 0);
    expect(errorNamed(errors, "energy")).toBeCloseTo(1 - kept / all, 12);
    // A long fraction over many taps would be thousands of digits: floats then.
    expect(onePole(0.1, 500).kernel.exact).toBeNull();
    expect(onePole(1, 3).kernel.values).toEqual(Float64Array.of(0, 0, 1));
  });
});

test("a shift moves to the right and down; causal and staggered kernels keep their origin", () => {
  const picture = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const shift = named("shift:1:1");
  expect([shift.shape, shift.origin]).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect([...filtered(picture, [3, 3], shift).data]).toEqual(picture);
  expect(effectAlong(shift, 0).ramp.offset.value).toBe(-1);
});

test("step responses: ends, width, overshoot, changes of sign", () => {
  expect(stepFeatures(effectAlong(named("box:5"), 1).step)).toEqual({
    from: 0,
    to: 1,
    samples: 5,
    overshoot: 0,
    crossings: [],
  });
  const sharp = stepFeatures(effectAlong(named("sharpen"), 0).step);
  expect([sharp.overshoot, sharp.to]).toEqual([1, 1]);
  expect(signChanges([0, 1, -1, 0, 0, 3])).toEqual([1.5, 3.5]);
  expect(signChanges([])).toEqual([]);
  const words = effectWords(effectAlong(named("sobel-x"), 1), "en");
  expect(words.ramp).toBe("x → 8");
  expect(effectWords(effectAlong(named("sobel-x"), 0), "en").line).toBe("nothing is left");
});

describe("what is refused", () => {
  test.each([
    [
      "gaussian:0",
      "expected a number above 0, at most 80 (pixels) for the sigma of gaussian, got 0",
    ],
    [
      "gaussian:-1",
      "expected a number above 0, at most 80 (pixels) for the sigma of gaussian, got -1",
    ],
    [
      "gaussian:1e9",
      "expected a number above 0, at most 80 (pixels) for the sigma of gaussian, got 1000000000",
    ],
    ["gaussian:NaN", 'for the sigma of gaussian, got "NaN"'],
    ["gaussian:Infinity", "for the sigma of gaussian, got Infinity"],
    [
      "gaussian:1:4",
      "expected 0 (as far as 3 sigma), or an odd number from 1 to 511 for the size of gaussian, got 4",
    ],
    ["gaussian-discrete:1:513", "for the size of gaussian-discrete, got 513"],
    [
      "gaussian-integer:1:5:0",
      "expected a whole number from 1 to 65536 for the most of gaussian-integer, got 0",
    ],
    ["box:512", "expected a whole number from 1 to 511 for the size of box, got 512"],
    ["kirsch:up", "for the direction of kirsch"],
    [
      "lowpass:0.5",
      "expected a number above 0 and below 0.5 (cycles a sample) for the cutoff of lowpass, got 0.5",
    ],
    ["lowpass:0.2:30", "expected an odd number from 3 to 511 for the taps of lowpass, got 30"],
    ["bandpass:0.3:0.2", "expected a number above the low one for the high of bandPass, got 0.2"],
    ["one-pole:0", "expected a number above 0, at most 1 for the alpha of one-pole, got 0"],
    ["shift:1.5", "expected a whole number from -255 to 255 for the right of shift, got 1.5"],
    ["gabor:2:1", "expected a number from 2 to 511 for the wavelength of gabor, got 1"],
    ["sobel-x:1", 'expected sobel-x for a kernel, got "sobel-x:1"'],
  ])("%s", (word, sentence) => {
    expect(() => kernelOfWord(word)).toThrow(sentence);
  });

  test("names and parameters that are not there", () => {
    expect(kernelOfWord("laplacean")).toBeNull();
    expect(() => namedKernel("laplacian5")).toThrow("nearest legal");
    expect(() => namedKernel("gaussian", { sgima: 2 })).toThrow(
      'expected one of sigma, size for the parameters of gaussian, got "sgima" (nearest legal: "sigma")',
    );
    expect(() => namedKernel("sobel-x", { size: 3 })).toThrow("expected none for the parameters");
    expect(() => effectAlong(named("box"), 2)).toThrow(
      "expected an axis from 0 to 1 for axis, got 2",
    );
  });

  test("the least σ that a double has makes a kernel all the same", () => {
    for (const word of ["gaussian", "gaussian-discrete", "gaussian-integer"])
      expect(named(`${word}:5e-324`).values[4]).toBe(1);
    expect(() => named("log:5e-324")).toThrow("expected finite numbers for the values of a kernel");
  });
});
