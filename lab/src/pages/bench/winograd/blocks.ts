/** The four steps of a tile as rows of matrices, and what lights up with a cell. */
import { type Rational, toNumber } from "convoke/workshop";
import { type Block, type Lights, lit, type Spot } from "../../../parts/board/block.ts";
import { fractionText, type Term, type Tile, termsOf } from "./tile.ts";

type Matrix = Tile["transforms"]["at"];

/** Step by step: Bᵀ d = U; G g = V; U ∘ V = M; Aᵀ M = Y. In two dimensions with the transposes behind. */
export function blocksOf({ transforms, axes, exact, d, g }: Tile): Block[] {
  const { at, bt, g: gm, alpha, m, r } = transforms;
  const two = axes === 2;
  const values = (list: readonly Rational[]) => ({
    values: list.map(toNumber),
    write: (i: number) => fractionText(list[i]),
  });
  const blocks: Block[] = [];
  // Vectors leave room for two steps beside each other.
  const ends = new Map<number, { readonly left: number; readonly gaps: number }>();
  const row = (nth: number) => {
    const band = two ? nth : Math.floor(nth / 2);
    const end = ends.get(band);
    let [left, gaps] = end ? [end.left, end.gaps + 4] : [0, 0];
    return (
      id: string,
      title: string,
      rows: number,
      columns: number,
      list: readonly Rational[],
    ) => {
      blocks.push({ id, title, band, left, gaps, rows, columns, ...values(list) });
      left += columns;
      gaps++;
      ends.set(band, { left, gaps });
    };
  };
  const side = (n: number) => (two ? n : 1);
  const step = (
    band: number,
    [ids, titles]: readonly [readonly string[], readonly string[]],
    matrix: Matrix,
    [from, fromSide]: readonly [readonly Rational[], number],
    [to, toSide]: readonly [readonly Rational[], number],
  ) => {
    const put = row(band);
    put(ids[0], titles[0], matrix.length, matrix[0].length, matrix.flat());
    put(ids[1], titles[1], fromSide, side(fromSide), from);
    if (two) put(`${ids[0]}T`, titles[2], matrix[0].length, matrix.length, turned(matrix));
    put(ids[2], `= ${titles[3]}`, toSide, side(toSide), to);
  };
  step(
    0,
    [
      ["bt", "d", "u"],
      ["Bᵀ", "d", "B", "U"],
    ],
    bt,
    [d, alpha],
    [exact.data, alpha],
  );
  step(
    1,
    [
      ["g", "w", "v"],
      ["G", "g", "Gᵀ", "V"],
    ],
    gm,
    [g, r],
    [exact.weight, alpha],
  );
  const put = row(2);
  put("u2", "U", alpha, side(alpha), exact.data);
  put("v2", "∘ V", alpha, side(alpha), exact.weight);
  put("m", "= M", alpha, side(alpha), exact.products);
  step(
    3,
    [
      ["at", "m2", "y"],
      ["Aᵀ", "M", "A", "Y"],
    ],
    at,
    [exact.products, alpha],
    [exact.result, m],
  );
  return blocks;
}

const turned = (matrix: Matrix): Rational[] =>
  matrix[0].flatMap((_, column) => matrix.map((row) => row[column]));

/** What a cell stands for: an element of a step, whichever copy or matrix row it was found in. */
export interface Element {
  readonly of: "d" | "w" | "product" | "y";
  readonly at: number;
  /** The block that was pointed at. */
  readonly block: string;
}

export function elementOf({ transforms, axes }: Tile, { block, at }: Spot): Element {
  const { alpha, m, r } = transforms;
  const width = { bt: alpha, g: r, at: alpha, btT: alpha, gT: alpha, atT: m }[block];
  switch (block) {
    case "d":
      return { of: "d", at, block };
    case "w":
      return { of: "w", at, block };
    case "y":
      return { of: "y", at, block };
    case "bt":
    case "g": {
      // A row makes one element, or in two dimensions a row of them, of which the first.
      const made = Math.floor(at / width!);
      return { of: "product", at: axes === 1 ? made : made * alpha, block };
    }
    case "btT":
    case "gT":
      return { of: "product", at: at % width!, block };
    case "at": {
      const made = Math.floor(at / width!);
      return { of: "y", at: axes === 1 ? made : made * m, block };
    }
    case "atT":
      return { of: "y", at: at % width!, block };
    default:
      return { of: "product", at, block };
  }
}

export function lightsOf(tile: Tile, element: Element | null): Lights {
  if (element === null) return {};
  const { transforms, axes } = tile;
  const { at, bt, g, alpha, m } = transforms;
  const size = alpha ** axes;
  const all = (count: number) => Array.from({ length: count }, (_, i) => i);
  const uses = (matrix: Matrix, made: number, used: number) =>
    termsOf(matrix, axes, made).some((term) => term.at === used);
  const cells = (terms: readonly Term[]) => terms.map((term) => term.at);
  const { of, at: i } = element;
  const rows = (matrix: Matrix, made: number) => {
    const [n, inner] = [matrix.length, matrix[0].length];
    const down = axes === 1 ? made : Math.floor(made / n);
    return {
      own: all(inner).map((k) => down * inner + k),
      transposed: all(inner).map((k) => k * n + (made % n)),
    };
  };
  if (of === "d" || of === "w") {
    const matrix = of === "d" ? bt : g;
    const made = all(size).filter((one) => uses(matrix, one, i));
    const name = of === "d" ? "input" : "weight";
    return {
      [of]: lit([i], name),
      [of === "d" ? "u" : "v"]: lit(made, name),
      [of === "d" ? "u2" : "v2"]: lit(made, name),
    };
  }
  if (of === "product") {
    const [fromD, fromG] = [rows(bt, i), rows(g, i)];
    const outputs = all(m ** axes).filter((one) => uses(at, one, i));
    return {
      bt: lit(fromD.own, "input"),
      btT: lit(fromD.transposed, "input"),
      d: lit(cells(termsOf(bt, axes, i)), "input"),
      u: lit([i], "input", i),
      g: lit(fromG.own, "weight"),
      gT: lit(fromG.transposed, "weight"),
      w: lit(cells(termsOf(g, axes, i)), "weight"),
      v: lit([i], "weight", i),
      u2: lit([i], "input"),
      v2: lit([i], "weight"),
      m: lit([i], "output", i),
      m2: lit([i], "output"),
      y: lit(outputs, "output"),
    };
  }
  const used = cells(termsOf(at, axes, i));
  const fromM = rows(at, i);
  return {
    at: lit(fromM.own, "output"),
    atT: lit(fromM.transposed, "output"),
    m: lit(used, "output"),
    m2: lit(used, "output"),
    u2: lit(used, "input"),
    v2: lit(used, "weight"),
    y: lit([i], "output", i),
  };
}
