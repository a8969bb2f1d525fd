/**
 * A small constant matrix times a vector of vectors, written out.
 *
 * The rows of Bᵀ for points a and −a agree on the even powers and differ in sign on the odd ones:
 * both are made of the same two sums, E + O and E − O. The columns of Aᵀ for such points do the
 * same, so their inputs are met as x + y and x − y.
 */
import { add, float, fma, type KernelBuilder, mul, splat, sub } from "../ir/build.ts";
import type { Expr, Variable } from "../ir/tree.ts";
import type { Matrix } from "../numbers/matrix.ts";
import { type Rational, toDouble } from "../numbers/rational.ts";

interface Term {
  readonly factor: number;
  readonly value: Expr;
}

/** Constants of a map in all lanes, made once in front of the loops that use it. */
export type Constants = (value: number) => Expr;

export function constants(k: KernelBuilder): Constants {
  const made = new Map<number, Variable>();
  return (value) => {
    const known = made.get(value);
    if (known) return known;
    const variable = k.let("constant", splat(float(value)));
    made.set(value, variable);
    return variable;
  };
}

/** Most roundings one input passes through on its way to one output. */
export const roundings = (matrix: Matrix): number =>
  isIdentity(matrix) ? 0 : Math.max(...matrix.map((row) => row.filter(isSet).length)) + 2;

/** Instructions of the map, one multiply-add counting as one. */
export const instructions = (matrix: Matrix): number =>
  isIdentity(matrix) ? 0 : matrix.reduce((sum, row) => sum + 0.6 * row.filter(isSet).length, 0);

export const isIdentity = (matrix: Matrix): boolean =>
  matrix.every(
    (row, i) =>
      row.length === matrix.length && row.every((x, j) => toDouble(x) === (i === j ? 1 : 0)),
  );

/** outputs[i] = Σ matrix[i][j] · inputs[j] */
export function linearMap(
  k: KernelBuilder,
  matrix: Matrix,
  inputs: readonly Expr[],
  all: Constants,
): Expr[] {
  if (isIdentity(matrix)) return [...inputs];
  const numbers = matrix.map((row) => row.map(toDouble));
  const { rows, values } = mergeColumns(k, numbers, inputs);
  const done: (Expr | null)[] = rows.map(() => null);
  rows.forEach((row, i) => {
    if (done[i]) return;
    const partner = rows.findIndex((other, j) => j > i && !done[j] && mirrored(row, other));
    if (partner < 0) {
      done[i] = k.let("t", sum(k, termsOf(row, values), all));
      return;
    }
    const [even, odd] = [true, false].map((same) =>
      row.map((factor, j) => ((factor === rows[partner][j]) === same ? factor : 0)),
    );
    const factor = commonFactor(odd);
    const e = k.let("e", sum(k, termsOf(even, values), all));
    const scaled = odd.map((x) => x / factor);
    const o = k.let("o", sum(k, termsOf(scaled, values), all));
    if (factor === 1 || factor === -1) {
      done[i] = k.let("t", factor === 1 ? add(e, o) : sub(e, o));
      done[partner] = k.let("t", factor === 1 ? sub(e, o) : add(e, o));
    } else {
      done[i] = k.let("t", fma(o, all(factor), e));
      done[partner] = k.let("t", fma(o, all(-factor), e));
    }
  });
  return done as Expr[];
}

interface Ends {
  /** Vector v of the window's element (i, j). */
  readonly read: (i: number, j: number, v: number) => Expr;
  readonly write: (i: number, j: number, values: readonly Expr[]) => void;
}

/** Y · t · Xᵀ of a window t, for `count` vectors that lie side by side: pairs of them run as one. */
export function transform(
  k: KernelBuilder,
  { y, x }: { readonly y: Matrix; readonly x: Matrix },
  count: number,
  { read, write }: Ends,
): void {
  const all = constants(k);
  const vectors = Array.from({ length: count }, (_, v) => v);
  const [height, width] = [y[0].length, x[0].length];
  // along[v][i]: row i of the window, mapped along x.
  const along = vectors.map((): Expr[][] => []);
  for (let i = 0; i < height; i++) {
    const row = vectors.map((v) =>
      Array.from({ length: width }, (_, j) => k.let("t", read(i, j, v))),
    );
    vectors.forEach((v) => {
      along[v].push(linearMap(k, x, row[v], all));
    });
  }
  for (let j = 0; j < x.length; j++) {
    const mapped = along.map((lines) =>
      linearMap(
        k,
        y,
        lines.map((line) => line[j]),
        all,
      ),
    );
    for (let i = 0; i < y.length; i++)
      write(
        i,
        j,
        mapped.map((values) => values[i]),
      );
  }
}

/** Columns that agree up to signs: their inputs are replaced by sum and difference. */
function mergeColumns(
  k: KernelBuilder,
  matrix: readonly (readonly number[])[],
  inputs: readonly Expr[],
): { rows: number[][]; values: Expr[] } {
  const rows = matrix.map((row) => [...row]);
  const values = [...inputs];
  if (rows.length >= inputs.length) return { rows, values };
  const column = (j: number) => rows.map((row) => row[j]);
  for (let p = 0; p < inputs.length; p++) {
    for (let q = p + 1; q < inputs.length; q++) {
      if (!mirrored(column(p), column(q))) continue;
      const [x, y] = [values[p], values[q]];
      values[p] = k.let("s", add(x, y));
      values[q] = k.let("d", sub(x, y));
      for (const row of rows) {
        const same = row[p] === row[q];
        [row[p], row[q]] = same ? [row[p], 0] : [0, row[p]];
      }
    }
  }
  return { rows, values };
}

/** Whether two rows are equal up to signs, with at least one agreement and one difference. */
function mirrored(a: readonly number[], b: readonly number[]): boolean {
  const both = a.map((x, j) => [x, b[j]]).filter(([x, y]) => x !== 0 || y !== 0);
  return (
    both.every(([x, y]) => Math.abs(x) === Math.abs(y)) &&
    both.some(([x, y]) => x === y) &&
    both.some(([x, y]) => x === -y)
  );
}

/** A factor that leaves the last coefficient 1, where dividing by it is exact; else 1. */
function commonFactor(row: readonly number[]): number {
  const last = row.findLast((x) => x !== 0) ?? 1;
  const divides = row.every((x) => {
    const part = x / last;
    return Math.fround(part) === part && part * last === x && Number.isInteger(part * 64);
  });
  return divides ? last : 1;
}

const termsOf = (row: readonly number[], values: readonly Expr[]): Term[] =>
  row.flatMap((factor, j) => (factor === 0 ? [] : [{ factor, value: values[j] }]));

/** Starts with a term of factor ±1 if there is one. */
function sum(k: KernelBuilder, terms: readonly Term[], all: Constants): Expr {
  if (terms.length === 0) return all(0);
  const first = terms.find((t) => t.factor === 1) ?? terms[0];
  const start = first.factor === 1 ? first.value : mul(first.value, all(first.factor));
  return terms
    .filter((t) => t !== first)
    .reduce((acc, { factor, value }) => {
      if (factor === 1) return add(acc, value);
      if (factor === -1) return sub(acc, value);
      return fma(value, all(factor), acc.kind === "variable" ? acc : k.let("p", acc));
    }, start);
}

const isSet = (x: Rational): boolean => x.over !== 0n;
