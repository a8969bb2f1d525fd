/**
 * One plane of the input, continued by its border, in a scratch of the thread's own: it stays in the
 * first-level cache, where a padded copy of the whole tensor would go to memory and come back.
 */
import {
  compare,
  float,
  int,
  type KernelBuilder,
  load,
  load4,
  plus,
  splat,
  times,
} from "../ir/build.ts";
import type { Buffer, Expr, Variable } from "../ir/tree.ts";
import type { IndexMap } from "../semantics/index-map.ts";
import { stretchesOf } from "./panels.ts";

export interface Staging {
  /** [thread][row][column] */
  readonly stage: Buffer;
  readonly input: Buffer;
  /** Elements of the input from one image, channel or row to the next. */
  readonly strides: { readonly batch: number; readonly channel: number; readonly row: number };
  /** Input row of every row, -1 outside. */
  readonly rows: Buffer;
  readonly columns: IndexMap;
  readonly fill: number;
}

/** Elements of one plane. */
export const planeSize = ({ rows, columns }: Pick<Staging, "rows" | "columns">): number =>
  rows.shape[0] * columns.length;

/** Whether rows are made of few enough pieces. */
export const canStage = (columns: IndexMap): boolean => stretchesOf(columns) !== null;

export function stagePlane(
  k: KernelBuilder,
  { stage, input, strides, rows, columns, fill }: Staging,
  image: Expr,
  channel: Expr,
  own: Variable,
): void {
  const { length } = columns;
  const value = k.let("fill", splat(float(fill)));
  const plane = k.let("plane", plus(times(image, strides.batch), times(channel, strides.channel)));
  k.loop("row", rows.shape[0], (row) => {
    const line = k.let("line", load(rows, row));
    const to = k.let("to", plus(own, times(row, length)));
    const outside = () => fillRun(k, stage, to, length, value);
    const inside = () => {
      const from = k.let("from", plus(plane, times(line, strides.row)));
      for (const { to: first, from: index, length: count } of stretchesOf(columns)!) {
        if (index < 0) fillRun(k, stage, plus(to, first), count, value);
        else copyRun(k, stage, plus(to, first), input, plus(from, index), count);
      }
    };
    k.if(compare("lt", line, 0), outside, inside);
  });
}

function fillRun(k: KernelBuilder, stage: Buffer, to: Expr, count: number, value: Variable): void {
  const whole = count - (count % 4);
  k.loop("i", { to: whole, step: 4 }, (i) => k.store4(stage, [plus(to, i)], value));
  k.store4(stage, [plus(to, whole)], value, count - whole);
}

/** Pairs of vectors; the last vector reaches back over its neighbours. */
function copyRun(
  k: KernelBuilder,
  stage: Buffer,
  to: Expr,
  input: Buffer,
  from: Expr,
  count: number,
): void {
  if (count < 4) {
    for (let i = 0; i < count; i++) k.store(stage, [plus(to, i)], load(input, plus(from, i)));
    return;
  }
  const some = (at: Expr, vectors: number) => {
    const values = Array.from({ length: vectors }, (_, v) =>
      k.let("v", load4(input, plus(plus(from, at), 4 * v))),
    );
    values.forEach((vector, v) => {
      k.store4(stage, [plus(plus(to, at), 4 * v)], vector);
    });
  };
  const whole = count - (count % 8);
  k.loop("i", { to: whole, step: 8 }, (i) => some(i, 2));
  if (count - whole >= 4) some(int(whole), 1);
  if (count % 4 > 0) some(int(count - 4), 1);
}
