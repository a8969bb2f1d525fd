/**
 * What the values of a known kernel let be shared. A kernel is taken apart into strips, its columns
 * of taps: equal strips (up to sign) are added before they are weighted, and inside a strip rows of
 * equal weight are; zeros are left out and ±1 costs no product.
 *
 *    0  1  0        u = x[·, 0] + x[·, 2]          (one strip, (0 1 0), at two places)
 *    1 -4  1        y = u[1] + (v[0] + v[2]) − 4·v[1],     v = x[·, 1]
 *    0  1  0
 *
 * Every product still passes through no more additions than there are taps, so the error bound is
 * that of the definition.
 */

export interface Tap {
  /** Offset of the strip: channel, plane and column. */
  readonly at: number;
  readonly row: number;
  readonly weight: number;
}

export interface Signed {
  readonly index: number;
  readonly negative: boolean;
}

/** Σ_groups weight · Σ_rows ±(Σ_places ±x[row, place]) */
export interface Strip {
  readonly places: readonly Signed[];
  /** The first row of a group, like the first place, is positive. */
  readonly groups: readonly { readonly weight: number; readonly rows: readonly Signed[] }[];
}

export function share(taps: readonly Tap[]): Strip[] {
  const columns = new Map<number, Tap[]>();
  for (const tap of taps) {
    if (tap.weight === 0) continue;
    const column = columns.get(tap.at);
    if (column) column.push(tap);
    else columns.set(tap.at, [tap]);
  }
  const strips = new Map<string, { places: Signed[]; column: readonly Tap[] }>();
  for (const [index, unordered] of columns) {
    const column = unordered.toSorted((a, b) => a.row - b.row);
    const negative = column[0].weight < 0;
    const key = column.map(({ row, weight }) => `${row}:${negative ? -weight : weight}`).join();
    const known = strips.get(key);
    if (known) {
      known.places.push({ index, negative: negative !== known.column[0].weight < 0 });
    } else strips.set(key, { places: [{ index, negative: false }], column });
  }
  return [...strips.values()].map(({ places, column }) => ({ places, groups: groupRows(column) }));
}

/** Rows by weight, in the order of their first row: what is used next is near. */
function groupRows(column: readonly Tap[]): Strip["groups"] {
  const groups = new Map<number, { weight: number; rows: Signed[] }>();
  for (const { row, weight } of column) {
    const group = groups.get(Math.abs(weight));
    if (group) group.rows.push({ index: row, negative: weight !== group.weight });
    else groups.set(Math.abs(weight), { weight, rows: [{ index: row, negative: false }] });
  }
  return [...groups.values()];
}

/** Vector operations of `mr` rows of outputs: sums, products with a sum, and loads. */
export function sharedWork(strips: readonly Strip[], mr: number) {
  let [sums, products, loads] = [0, 0, 0];
  for (const { places, groups } of strips) {
    const rows = new Set<number>();
    for (const { weight, rows: members } of groups) {
      for (const { index } of members) for (let r = 0; r < mr; r++) rows.add(index + r);
      sums += mr * (members.length - 1);
      if (Math.abs(weight) === 1) sums += mr;
      else {
        products += mr;
        loads += 1;
      }
    }
    loads += places.length * rows.size;
    sums += (places.length - 1) * rows.size;
  }
  return { sums, products, loads };
}
