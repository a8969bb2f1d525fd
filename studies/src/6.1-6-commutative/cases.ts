/** Pairs of kernels to be exchanged, and the definition that they are held to. */
import { random } from "convoke/data";
import { type Kernel, kernelOf, type Rational, rational } from "convoke/workshop";

export interface Two {
  readonly f: Kernel;
  readonly g: Kernel;
}

/** Fractions on grids of odd and tiny sizes; every seventh pair has numbers far beyond a double. */
export function pairs(count: number, seed: number): Two[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  return Array.from({ length: count }, (_, i) => {
    const factor = i % 7 === 6 ? 10n ** 30n + 1n : 1n;
    const one = () => {
      const shape = [upTo(3), upTo(6)];
      const values = Array.from({ length: shape[0] * shape[1] }, () =>
        rational(BigInt(Math.floor(next() * 19) - 9) * factor, BigInt(upTo(6))),
      );
      return kernelOf(shape, values);
    };
    return { f: one(), g: one() };
  });
}

/** Whole numbers from −9 to 9: float32 sums of their products are exact. */
export function wholePairs(count: number, seed: number): Two[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const one = () => {
    const shape = [upTo(5), upTo(7)];
    const values = Array.from({ length: shape[0] * shape[1] }, () =>
      rational(Math.floor(next() * 19) - 9),
    );
    return kernelOf(shape, values);
  };
  return Array.from({ length: count }, () => ({ f: one(), g: one() }));
}

/** Σₘ f(m)·g(n − m) at one place n, as it is written: m over all of f, g zero where it has no value. */
export function sumAt({ f, g }: Two, place: readonly number[]): Rational {
  let [over, under] = [0n, 1n];
  f.exact!.forEach((value, i) => {
    const [row, column] = [Math.floor(i / f.shape[1]), i % f.shape[1]];
    const [y, x] = [place[0] - row, place[1] - column];
    if (y < 0 || x < 0 || y >= g.shape[0] || x >= g.shape[1]) return;
    const other = g.exact![y * g.shape[1] + x];
    over = over * value.under * other.under + value.over * other.over * under;
    under = under * value.under * other.under;
  });
  return rational(over, under);
}

/**
 * Σ f(m)·g(n − m) over m from −reach to reach, for sequences without end: the sum around zero that
 * a two-sided infinite sum may be taken for.
 */
export function symmetricSum(
  f: (m: number) => number,
  g: (m: number) => number,
  n: number,
  reach: number,
): number {
  let sum = 0;
  for (let m = -reach; m <= reach; m++) sum += f(m) * g(n - m);
  return sum;
}
