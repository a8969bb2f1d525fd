/**
 * Whether a polynomial in two variables has factors, decided by the rank of a matrix.
 *
 * For f of degree m in x and n in y without multiple factors, and without factors in one variable
 * alone, the pairs (g, h) with
 *
 *   ∂/∂y (g / f) = ∂/∂x (h / f)       deg g ≤ (m − 1, n), deg h ≤ (m, n − 1)
 *
 * that is f·g_y − g·f_y − f·h_x + h·f_x = 0, are a vector space with as many dimensions as f has
 * irreducible factors over the complex numbers. The equations are linear in the coefficients of g
 * and h: f is irreducible exactly when their matrix lacks one rank. A rank modulo a prime is never
 * more than the rank, so a prime that leaves a deficit of one proves irreducibility.
 *
 * Sources: Ruppert, "Reducibility of polynomials f(x, y) modulo p", Journal of Number Theory 77,
 * 1999; Gao, "Factoring multivariate polynomials via partial differential equations", Mathematics
 * of Computation 72(242), 2003.
 */
import { type Matrix, nullspace } from "../../numbers/matrix.ts";
import { shortened } from "../../numbers/polynomial.ts";
import { plus, type Rational, rational, times, ZERO } from "../../numbers/rational.ts";
import { degreeX, degreeY, type Plane } from "./plane-polynomial.ts";

/** Just below 2^26: products of two residues are whole numbers that doubles hold. */
const PRIMES = [67108859, 67108837, 67108819] as const;

export interface RankProof {
  /** Modulo which the rank was found; null: over the fractions themselves. */
  readonly prime: number | null;
  /** One less than the unknowns. */
  readonly rank: number;
  readonly unknowns: number;
}

/** A row for each coefficient of the equation, a column for each of g, then h. */
export function ruppertMatrix(f: Plane): Matrix {
  const [m, n] = [degreeX(f), degreeY(f)];
  const at = (i: number, j: number): Rational => f[i]?.[j] ?? ZERO;
  const unknownsG = m * (n + 1);
  const rows: Rational[][] = Array.from({ length: 2 * m * 2 * n }, () =>
    new Array<Rational>(unknownsG + (m + 1) * n).fill(ZERO),
  );
  const put = (x: number, y: number, column: number, value: Rational) => {
    if (value === ZERO) return;
    const row = rows[x * 2 * n + y];
    row[column] = plus(row[column], value);
  };
  for (let a = 0; a <= m; a++) {
    for (let b = 0; b <= n; b++) {
      const value = at(a, b);
      // g = x^i y^j: (j − b) · f_ab x^(a+i) y^(b+j−1)
      for (let i = 0; i < m; i++)
        for (let j = 0; j <= n; j++)
          if (j !== b) put(a + i, b + j - 1, i * (n + 1) + j, times(value, rational(j - b)));
      // h = x^i y^j: (a − i) · f_ab x^(a+i−1) y^(b+j)
      for (let i = 0; i <= m; i++)
        for (let j = 0; j < n; j++)
          if (i !== a) put(a + i - 1, b + j, unknownsG + i * n + j, times(value, rational(a - i)));
    }
  }
  return rows;
}

/** A proof that f is irreducible over the complex numbers; null where no prime gives one. */
export function irreducible(f: Plane): RankProof | null {
  const matrix = ruppertMatrix(f);
  const unknowns = matrix[0].length;
  for (const prime of PRIMES) {
    const residues = matrix.map((row) => row.map((q) => residue(q, prime)));
    if (residues.some((row) => row.some((v) => v < 0))) continue;
    const rank = rankModulo(residues, prime);
    if (rank === unknowns - 1) return { prime, rank, unknowns };
  }
  return null;
}

/** The polynomials g of all solutions: as many as f has factors. */
export function solutions(f: Plane): Plane[] {
  const [m, n] = [degreeX(f), degreeY(f)];
  return nullspace(ruppertMatrix(f)).map((x) =>
    Array.from({ length: m }, (_, i) => shortened(x.slice(i * (n + 1), (i + 1) * (n + 1)))),
  );
}

/** −1 where the denominator is a multiple of the prime. */
function residue({ over, under }: Rational, prime: number): number {
  const p = BigInt(prime);
  const below = Number(under % p);
  if (below === 0) return -1;
  const above = Number(((over % p) + p) % p);
  return below === 1 ? above : (above * inverse(below, prime)) % prime;
}

function rankModulo(rows: number[][], prime: number): number {
  let rank = 0;
  for (let column = 0; column < rows[0].length && rank < rows.length; column++) {
    const found = rows.findIndex((row, i) => i >= rank && row[column] !== 0);
    if (found < 0) continue;
    [rows[rank], rows[found]] = [rows[found], rows[rank]];
    const pivot = rows[rank];
    const scale = inverse(pivot[column], prime);
    for (let i = rank + 1; i < rows.length; i++) {
      const row = rows[i];
      if (row[column] === 0) continue;
      const factor = prime - ((row[column] * scale) % prime);
      for (let j = column; j < row.length; j++) row[j] = (row[j] + factor * pivot[j]) % prime;
    }
    rank++;
  }
  return rank;
}

/** By Fermat: a^(p − 2). */
function inverse(a: number, prime: number): number {
  let [result, base, exponent] = [1, a % prime, prime - 2];
  while (exponent > 0) {
    if (exponent % 2 === 1) result = (result * base) % prime;
    base = (base * base) % prime;
    exponent = Math.floor(exponent / 2);
  }
  return result;
}
