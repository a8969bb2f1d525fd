/**
 * The discrete Fourier transform of any length, in float64: one pass for every factor, 4 or a prime,
 * so that 400 = 5²·4² takes 10 products a number instead of 400. A prime length is summed as it is
 * defined.
 */

/** Transforms a row of complex numbers in place. */
export type Fourier = (real: Float64Array, imaginary: Float64Array) => void;

/**
 * X[k] = Σ x[n]·e^(−2πikn/N), in self-sorting passes (Stockham's).
 *
 * After the passes whose factors multiply to L, place k·(N/L) + j holds coefficient k of the
 * transform of x[j], x[j + N/L], x[j + 2N/L] …; at first L = 1, at last L = N. A pass by p joins p of
 * them, s = 0 … p − 1, into one of L·p: coefficient k + q·L is Σ e^(−2πis(k + qL)/(Lp)) · coefficient k.
 * By two, that of q = 1 is the opposite of that of q = 0: one product for a sum and a difference; by
 * four it is three products for four results.
 */
export function fourier(length: number): Fourier {
  const cosines = Float64Array.from({ length }, (_, k) => cosine(k, length));
  const sines = Float64Array.from({ length }, (_, k) => cosine(k - length / 4, length));
  const factors = factorsOf(length);
  const spare: Complex = [new Float64Array(length), new Float64Array(length)];

  return (real, imaginary) => {
    let from: Complex = [real, imaginary];
    let to: Complex = spare;
    let done = 1;
    for (const p of factors) {
      const pass = p === 2 ? byTwo : p === 4 ? byFour : byPrime;
      pass(from, to, [cosines, sines], done, length / (done * p));
      [from, to] = [to, from];
      done *= p;
    }
    if (from === spare) {
      real.set(from[0]);
      imaginary.set(from[1]);
    }
  };
}

type Complex = readonly [real: Float64Array, imaginary: Float64Array];

/** A pass of the transform above: L is `done`, N/(Lp) is `apart`, turns are cos 2πk/N and sin 2πk/N. */
type Pass = (from: Complex, to: Complex, turns: Complex, done: number, apart: number) => void;

const byTwo: Pass = ([x, y], [u, v], [cosines, sines], done, apart) => {
  for (let k = 0; k < done; k++) {
    const c = cosines[k * apart];
    const d = sines[k * apart];
    for (let j = 0; j < apart; j++) {
      const a = 2 * k * apart + j;
      const b = a + apart;
      const re = c * x[b] + d * y[b];
      const im = c * y[b] - d * x[b];
      const first = k * apart + j;
      const second = first + done * apart;
      u[first] = x[a] + re;
      v[first] = y[a] + im;
      u[second] = x[a] - re;
      v[second] = y[a] - im;
    }
  }
};

/** Two passes by two at once: by 1, −i, −1 and i nothing is multiplied. */
const byFour: Pass = ([x, y], [u, v], [cosines, sines], done, apart) => {
  const quarter = done * apart;
  for (let k = 0; k < done; k++) {
    const turn = k * apart;
    const c1 = cosines[turn];
    const d1 = sines[turn];
    const c2 = cosines[2 * turn];
    const d2 = sines[2 * turn];
    const c3 = cosines[3 * turn];
    const d3 = sines[3 * turn];
    for (let j = 0; j < apart; j++) {
      const i0 = 4 * turn + j;
      const i1 = i0 + apart;
      const i2 = i1 + apart;
      const i3 = i2 + apart;
      const re1 = c1 * x[i1] + d1 * y[i1];
      const im1 = c1 * y[i1] - d1 * x[i1];
      const re2 = c2 * x[i2] + d2 * y[i2];
      const im2 = c2 * y[i2] - d2 * x[i2];
      const re3 = c3 * x[i3] + d3 * y[i3];
      const im3 = c3 * y[i3] - d3 * x[i3];
      const evenRe = x[i0] + re2;
      const evenIm = y[i0] + im2;
      const apartRe = x[i0] - re2;
      const apartIm = y[i0] - im2;
      const oddRe = re1 + re3;
      const oddIm = im1 + im3;
      const turnedRe = im1 - im3;
      const turnedIm = re3 - re1;
      const o0 = turn + j;
      const o1 = o0 + quarter;
      const o2 = o1 + quarter;
      const o3 = o2 + quarter;
      u[o0] = evenRe + oddRe;
      v[o0] = evenIm + oddIm;
      u[o1] = apartRe + turnedRe;
      v[o1] = apartIm + turnedIm;
      u[o2] = evenRe - oddRe;
      v[o2] = evenIm - oddIm;
      u[o3] = apartRe - turnedRe;
      v[o3] = apartIm - turnedIm;
    }
  }
};

const byPrime: Pass = ([x, y], [u, v], [cosines, sines], done, apart) => {
  const length = cosines.length;
  const p = length / (done * apart);
  for (let k = 0; k < done; k++) {
    for (let q = 0; q < p; q++) {
      const start = (k + q * done) * apart;
      for (let j = 0; j < apart; j++) {
        u[start + j] = x[k * p * apart + j];
        v[start + j] = y[k * p * apart + j];
      }
      for (let s = 1; s < p; s++) {
        const turn = (s * start) % length;
        const c = cosines[turn];
        const d = sines[turn];
        let a = (k * p + s) * apart;
        for (let b = start; b < start + apart; a++, b++) {
          u[b] += c * x[a] + d * y[a];
          v[b] += c * y[a] - d * x[a];
        }
      }
    }
  }
};

/** cos(2πk/n), from the eighth of the circle where it is most exact: quarters are 0 and ±1. */
export function cosine(k: number, n: number): number {
  const turn = Math.abs(k);
  const half = Math.min(turn, n - turn);
  if (4 * half > n) return -cosine(n / 2 - half, n);
  return 8 * half > n
    ? Math.sin((2 * Math.PI * (n / 4 - half)) / n)
    : Math.cos((2 * Math.PI * half) / n);
}

/**
 * 4 as often as it goes, and primes. Largest first: the last passes, whose inner loops are short, are
 * then those with least to do.
 */
function factorsOf(n: number): number[] {
  const factors: number[] = [];
  let rest = n;
  for (; rest % 4 === 0; rest /= 4) factors.push(4);
  for (let p = 2; p * p <= rest; p++) for (; rest % p === 0; rest /= p) factors.push(p);
  return (rest > 1 ? [...factors, rest] : factors).sort((a, b) => b - a);
}
