/**
 * The discrete Fourier transform of any length, in float64: one pass for every prime factor, so that
 * 400 = 5²·2⁴ takes 12 products a number instead of 400. A prime length is summed as it is defined.
 */

/** Transforms a row of complex numbers in place. */
export type Fourier = (real: Float64Array, imaginary: Float64Array) => void;

/**
 * X[k] = Σ x[n]·e^(−2πikn/N), in self-sorting passes (Stockham's).
 *
 * After the passes whose factors multiply to L, place k·(N/L) + j holds coefficient k of the
 * transform of x[j], x[j + N/L], x[j + 2N/L] …; at first L = 1, at last L = N. A pass by p joins p of
 * them, s = 0 … p − 1, into one of L·p: coefficient k + q·L is Σ e^(−2πis(k + qL)/(Lp)) · coefficient k.
 * By two, that of q = 1 is the opposite of that of q = 0: one product for a sum and a difference.
 */
export function fourier(length: number): Fourier {
  const cosines = Float64Array.from({ length }, (_, k) => cosine(k, length));
  const sines = Float64Array.from({ length }, (_, k) => cosine(k - length / 4, length));
  const factors = primeFactors(length);
  const spare = [new Float64Array(length), new Float64Array(length)] as const;

  return (real, imaginary) => {
    let from: readonly [Float64Array, Float64Array] = [real, imaginary];
    let to: readonly [Float64Array, Float64Array] = spare;
    let done = 1;
    for (const p of factors) {
      const apart = length / (done * p);
      const [x, y] = from;
      const [u, v] = to;
      for (let k = 0; p === 2 && k < done; k++) {
        const [c, d] = [cosines[k * apart], sines[k * apart]];
        const [first, second] = [k * apart, (k + done) * apart];
        for (let j = 0; j < apart; j++) {
          const [a, b] = [2 * first + j, 2 * first + apart + j];
          const re = c * x[b] + d * y[b];
          const im = c * y[b] - d * x[b];
          u[first + j] = x[a] + re;
          v[first + j] = y[a] + im;
          u[second + j] = x[a] - re;
          v[second + j] = y[a] - im;
        }
      }
      for (let k = 0; p !== 2 && k < done; k++) {
        for (let q = 0; q < p; q++) {
          const start = (k + q * done) * apart;
          for (let j = 0; j < apart; j++) {
            u[start + j] = x[k * p * apart + j];
            v[start + j] = y[k * p * apart + j];
          }
          for (let s = 1; s < p; s++) {
            const turn = (s * start) % length;
            const [c, d] = [cosines[turn], sines[turn]];
            let a = (k * p + s) * apart;
            for (let b = start; b < start + apart; a++, b++) {
              u[b] += c * x[a] + d * y[a];
              v[b] += c * y[a] - d * x[a];
            }
          }
        }
      }
      [from, to] = [to, from];
      done *= p;
    }
    if (from === spare) {
      real.set(from[0]);
      imaginary.set(from[1]);
    }
  };
}

/** cos(2πk/n), from the eighth of the circle where it is most exact: quarters are 0 and ±1. */
function cosine(k: number, n: number): number {
  const turn = Math.abs(k);
  const half = Math.min(turn, n - turn);
  if (4 * half > n) return -cosine(n / 2 - half, n);
  return 8 * half > n
    ? Math.sin((2 * Math.PI * (n / 4 - half)) / n)
    : Math.cos((2 * Math.PI * half) / n);
}

/** Largest first: the last passes, whose inner loops are short, are then those with least to do. */
function primeFactors(n: number): number[] {
  const factors: number[] = [];
  let rest = n;
  for (let p = 2; p * p <= rest; p++) for (; rest % p === 0; rest /= p) factors.push(p);
  return (rest > 1 ? [...factors, rest] : factors).reverse();
}
