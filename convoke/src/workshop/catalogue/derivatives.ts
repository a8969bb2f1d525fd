/** Entries that differentiate at a scale, or answer to one band of frequencies in the plane. */
import { readOptions } from "../../options.ts";
import { convolve } from "../algebra.ts";
import { type Kernel, kernelOf } from "../kernel.ts";
import { along } from "../stencils/partial.ts";
import { check } from "./check.ts";
import { type CatalogueEntry, type Design, numbers, plainDesign } from "./entry.ts";
import { gaussianLine, normalised, radiusOf, spread } from "./gaussian.ts";
import { angle, between, count, gaussianSize, sigma } from "./parameters.ts";

const orderRule = (name: string, fallback: number) => count(name, "", fallback, 0, 6);

/**
 * The derivative of order n of a Gaussian, a line for correlation: n! · p_n(i) g(i) / Σ p_n² g with p_n
 * the monic polynomials that are orthogonal under the sampled Gaussian g. They tend to Hermite's as σ
 * grows (p_n → σⁿ He_n(i/σ)); unlike those they make exactly 0 of every lower power and exactly n! of
 * iⁿ, whatever σ is, so that the gain is 1.
 *
 * @param options.size odd, more taps than the order; by default as far as 4 σ, at least n/2 + 1 to each side.
 * @throws OptionError for a σ, order or size out of range.
 * @see Gautschi, "Orthogonal Polynomials: Computation and Approximation", 2004, section 2.2.3 (Stieltjes)
 */
export function gaussianDerivative(
  s: number,
  order: number,
  options: { readonly size?: number } = {},
): Design {
  readOptions("gaussianDerivative", options, ["size"]);
  const caller = "gaussianDerivative";
  check(caller, sigma(1), s);
  check(caller, orderRule("order", 1), order);
  const { size = 0 } = options;
  check(caller, gaussianSize, size);
  const least = Math.floor(order / 2) + 1;
  const radius = size === 0 ? Math.max(least, Math.min(255, Math.ceil(4 * s))) : (size - 1) / 2;
  check(caller, { ...gaussianSize, ...tapsFor(order) }, 2 * radius + 1);
  const g = normalised(gaussianLine(s, radius));
  const dot = (p: readonly number[]) => p.reduce((sum, v, i) => sum + v * v * g[i], 0);
  let before = g.map(() => 0);
  let here = g.map(() => 1);
  for (let n = 0; n < order; n++) {
    const b = n === 0 ? 0 : dot(here) / dot(before);
    [before, here] = [here, here.map((v, i) => (i - radius) * v - b * before[i])];
  }
  const factor = factorial(order) / dot(here);
  const values = here.map((v, i) => factor * v * g[i]);
  const hermite = hermiteLine(s, order, g);
  const peak = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const apart = values.reduce((m, v, i) => Math.max(m, Math.abs(v - hermite[i])), 0);
  const kernel = kernelOf([values.length], values);
  return {
    kernel,
    errors: [
      {
        name: "sampled",
        value: apart / peak,
        en: "largest difference from the sampled derivative, of the peak",
        zh: "与直接采样的导数之最大差，相对峰值",
      },
    ],
  };
}

const tapsFor = (order: number) => ({
  rule: `more than ${order} taps for a derivative of order ${order}`,
  holds: (v: number) => v > order,
});

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** σ⁻ⁿ He_n(i / σ) g(i), as it stands in books. */
function hermiteLine(s: number, order: number, g: readonly number[]): number[] {
  const radius = (g.length - 1) / 2;
  return g.map((w, i) => {
    const x = (i - radius) / s;
    let [before, here] = [0, 1];
    for (let n = 0; n < order; n++) [before, here] = [here, x * here - n * before];
    return (here * w) / s ** order;
  });
}

/** (r² − 2σ²)/σ⁴ times the Gaussian; what sampling leaves of the sum is taken off in equal parts. */
function laplacianOfGaussian(s: number, radius: number): Kernel {
  const g = normalised(spread(gaussianLine(s, radius), 2));
  const n = 2 * radius + 1;
  const raw = g.map((w, at) => {
    const [y, x] = [Math.floor(at / n) - radius, (at % n) - radius];
    return ((x ** 2 + y ** 2 - 2 * s * s) / s ** 4) * w;
  });
  const mean = raw.reduce((a, b) => a + b, 0) / n ** 2;
  return kernelOf(
    [n, n],
    raw.map((w) => w - mean),
  );
}

