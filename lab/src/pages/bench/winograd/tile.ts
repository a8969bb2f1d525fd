/** The tile that is looked at: its numbers out of the parameters, and which cells belong together. */
import type { ValuesOf } from "@convoke/studies";
import { FormatError } from "convoke";
import { random } from "convoke/data";
import {
  formatRational,
  type Rational,
  rational,
  readRational,
  type WinogradTile,
  winogradTile,
} from "convoke/workshop";
import { withMinus } from "../../../parts/minus.ts";

const TILES = {
  "F(2,3)": { m: 2, r: 3, axes: 1 },
  "F(4,3)": { m: 4, r: 3, axes: 1 },
  "F(2×2,3×3)": { m: 2, r: 3, axes: 2 },
  "F(4×4,3×3)": { m: 4, r: 3, axes: 2 },
} as const;

export const OWN = {
  tile: {
    kind: "choice",
    label: { en: "tile", zh: "分块" },
    of: Object.keys(TILES),
    standard: "F(2,3)",
  },
  numbers: {
    kind: "choice",
    label: { en: "numbers", zh: "数" },
    of: ["whole", "tenths"],
    standard: "whole",
  },
  draw: {
    kind: "whole",
    label: { en: "random numbers", zh: "随机数" },
    from: 0,
    to: 9999,
    standard: 1,
  },
  d: { kind: "text", label: { en: "own d", zh: "自定 d" }, standard: "" },
  g: { kind: "text", label: { en: "own g", zh: "自定 g" }, standard: "" },
} as const;

export interface Tile extends WinogradTile {
  readonly name: string;
  readonly d: readonly Rational[];
  readonly g: readonly Rational[];
}

/** @throws FormatError, ShapeError for numbers that are none, or too many or too few. */
export function tileOf(v: ValuesOf<typeof OWN>): Tile {
  const shape = TILES[v.tile as keyof typeof TILES];
  const under = v.numbers === "tenths" ? 10 : 1;
  const drawn = (count: number, from: number, to: number, seed: number) => {
    const draw = random(seed);
    return Array.from({ length: count }, () =>
      rational(from * under + Math.floor(draw() * ((to - from) * under + 1)), under),
    );
  };
  const { m, r, axes } = shape;
  const d = v.d === "" ? drawn((m + r - 1) ** axes, 0, 9, v.draw) : readList(v.d, "d");
  const g = v.g === "" ? drawn(r ** axes, -2, 2, v.draw + OWN.draw.to + 1) : readList(v.g, "g");
  return { ...winogradTile(shape, d, g), name: v.tile, d, g };
}

function readList(text: string, name: string): Rational[] {
  return text
    .split(/[\s,;]+/)
    .filter((word) => word !== "")
    .map((word) => {
      const value = readRational(word);
      if (value === null) throw new FormatError(`expected numbers for ${name}, got "${word}"`);
      return value;
    });
}

/** A fraction with a real minus sign. */
export const fractionText = (value: Rational): string => withMinus(formatRational(value));

/** A term of a sum: a coefficient, and the element that it multiplies. */
export interface Term {
  readonly coefficient: Rational;
  readonly at: number;
}

/** What element `at` of matrix·v, or matrix·V·matrixᵀ, is made of. */
export function termsOf(matrix: WinogradTile["transforms"]["at"], axes: 1 | 2, at: number): Term[] {
  const [rows, inner] = [matrix.length, matrix[0].length];
  const along = (row: number) =>
    matrix[row].flatMap((coefficient, k) =>
      coefficient.over === 0n ? [] : [{ coefficient, at: k }],
    );
  if (axes === 1) return along(at);
  const across = along(at % rows);
  return along(Math.floor(at / rows)).flatMap((down) =>
    across.map((right) => ({
      coefficient: rational(
        down.coefficient.over * right.coefficient.over,
        down.coefficient.under * right.coefficient.under,
      ),
      at: down.at * inner + right.at,
    })),
  );
}
