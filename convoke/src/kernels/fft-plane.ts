/**
 * A complex image on its way through the frequency domain: rows of strips, so that columns are
 * transformed where they lie; rows are turned into strips and back by 4 × 4 blocks.
 *
 *   plane[y][s] = [re × 4·nv columns, im × 4·nv columns], 4·nv·s the first of them
 */
import { type Int, type KernelBuilder, load4, plus, times, vector } from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import {
  type Complex,
  passesOf,
  readStrip,
  type Strip,
  transform,
  transposed,
  writeStrip,
} from "./fft.ts";

export interface Plane {
  readonly ny: number;
  readonly nx: number;
  /** Vectors of a strip. */
  readonly nv: number;
  /** Elements from one row to the next. */
  readonly pitch: number;
  readonly buffer: Buffer;
  /** First element. */
  readonly at: Expr;
  /** Between two passes of a transform. */
  readonly work: Strip;
  readonly twiddles: { readonly y: Buffer; readonly x: Buffer };
}

/** One strip more than a row has: rows must not fall into the same sets of the cache. */
export const pitchOf = ({ nx, nv }: Pick<Plane, "nx" | "nv">): number => 2 * nx + 8 * nv;

/** Row i of strip s. */
export const inPlane = ({ buffer, at, pitch, nv }: Plane, s: Int, i: Int): Strip => ({
  buffer,
  at: plus(plus(at, times(s, 8 * nv)), times(i, pitch)),
  nv,
});

/** Transforms all columns; `open` gives what reads row i of strip s. */
export function forwardColumns(
  k: KernelBuilder,
  plane: Plane,
  open: (s: Expr) => (i: Expr) => Complex,
): void {
  const { ny, nx, nv, work, twiddles } = plane;
  const last = passesOf(ny).length - 1;
  k.loop("s", nx / (4 * nv), (s) => {
    const first = open(s);
    transform(k, {
      n: ny,
      twiddles: twiddles.y,
      inverse: false,
      read: (i, pass) => (pass === 0 ? first(i) : readStrip(work, i)),
      write: (i, value, pass) =>
        writeStrip(k, pass === last ? inPlane(plane, s, i) : work, pass === last ? 0 : i, value),
    });
  });
}

/** Transforms the columns of strip s back; `write` gets row i. */
export function inverseColumn(
  k: KernelBuilder,
  plane: Plane,
  s: Expr,
  write: (i: Expr, value: Complex) => void,
): void {
  const { ny, work, twiddles } = plane;
  const last = passesOf(ny).length - 1;
  transform(k, {
    n: ny,
    twiddles: twiddles.y,
    inverse: true,
    read: (i, pass) => (pass === 0 ? readStrip(inPlane(plane, s, i), 0) : readStrip(work, i)),
    write: (i, value, pass) => (pass === last ? write(i, value) : writeStrip(k, work, i, value)),
  });
}

/** Rows `rows`·4·nv … → lanes of a strip. */
export function turnIn(
  k: KernelBuilder,
  { nx, nv, pitch, buffer, at: image }: Plane,
  to: Strip,
  rows: Expr,
): void {
  const lanes = 4 * nv;
  k.loop("s", nx / lanes, (s) => {
    const at = k.let("at", plus(plus(image, times(rows, lanes * pitch)), times(s, 2 * lanes)));
    const base = k.let("base", plus(to.at, times(s, 2 * lanes * lanes)));
    for (let x = 0; x < lanes; x += 4) {
      for (let part = 0; part < 2; part++) {
        const turned = vector(nv, (v) =>
          transposed(
            k,
            vector(4, (r) => load4(buffer, plus(at, (4 * v + r) * pitch + part * lanes + x))),
          ),
        );
        for (let e = 0; e < 4; e++) {
          turned.forEach((columns, v) => {
            const offset = (x + e) * 2 * lanes + part * lanes + 4 * v;
            k.store4(to.buffer, [plus(base, offset)], columns[e]);
          });
        }
      }
    }
  });
}

/** Lanes of a strip → rows. */
export function turnOut(
  k: KernelBuilder,
  { nx, nv, pitch, buffer, at: image }: Plane,
  from: Strip,
  rows: Expr,
): void {
  const lanes = 4 * nv;
  k.loop("s", nx / lanes, (s) => {
    const at = k.let("at", plus(plus(image, times(rows, lanes * pitch)), times(s, 2 * lanes)));
    const base = k.let("base", plus(from.at, times(s, 2 * lanes * lanes)));
    for (let part = 0; part < 2; part++) {
      for (let v = 0; v < nv; v++) {
        const turned = vector(nv, (h) =>
          transposed(
            k,
            vector(4, (e) =>
              load4(from.buffer, plus(base, (4 * h + e) * 2 * lanes + part * lanes + 4 * v)),
            ),
          ),
        );
        for (let r = 0; r < 4; r++) {
          turned.forEach((columns, h) => {
            const offset = (4 * v + r) * pitch + part * lanes + 4 * h;
            k.store4(buffer, [plus(at, offset)], columns[r]);
          });
        }
      }
    }
  });
}
