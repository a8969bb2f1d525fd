/**
 * Vectors of four columns of a row, whatever columns they are. Neighbours are loaded as they lie;
 * others (every second column, a mirrored edge, columns that are not there) are put together by
 * shuffles from vectors at hand, and where those lack a column, from aligned windows of the row.
 */
import { type KernelBuilder, shuffle } from "../ir/build.ts";
import type { Expr, Lanes } from "../ir/tree.ts";

/** A column, one outside (which holds the fill value), or one that nobody will look at. */
export type Column = number | "outside" | "any";

interface Held {
  readonly columns: readonly Column[];
  readonly value: Expr;
}

/**
 * Returns a function that gives the vector of four columns of one row. It remembers what it has
 * made, so asking for columns in falling order lets the later ones be shifted out of the earlier.
 *
 * @param read four neighbours of the row.
 * @param fill a variable that holds what columns outside hold.
 */
export function rowReader(
  k: KernelBuilder,
  read: (first: number) => Expr,
  fill: Expr,
): (wanted: readonly Column[]) => Expr {
  const held: Held[] = [{ columns: ["outside", "outside", "outside", "outside"], value: fill }];

  const hold = (columns: readonly Column[], value: Expr): Held => {
    const made = { columns, value: k.let("v", value) };
    held.push(made);
    return made;
  };

  const load = (first: number) => hold([first, first + 1, first + 2, first + 3], read(first));

  /** The one that holds most of these columns, the youngest of equals. */
  const fullest = (columns: readonly Column[]) =>
    held.reduce((best, other) =>
      lacking(columns, other).length <= lacking(columns, best).length ? other : best,
    );

  /** Those of the wanted columns that one of two vectors holds, in their places. */
  const join = (wanted: readonly Column[], a: Held, b: Held): Held => {
    const lanes = wanted.map((column) => {
      const [first, second] = [a.columns.indexOf(column), b.columns.indexOf(column)];
      return first >= 0 ? first : second >= 0 ? 4 + second : null;
    });
    return hold(
      wanted.map((column, i) => (lanes[i] === null ? "any" : column)),
      shuffle(a.value, b.value, lanes.map((lane) => lane ?? 0) as unknown as Lanes),
    );
  };

  return (wanted) => {
    const same = held.find(({ columns }) =>
      wanted.every((column, i) => column === "any" || column === columns[i]),
    );
    if (same) return same.value;
    const [first] = wanted;
    if (typeof first === "number" && wanted.every((c, i) => c === "any" || c === first + i))
      return load(first).value;
    for (const column of wanted) {
      const seen = held.some(({ columns }) => columns.includes(column));
      if (typeof column === "number" && !seen) load(4 * Math.floor(column / 4));
    }
    let made = fullest(wanted);
    do {
      const rest = lacking(wanted, made);
      made = join(wanted, made, rest.length > 0 ? fullest(rest) : made);
    } while (lacking(wanted, made).length > 0);
    return made.value;
  };
}

const lacking = (wanted: readonly Column[], { columns }: Held): Column[] =>
  wanted.filter((column) => column !== "any" && !columns.includes(column));
