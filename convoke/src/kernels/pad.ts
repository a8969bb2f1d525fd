/**
 * Builds the source: resolves borders, padding, zero-stuffing, layout and the phases of a stride,
 * once per input element, by tables.
 *
 *   for each row (n, c, z, y) of the source
 *     if planes[z] or rows[y] is outside: the row is `fill`
 *     else for x: source[x] = columns[x] outside ? fill : input[planes[z], rows[y], columns[x]]
 *
 * The longest run of columns that are neighbours in the input too is copied by vectors.
 */
import {
  compare,
  float,
  kernel,
  load,
  load4,
  plus,
  quotient,
  remainder,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Kernel, Variable } from "../ir/tree.ts";
import type { Triple } from "./geometry.ts";

export interface PadConfig {
  readonly threads: number;
  readonly batch: number;
  readonly channels: number;
  readonly input: Buffer;
  /** Elements between neighbours of the input. */
  readonly strides: { batch: number; channel: number; plane: number; row: number; column: number };
  readonly source: Buffer;
  readonly extents: Triple;
  /** Input coordinate for every source coordinate, -1 outside. */
  readonly tables: { planes: Buffer; rows: Buffer; columns: Buffer };
  /** Longest run of neighbours in the columns table, which begins at input column `from`. */
  readonly run: { readonly start: number; readonly length: number; readonly from: number };
  readonly fill: number;
}

/** Tasks are rows of the source. */
export const padTasks = ({ batch, channels, extents: [d, h] }: PadConfig): number =>
  batch * channels * d * h;

export function pad(config: PadConfig): Kernel {
  const { batch, channels, strides, fill, run, threads } = config;
  const [depth, height, width] = config.extents;
  const tasks = padTasks(config);
  return kernel("pad", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    const lo = k.param("lo", { min: 0, max: tasks });
    const hi = k.param("hi", { min: 0, max: tasks });
    const input = k.use(config.input);
    const source = k.use(config.source);
    const planes = k.use(config.tables.planes);
    const rows = k.use(config.tables.rows);
    const columns = k.use(config.tables.columns);

    k.loop("row", { from: lo, to: hi }, (row) => {
      const target = k.let("target", times(row, width));
      const y = remainder(row, height);
      const z = remainder(quotient(row, height), depth);
      const channel = quotient(row, height * depth);
      const c = remainder(channel, channels);
      const n = remainder(quotient(channel, channels), batch);

      const blank = () => {
        const whole = width - (width % 4);
        const value = k.let("fill", splat(float(fill)));
        k.loop("x", { to: whole, step: 4 }, (x) => k.store4(source, [plus(target, x)], value));
        for (let x = whole; x < width; x++) k.store(source, [plus(target, x)], float(fill));
      };

      const copy = (plane: Variable, line: Variable) => {
        const base = k.let(
          "base",
          [
            times(n, strides.batch),
            times(c, strides.channel),
            times(plane, strides.plane),
            times(line, strides.row),
          ].reduce((a, b) => plus(a, b)),
        );
        const one = (x: Variable) => {
          const column = k.let("column", load(columns, x));
          k.if(
            compare("lt", column, 0),
            () => k.store(source, [plus(target, x)], float(fill)),
            () =>
              k.store(
                source,
                [plus(target, x)],
                load(input, plus(base, times(column, strides.column))),
              ),
          );
        };
        const fast = strides.column === 1 ? run.length - (run.length % 4) : 0;
        k.loop("x", { from: 0, to: run.start }, one);
        if (fast > 0) {
          k.loop("x", { to: fast, step: 4 }, (x) => {
            const value = load4(input, plus(base, plus(x, run.from)));
            k.store4(source, [plus(target, plus(x, run.start))], value);
          });
        }
        k.loop("x", { from: run.start + fast, to: width }, one);
      };

      const plane = k.let("plane", load(planes, z));
      const line = k.let("line", load(rows, y));
      k.if(compare("lt", plane, 0), blank, () =>
        k.if(compare("lt", line, 0), blank, () => copy(plane, line)),
      );
    });
  });
}
