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
import { primes, reduceModulo, residueOf } from "../../numbers/modular.ts";
import { shortened } from "../../numbers/polynomial.ts";
import { plus, type Rational, rational, times, ZERO } from "../../numbers/rational.ts";
import { degreeX, degreeY, type Plane } from "./plane-polynomial.ts";

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

/** A proof that f is irreducible over the complex numbers; null where one prime does not give it. */
export function irreducible(f: Plane): RankProof | null {
  const matrix = ruppertMatrix(f);
  const unknowns = matrix[0].length;
  const prime = primes().next().value as number;
  const residues = matrix.map((row) => Float64Array.from(row, (q) => residueOf(q, prime)));
  if (residues.some((row) => row.some((v) => v < 0))) return null;
  const rank = reduceModulo(residues, prime, false).columns.length;
  return rank === unknowns - 1 ? { prime, rank, unknowns } : null;
}

/** The polynomials g of all solutions: as many as f has factors. */
export function solutions(f: Plane): Plane[] {
  const [m, n] = [degreeX(f), degreeY(f)];
  return nullspace(ruppertMatrix(f)).map((x) =>
    Array.from({ length: m }, (_, i) => shortened(x.slice(i * (n + 1), (i + 1) * (n + 1)))),
  );
}
