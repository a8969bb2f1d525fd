/**
 * A 2-D kernel as a polynomial in x and y: its value in row i and column j is the coefficient of
 * x^i y^j, and convolution is multiplication. Held as a polynomial in x whose coefficients are
 * polynomials in y.
 */
import {
  commonDivisor,
  divide,
  interpolated,
  multiply,
  type Polynomial,
  shortened,
  subtract,
  valueAt,
} from "../../numbers/polynomial.ts";
import { equals, gcd, type Rational, rational, times, ZERO } from "../../numbers/rational.ts";

/** [i] is the coefficient of x^i; without leading zeros, the zero polynomial empty. */
export type Plane = readonly Polynomial[];

export function planeOf(rows: number, columns: number, values: readonly Rational[]): Plane {
  const lines = Array.from({ length: rows }, (_, i) =>
    shortened(values.slice(i * columns, (i + 1) * columns)),
  );
  return tidy(lines);
}

export const degreeX = (p: Plane): number => p.length - 1;
export const degreeY = (p: Plane): number => Math.max(-1, ...p.map((row) => row.length - 1));

/** Row-major values of its own size, (degreeX + 1) × (degreeY + 1). */
export function valuesOf(p: Plane): { shape: [number, number]; values: Rational[] } {
  const columns = degreeY(p) + 1;
  const values = p.flatMap((row) => Array.from({ length: columns }, (_, j) => row[j] ?? ZERO));
  return { shape: [p.length, columns], values };
}

export function transposed(p: Plane): Plane {
  return tidy(
    Array.from({ length: degreeY(p) + 1 }, (_, j) => shortened(p.map((row) => row[j] ?? ZERO))),
  );
}

export const derivativeX = (p: Plane): Plane =>
  tidy(p.slice(1).map((row, i) => row.map((value) => times(value, rational(i + 1)))));

/** The monic common divisor of all coefficients in y: a factor that knows only y. */
export const contentY = (p: Plane): Rational[] => p.reduce<Rational[]>(commonDivisor, []);

/** p / c(y), which divides every coefficient. */
export const withoutY = (p: Plane, c: Polynomial): Plane => p.map((row) => divide(row, c).quotient);

/** p / q where q divides p, else null. */
export function dividePlane(p: Plane, q: Plane): Plane | null {
  let rest = p;
  const result: Rational[][] = Array.from(
    { length: Math.max(0, p.length - q.length + 1) },
    () => [],
  );
  while (rest.length >= q.length) {
    const { quotient, rest: left } = divide(rest[rest.length - 1], q[q.length - 1]);
    if (left.length > 0) return null;
    const shift = rest.length - q.length;
    result[shift] = quotient;
    rest = tidy(
      rest.map((row, i) => (i < shift ? row : subtract(row, multiply(quotient, q[i - shift])))),
    );
  }
  return rest.length === 0 ? tidy(result) : null;
}

/**
 * The greatest common divisor, up to a constant: on lines y = 0, 1, 2, … it is one of polynomials in x,
 * and between the lines it is interpolated. A line where degrees drop, or the divisor is larger than
 * on others, is left out; division proves the result.
 *
 * Source: Brown, "On Euclid's algorithm and the computation of polynomial greatest common divisors",
 * Journal of the ACM 18(4), 1971.
 */
export function commonPlane(p: Plane, q: Plane): Plane {
  if (p.length === 0 || q.length === 0) return p.length === 0 ? q : p;
  const [ofP, ofQ] = [contentY(p), contentY(q)];
  const [a, b] = [primitive(p, ofP), primitive(q, ofQ)];
  const content = commonDivisor(ofP, ofQ);
  const lead = commonDivisor(a[a.length - 1], b[b.length - 1]);
  const needed = Math.min(degreeY(a), degreeY(b)) + lead.length;
  let lines: { y: Rational; common: Rational[] }[] = [];
  for (let i = 0; ; i++) {
    const y = rational(i);
    const [x, z] = [a, b].map((plane) => plane.map((row) => valueAt(row, y)));
    if (equals(x[x.length - 1], ZERO) || equals(z[z.length - 1], ZERO)) continue;
    const common = commonDivisor(x, z);
    if (common.length === 1) return [content];
    if (lines.length > 0 && common.length > lines[0].common.length) continue;
    if (lines.length > 0 && common.length < lines[0].common.length) lines = [];
    const scale = valueAt(lead, y);
    lines.push({ y, common: common.map((v) => times(v, scale)) });
    if (lines.length < needed) continue;
    const places = lines.map((line) => line.y);
    const rows = lines[0].common.map((_, degree) =>
      interpolated(
        places,
        lines.map((line) => line.common[degree]),
      ),
    );
    const found = primitive(rows, contentY(rows));
    if (dividePlane(a, found) && dividePlane(b, found))
      return found.map((row) => multiply(row, content));
    lines = [];
  }
}

/** Without its content, and with whole numbers that have no common divisor. */
function primitive(p: Plane, content: Polynomial): Plane {
  if (p.length === 0) return p;
  const rows = withoutY(p, content);
  const all = rows.flat();
  const under = all.reduce((most, { under: u }) => (most * u) / gcd(most, u), 1n);
  const over = all.reduce(
    (most, { over: o, under: u }) => gcd(most, ((o < 0n ? -o : o) * under) / u),
    0n,
  );
  const factor = rational(under, over === 0n ? 1n : over);
  return rows.map((row) => row.map((value) => times(value, factor)));
}

function tidy(rows: readonly Polynomial[]): Plane {
  let length = rows.length;
  while (length > 0 && rows[length - 1].every((value) => equals(value, ZERO))) length--;
  return rows.slice(0, length);
}
