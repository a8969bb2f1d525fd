/**
 * Fourier transforms side by side: a *strip* holds one transform of length n in each of its lanes,
 * so that no butterfly ever shuffles.
 *
 *   strip[i] = [re × 4·nv lanes, im × 4·nv lanes], i < n
 *
 * Forward, passes decimate in frequency and leave the digits of the index reversed; inverse, they
 * decimate in time and put them right. A convolution multiplies in between, where order is nothing:
 * no permutation is ever made. Radix 4, and one radix 2 where n is no power of 4. A pass:
 *
 *   for j in 0..span/4, for each block of `span`
 *     x[q] = strip[block + j + q·span/4];  y = DFT₄(x);  y[q] *= w^(q·j),  w = e^(−2πi/span)
 *
 * Source: Van Loan, "Computational Frameworks for the Fast Fourier Transform", 1992, chapter 2.
 */
import {
  add,
  fma,
  type Int,
  type KernelBuilder,
  load4,
  loadSplat,
  mul,
  plus,
  shuffle,
  sub,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";

/** Vectors of real and imaginary parts. */
export interface Complex {
  readonly re: readonly Expr[];
  readonly im: readonly Expr[];
}

/** One pass over a transform of length n: blocks of `span`, whose twiddles begin at `from`. */
export interface Pass {
  readonly span: number;
  readonly radix: 2 | 4;
  readonly from: number;
}

/** The passes of a forward transform; an inverse takes them the other way round. */
export function passesOf(n: number): readonly Pass[] {
  const passes: Pass[] = [];
  for (let span = n, from = 0; span > 1; ) {
    const radix = span === 2 ? 2 : 4;
    passes.push({ span, radix, from });
    span /= radix;
    // The last pass of all multiplies by nothing but 1.
    if (span > 1) from += 3 * 3 * span;
  }
  return passes;
}

/** Twiddles of all passes: w^j, w^2j, w^3j by j, each as (re, im, −im). */
export function twiddleTable(n: number): Float32Array {
  const values: number[] = [];
  for (const { span, radix } of passesOf(n)) {
    if (span === radix) continue;
    for (let j = 0; j < span / 4; j++) {
      for (let q = 1; q < 4; q++) {
        const angle = (-2 * Math.PI * q * j) / span;
        values.push(Math.cos(angle), Math.sin(angle), -Math.sin(angle));
      }
    }
  }
  return Float32Array.from(values);
}

export interface Transform {
  readonly n: number;
  readonly twiddles: Buffer;
  readonly inverse: boolean;
  /** Where elements come from and go to, by pass: the first may read, the last may write elsewhere. */
  readonly read: (i: Expr, pass: number) => Complex;
  readonly write: (i: Expr, value: Complex, pass: number) => void;
}

export function transform(
  k: KernelBuilder,
  { n, twiddles, inverse, read, write }: Transform,
): void {
  const forward = passesOf(n);
  const passes = inverse ? forward.toReversed() : forward;
  passes.forEach(({ span, radix, from }, p) => {
    const part = span / radix;
    k.loop("j", part, (j) => {
      const w =
        part === 1
          ? null
          : vector(9, (i) => k.let("w", loadSplat(twiddles, plus(times(j, 9), from + i))));
      const turned = (x: Complex, q: number): Complex =>
        w === null || q === 0 ? x : rotated(k, x, w.slice(3 * q - 3, 3 * q), inverse);
      k.loop("block", n / span, (block) => {
        const first = k.let("i", plus(times(block, span), j));
        const at = (q: number) => plus(first, q * part);
        const x = vector(radix, (q) => named(k, read(at(q), p)));
        const y = butterfly(k, inverse ? x.map(turned) : x, inverse);
        y.forEach((value, q) => write(at(q), inverse ? value : turned(value, q), p));
      });
    });
  });
}

/** DFT of 2 or 4, or its inverse without the factor. */
function butterfly(k: KernelBuilder, x: readonly Complex[], inverse: boolean): Complex[] {
  if (x.length === 2) return [sum(x[0], x[1]), difference(x[0], x[1])].map((y) => named(k, y));
  const [a, b] = [named(k, sum(x[0], x[2])), named(k, difference(x[0], x[2]))];
  const [c, d] = [named(k, sum(x[1], x[3])), named(k, difference(x[1], x[3]))];
  // b − i·d and b + i·d
  const low = { re: each(add, b.re, d.im), im: each(sub, b.im, d.re) };
  const high = { re: each(sub, b.re, d.im), im: each(add, b.im, d.re) };
  const [second, fourth] = inverse ? [high, low] : [low, high];
  return [sum(a, c), second, difference(a, c), fourth].map((y) => named(k, y));
}

/** x · w, or x · conj(w). */
function rotated(
  k: KernelBuilder,
  { re, im }: Complex,
  w: readonly Expr[],
  conj: boolean,
): Complex {
  const [wr, wi, minus] = conj ? [w[0], w[2], w[1]] : w;
  return named(k, {
    re: re.map((r, v) => fma(im[v], minus, mul(r, wr))),
    im: im.map((i, v) => fma(re[v], wi, mul(i, wr))),
  });
}

const each = (op: (a: Expr, b: Expr) => Expr, a: readonly Expr[], b: readonly Expr[]): Expr[] =>
  a.map((x, v) => op(x, b[v]));
const sum = (a: Complex, b: Complex): Complex => ({
  re: each(add, a.re, b.re),
  im: each(add, a.im, b.im),
});
const difference = (a: Complex, b: Complex): Complex => ({
  re: each(sub, a.re, b.re),
  im: each(sub, a.im, b.im),
});

/** The value in locals. */
export const named = (k: KernelBuilder, { re, im }: Complex): Complex => ({
  re: re.map((value) => k.let("re", value)),
  im: im.map((value) => k.let("im", value)),
});

/** a · b */
export const product = (a: Complex, b: Complex): Complex => ({
  re: a.re.map((r, v) => sub(mul(r, b.re[v]), mul(a.im[v], b.im[v]))),
  im: a.im.map((i, v) => fma(a.re[v], b.im[v], mul(i, b.re[v]))),
});

/** Complex numbers side by side in a buffer, from `at` on. */
export interface Strip {
  readonly buffer: Buffer;
  readonly at: Int;
  readonly nv: number;
}

export const readStrip = ({ buffer, at, nv }: Strip, i: Int): Complex => {
  const vectors = (part: number) =>
    vector(nv, (v) => load4(buffer, plus(plus(at, times(i, 8 * nv)), 4 * (part * nv + v))));
  return { re: vectors(0), im: vectors(1) };
};

export function writeStrip(k: KernelBuilder, strip: Strip, i: Int, { re, im }: Complex): void {
  [...re, ...im].forEach((value, v) => {
    k.store4(strip.buffer, [plus(plus(strip.at, times(i, 8 * strip.nv)), 4 * v)], value);
  });
}

/** A 4 × 4 block, rows for columns. */
export function transposed(k: KernelBuilder, rows: readonly Expr[]): Expr[] {
  const [a, b, c, d] = rows.map((row) => k.let("row", row));
  const [low, lower] = [shuffle(a, b, [0, 4, 1, 5]), shuffle(c, d, [0, 4, 1, 5])];
  const [high, higher] = [shuffle(a, b, [2, 6, 3, 7]), shuffle(c, d, [2, 6, 3, 7])];
  const [l0, l1, h0, h1] = [low, lower, high, higher].map((value) => k.let("half", value));
  return [
    shuffle(l0, l1, [0, 1, 4, 5]),
    shuffle(l0, l1, [2, 3, 6, 7]),
    shuffle(h0, h1, [0, 1, 4, 5]),
    shuffle(h0, h1, [2, 3, 6, 7]),
  ].map((value) => k.let("column", value));
}