/** Both on the grid of the wider one, so that each sums to 1 and the difference to 0. */
function differenceOfGaussians(narrow: number, wide: number, size: number): Kernel {
  const radius = radiusOf(Math.max(narrow, wide), size);
  const [a, b] = [narrow, wide].map((s) => normalised(spread(gaussianLine(s, radius), 2)));
  const n = 2 * radius + 1;
  return kernelOf(
    [n, n],
    a.map((v, i) => v - b[i]),
  );
}

interface Wave {
  readonly sigma: number;
  readonly wavelength: number;
  readonly degrees: number;
  readonly phase: number;
  readonly aspect: number;
}

/** The multiple of the envelope that makes the sum 0 is taken off: light alone then gives nothing. */
function gabor({ sigma: s, wavelength, degrees, phase, aspect }: Wave): Kernel {
  // The envelope is σ along the wave and σ / aspect across it.
  const radius = Math.min(255, radiusOf(Math.max(s, s / aspect), 0));
  const n = 2 * radius + 1;
  const [c, d] = [Math.cos((degrees * Math.PI) / 180), -Math.sin((degrees * Math.PI) / 180)];
  const waves: number[] = [];
  const raw = Array.from({ length: n * n }, (_, at) => {
    const [y, x] = [Math.floor(at / n) - radius, (at % n) - radius];
    const [u, v] = [x * c + y * d, -x * d + y * c];
    waves.push(Math.cos((2 * Math.PI * u) / wavelength + (phase * Math.PI) / 180));
    return Math.exp(-(u * u + aspect * aspect * v * v) / (2 * s * s));
  });
  const envelope = normalised(raw);
  const light = envelope.reduce((sum, g, i) => sum + g * waves[i], 0);
  return kernelOf(
    [n, n],
    envelope.map((g, i) => g * (waves[i] - light)),
  );
}

export const SCALED = {
  "gaussian-derivative": {
    en: "derivative of a Gaussian, of any order along x and y; gain exactly 1",
    zh: "高斯导数，沿 x、y 各任意阶；增益恰为 1",
    formula: "p_a(x) p_b(y) g(x) g(y) a! b! / Σ, p orthogonal under g (Hermite's as σ grows)",
    source: "Koenderink and van Doorn, 1987; the polynomials on samples: Stieltjes",
    parameters: [sigma(1), orderRule("orderX", 1), orderRule("orderY", 0)],
    make: (values) => {
      const [s, x, y] = numbers(values, "sigma", "orderX", "orderY");
      const [h, v] = [x, y].map((order) => gaussianDerivative(s, order));
      return {
        kernel: convolve(along(v.kernel, 0, 2), along(h.kernel, 1, 2)),
        errors: [h.errors[0].value >= v.errors[0].value ? h.errors[0] : v.errors[0]],
      };
    },
  },
  log: {
    en: "Laplacian of a Gaussian, sum exactly 0",
    zh: "高斯-拉普拉斯，总和恰为 0",
    formula: "(x² + y² - 2σ²) / σ⁴ · g(x, y) - mean",
    source: "Marr and Hildreth, 1980",
    parameters: [sigma(1.4), gaussianSize],
    make: (values) => {
      const [s, n] = numbers(values, "sigma", "size");
      return plainDesign(laplacianOfGaussian(s, radiusOf(s, n)));
    },
  },
  dog: {
    en: "difference of two Gaussians, the narrow one minus the wide one",
    zh: "两高斯之差：窄者减宽者",
    formula: "g(σ₁) - g(σ₂)",
    source: "Wilson and Giese, 1977; ratio 1.6: Marr and Hildreth, 1980",
    parameters: [sigma(1, "narrow"), sigma(1.6, "wide"), gaussianSize],
    make: (values) => {
      const [narrow, wide, n] = numbers(values, "narrow", "wide", "size");
      return plainDesign(differenceOfGaussians(narrow, wide, n));
    },
  },
  gabor: {
    en: "a wave under a Gaussian: answers to stripes of one width and direction",
    zh: "高斯包络下的波：响应特定宽度与方向的条纹",
    formula: "exp(-(u² + γ²v²) / 2σ²) (cos(2πu/λ + φ) - c), u along the angle, c for sum 0",
    source: "Daugman, 1985; without the response to light: Lee, 1996",
    parameters: [
      sigma(2),
      between("wavelength", "pixels", 5, 2, 511),
      angle,
      between("phase", "degrees", 0, -360, 360),
      between("aspect", "", 0.5, 0.1, 10),
    ],
    make: (values) => {
      const [s, wavelength, degrees, phase, aspect] = numbers(
        values,
        "sigma",
        "wavelength",
        "angle",
        "phase",
        "aspect",
      );
      return plainDesign(gabor({ sigma: s, wavelength, degrees, phase, aspect }));
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
