/** How the number that is pointed at comes about, written out in fractions. */
import type { Rational } from "convoke/workshop";
import type { Element } from "./blocks.ts";
import { fractionText, type Term, type Tile, termsOf } from "./tile.ts";
import { winogradWords } from "./words.ts";

export function sentenceOf(tile: Tile, element: Element | null): string {
  const t = winogradWords();
  if (element === null) return t.nothing;
  const { exact, transforms, axes, d, g } = tile;
  const { at, bt, g: gm, alpha, m, r } = transforms;
  const name = (letter: string, side: number, i: number) =>
    axes === 1 ? `${letter}[${i}]` : `${letter}[${Math.floor(i / side)}, ${i % side}]`;
  const { of, at: i, block } = element;
  const count = (matrix: typeof at) =>
    Array.from({ length: alpha ** axes }, (_, k) => k).filter((k) =>
      termsOf(matrix, axes, k).some((term) => term.at === i),
    ).length;
  const made = (letter: string, matrix: typeof at, from: readonly Rational[], value: Rational) =>
    t.made(name(letter, alpha, i), sumOf(termsOf(matrix, axes, i), from), fractionText(value));
  const ofD = () => made("U", bt, d, exact.data[i]);
  const ofG = () => made("V", gm, g, exact.weight[i]);
  switch (of) {
    case "d":
      return t.used(name("d", alpha, i), count(bt), "U");
    case "w":
      return t.used(name("g", r, i), count(gm), "V");
    case "y":
      return t.output(
        name("Y", m, i),
        sumOf(termsOf(at, axes, i), exact.products),
        fractionText(exact.result[i]),
        fractionText(exact.direct[i]),
      );
    case "product":
      if (["u", "bt", "btT"].includes(block)) return ofD();
      if (["v", "g", "gT"].includes(block)) return ofG();
      return `${t.product(
        name("M", alpha, i),
        fractionText(exact.data[i]),
        inBrackets(exact.weight[i]),
        fractionText(exact.products[i]),
      )} ${ofD()} ${ofG()}`;
    default:
      return of satisfies never;
  }
}

/** `3 − 5/2·4 + …`; factors of one are left out. */
function sumOf(terms: readonly Term[], values: readonly Rational[]): string {
  return terms
    .map(({ coefficient: { over, under }, at }, i) => {
      const size = fractionText({ over: over < 0n ? -over : over, under });
      const value = inBrackets(values[at]);
      const sign = over < 0n ? (i === 0 ? "−" : " − ") : i === 0 ? "" : " + ";
      return `${sign}${size === "1" ? value : `${size}·${value}`}`;
    })
    .join("");
}

const inBrackets = (value: Rational): string =>
  value.over < 0n ? `(${fractionText(value)})` : fractionText(value);
