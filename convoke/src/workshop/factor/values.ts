/**
 * Factors told apart by values. Let f = f₁ … f_r over the complex numbers, without repeated factors,
 * and g one of the solutions of `ruppert.ts`: then g = Σ cᵢ (f / fᵢ) ∂fᵢ/∂x, so that g / f_x is the
 * number cᵢ wherever fᵢ = 0. On a line y = y₀ those numbers are seen at the roots of f(x, y₀), and a
 * set S of them whose product Π (t − cᵢ) has fractions for coefficients belongs to a divisor of f
 * over the fractions: the common one of f and Π (g − cᵢ f_x), i in S.
 *
 * Source: Gao, "Factoring multivariate polynomials via partial differential equations", Mathematics
 * of Computation 72(242), 2003, section 3. The numbers are found in doubles, the divisors exactly.
 */
import { multiply, type Polynomial, shortened, valueAt } from "../../numbers/polynomial.ts";
import { plus, type Rational, rational, times, toNumber, ZERO } from "../../numbers/rational.ts";
import { recognize } from "../../numbers/recognize.ts";
import {
  type Complex,
  evaluate,
  over,
  rootsOf,
  times as timesComplex,
} from "../../numbers/roots.ts";
import { random } from "../../tensor/random.ts";
import { commonPlane, degreeX, degreeY, derivativeX, type Plane } from "./plane-polynomial.ts";

export type ByValues =
  | { readonly kind: "divisor"; readonly divisor: Plane }
  /** None was found; the factors fall into so many groups closed under conjugation. */
  | { readonly kind: "none"; readonly real: number };

const TRIES = 24;
/** Lines that told all factors apart, and no set had fractions: then others will not either. */
const ENOUGH = 2;
/** Values nearer than this, relative to the largest, are one. */
const SAME = 1e-5;
/** Sets of more factors than this are not tried: there would be too many. */
const MOST_FACTORS = 12;

export function divisorByValues(f: Plane, basis: readonly Plane[]): ByValues {
  const next = random(1);
  const slope = derivativeX(f);
  let real = 1;
  for (let turn = 0, told = 0; turn < TRIES && told < ENOUGH; turn++) {
    // One solution alone has the smallest numbers; only some do not tell all factors apart.
    const weights = basis.map((_, i) =>
      rational(turn < basis.length ? (i === turn ? 1 : 0) : 1 + Math.floor(next() * 9)),
    );
    const g = combined(basis, weights);
    const y = rational(1 + Math.floor(next() * 40), 8);
    const values = distinctValues(f, slope, g, y);
    if (values.length !== basis.length) continue;
    told++;
    real = values.filter(({ im }) => im >= 0).length;
    if (values.length > MOST_FACTORS) break;
    for (const set of smallSets(values)) {
      const coefficients = productOver(set).map((v) => recognize(v, 1e-7, 1e5));
      if (!coefficients.every((v) => v !== null)) continue;
      const divisor = commonPlane(f, homogeneous(coefficients, g, slope));
      const proper = divisor.length > 0 && (degreeX(divisor) > 0 || degreeY(divisor) > 0);
      if (proper && degreeX(divisor) < degreeX(f)) return { kind: "divisor", divisor };
    }
  }
  return { kind: "none", real };
}

/** g / f_x at the roots of f on the line y = y₀, equal ones once. */
function distinctValues(f: Plane, slope: Plane, g: Plane, y: Rational): Complex[] {
  const at = (p: Plane) => p.map((row) => toNumber(valueAt(row, y)));
  const [line, below, above] = [at(f), at(slope), at(g)];
  if (line[line.length - 1] === 0) return [];
  const values = rootsOf(line).map((x) => over(evaluate(above, x), evaluate(below, x)));
  const size = values.reduce((most, v) => Math.max(most, Math.hypot(v.re, v.im)), 0);
  const groups: Complex[][] = [];
  for (const v of values) {
    const group = groups.find(([w]) => Math.hypot(v.re - w.re, v.im - w.im) <= SAME * size);
    if (group) group.push(v);
    else groups.push([v]);
  }
  return groups.map((group) => {
    const mean = (part: "re" | "im") => group.reduce((sum, v) => sum + v[part], 0) / group.length;
    const im = mean("im");
    return { re: mean("re"), im: Math.abs(im) <= SAME * size ? 0 : im };
  });
}

/** Sets that are closed under conjugation, of at most half of the values, the small ones first. */
function smallSets(values: readonly Complex[]): Complex[][] {
  const sets = Array.from({ length: 2 ** values.length - 1 }, (_, i) =>
    values.filter((_v, bit) => ((i + 1) >> bit) & 1),
  );
  return sets
    .filter((set) => 2 * set.length <= values.length)
    .filter((set) => Math.abs(set.reduce((sum, { im }) => sum + im, 0)) < 1e-9 * values.length)
    .sort((a, b) => a.length - b.length);
}

/** Coefficients of Π (t − c), real for a set closed under conjugation; the constant first. */
function productOver(set: readonly Complex[]): number[] {
  let product: Complex[] = [{ re: 1, im: 0 }];
  for (const c of set) {
    const shifted = [{ re: 0, im: 0 }, ...product];
    product = shifted.map((v, i) => {
      if (i >= product.length) return v;
      const less = timesComplex(c, product[i]);
      return { re: v.re - less.re, im: v.im - less.im };
    });
  }
  return product.map(({ re }) => re);
}

/** Σ pⱼ g^j f_x^(s − j): Π (g − cᵢ f_x) without the cᵢ. */
function homogeneous(p: readonly Rational[], g: Plane, slope: Plane): Plane {
  const degree = p.length - 1;
  const terms = p.map((factor, j) => {
    let term: Plane = [[factor]];
    for (let i = 0; i < degree; i++) term = multiplied(term, i < j ? g : slope);
    return term;
  });
  return combined(
    terms,
    terms.map(() => rational(1)),
  );
}

function multiplied(a: Plane, b: Plane): Plane {
  const result: Polynomial[] = Array.from({ length: a.length + b.length - 1 }, () => []);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      result[i + j] = sum(result[i + j], multiply(x, y));
    });
  });
  return result;
}

function combined(planes: readonly Plane[], weights: readonly Rational[]): Plane {
  const length = Math.max(...planes.map((p) => p.length));
  const rows = Array.from({ length }, (_, i) =>
    planes.reduce<Polynomial>(
      (total, p, k) =>
        sum(
          total,
          (p[i] ?? []).map((v) => times(v, weights[k])),
        ),
      [],
    ),
  );
  while (rows.length > 0 && rows[rows.length - 1].length === 0) rows.pop();
  return rows;
}

const sum = (a: Polynomial, b: Polynomial): Rational[] =>
  shortened(
    Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
      plus(a[i] ?? ZERO, b[i] ?? ZERO),
    ),
  );
