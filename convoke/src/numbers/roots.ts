/**
 * All complex roots of a polynomial at once: every estimate is moved by Newton's step, corrected
 * for the pull of the others.
 *
 * Source: Aberth, "Iteration methods for finding all zeros of a polynomial simultaneously",
 * Mathematics of Computation 27(122), 1973; starting points after Bini, Numerical Algorithms 13, 1996.
 */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

const MOST_STEPS = 500;

/**
 * Roots of Σ coefficients[i] x^i, as many as its degree. Roots of real coefficients come in exact
 * conjugate pairs, the one above the axis first; a simple root is good to a few units in the last
 * place times its condition, a k-fold one to their k-th root: divide repeated factors out first.
 *
 * @param coefficients finite, the constant first, the last not 0.
 */
export function rootsOf(coefficients: readonly number[]): Complex[] {
  const zeros = coefficients.findIndex((c) => c !== 0);
  const rest = coefficients.slice(Math.max(0, zeros));
  const origin = Array.from({ length: coefficients.length - rest.length }, () => ({
    re: 0,
    im: 0,
  }));
  const degree = rest.length - 1;
  if (degree < 1) return origin;
  const z = startingPoints(rest);
  for (let turn = 0, moving = true; moving && turn < MOST_STEPS; turn++) {
    moving = false;
    for (let i = 0; i < degree; i++) {
      const step = aberthStep(rest, z, i);
      z[i] = { re: z[i].re - step.re, im: z[i].im - step.im };
      if (Math.hypot(step.re, step.im) > 2e-16 * Math.hypot(z[i].re, z[i].im)) moving = true;
    }
  }
  return [...origin, ...paired(z)];
}

export const times = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});

/** Scaled, so that the square of a small divisor does not vanish. */
export function over(a: Complex, b: Complex): Complex {
  const scale = Math.max(Math.abs(b.re), Math.abs(b.im));
  const [re, im] = [b.re / scale, b.im / scale];
  const size = scale * (re * re + im * im);
  return { re: (a.re * re + a.im * im) / size, im: (a.im * re - a.re * im) / size };
}

/** Σ coefficients[i] z^i. */
export function evaluate(coefficients: readonly number[], z: Complex): Complex {
  let sum: Complex = { re: 0, im: 0 };
  for (let i = coefficients.length - 1; i >= 0; i--) {
    const next = times(sum, z);
    sum = { re: next.re + coefficients[i], im: next.im };
  }
  return sum;
}

/** N / (1 − N · Σ 1 / (zᵢ − zⱼ)), N Newton's step; outside the unit circle from the reversed polynomial. */
function aberthStep(c: readonly number[], z: readonly Complex[], i: number): Complex {
  const n = c.length - 1;
  const at = z[i];
  const outside = Math.hypot(at.re, at.im) > 1;
  const list = outside ? [...c].reverse() : c;
  const w = outside ? over({ re: 1, im: 0 }, at) : at;
  const value = evaluate(list, w);
  // Half of what rounding alone may make of the value: no step would improve it.
  const size = evaluate(list.map(Math.abs), { re: Math.hypot(w.re, w.im), im: 0 }).re;
  if (Math.hypot(value.re, value.im) <= 2 ** -53 * size) return { re: 0, im: 0 };
  const slope = evaluate(
    list.slice(1).map((v, k) => v * (k + 1)),
    w,
  );
  // p'/p at z is (n − w q'/q) w where q is the reversed polynomial and w = 1/z.
  const ratio = over(slope, value);
  const inside = times(w, ratio);
  const logarithmic = outside ? times({ re: n - inside.re, im: -inside.im }, w) : ratio;
  let pull: Complex = { re: 0, im: 0 };
  z.forEach((other, j) => {
    if (j === i) return;
    const gap = { re: at.re - other.re, im: at.im - other.im };
    if (gap.re === 0 && gap.im === 0) return;
    const one = over({ re: 1, im: 0 }, gap);
    pull = { re: pull.re + one.re, im: pull.im + one.im };
  });
  const sum = { re: logarithmic.re - pull.re, im: logarithmic.im - pull.im };
  // Where slope and pull cancel there is no step to take: a small one breaks the symmetry.
  return sum.re === 0 && sum.im === 0
    ? { re: 0.01 * at.re, im: 0.013 * at.im }
    : over({ re: 1, im: 0 }, sum);
}

/** On a circle whose radius is the geometric mean of the roots, off the symmetry of the axes. */
function startingPoints(c: readonly number[]): Complex[] {
  const degree = c.length - 1;
  const radius = (Math.abs(c[0]) / Math.abs(c[degree])) ** (1 / degree);
  return Array.from({ length: degree }, (_, i) => {
    const angle = (2 * Math.PI * i) / degree + 0.7 / degree;
    // Slightly different radii: roots of equal size are told apart sooner.
    const r = radius * (1 + (0.1 * i) / degree);
    return { re: r * Math.cos(angle), im: r * Math.sin(angle) };
  });
}

/** Estimates that are each other's mirror images made so exactly, those on the axis real. */
function paired(z: readonly Complex[]): Complex[] {
  const left = [...z];
  const result: Complex[] = [];
  while (left.length > 0) {
    const a = left.pop()!;
    const size = Math.hypot(a.re, a.im);
    const distance = (b: Complex) => Math.hypot(a.re - b.re, a.im + b.im);
    let best = -1;
    left.forEach((b, j) => {
      if (best < 0 || distance(b) < distance(left[best])) best = j;
    });
    // Alone on its side of the axis, or nearer to its own mirror image than to any other's.
    if (best < 0 || 2 * Math.abs(a.im) <= Math.min(distance(left[best]), 1e-7 * size)) {
      result.push({ re: a.re, im: 0 });
      continue;
    }
    const [b] = left.splice(best, 1);
    const [re, im] = [(a.re + b.re) / 2, (Math.abs(a.im) + Math.abs(b.im)) / 2];
    if (a.im * b.im < 0) result.push({ re, im }, { re, im: -im });
    else result.push({ re: a.re, im: 0 }, { re: b.re, im: 0 });
  }
  return result;
}
