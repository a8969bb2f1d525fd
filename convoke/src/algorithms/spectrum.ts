/**
 * Spectra of weights, in double precision, laid out and in the order of digits that the kernels of
 * `kernels/fft.ts` leave behind: the same passes, so no permutation has to be known.
 */
import { passesOf } from "../kernels/fft.ts";
import type { Geometry, Triple } from "../kernels/geometry.ts";
import type { FloatArray } from "../tensor/tensor.ts";
import type { Frame } from "./frame.ts";

export interface Grid {
  readonly ny: number;
  readonly nx: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** What a spectrum depends on. */
export interface Taps {
  readonly geometry: Pick<
    Geometry,
    "groups" | "inputs" | "outputs" | "kernel" | "dilation" | "columns"
  >;
  readonly weightIndex: Frame["weightIndex"];
}

/** The spectrum of every kernel: groups, outputs and inputs in order. The grid is used again. */
export function* spectraOf(
  { geometry, weightIndex }: Taps,
  { ny, nx }: { readonly ny: number; readonly nx: number },
  weight: FloatArray,
): Generator<Grid> {
  const { groups, inputs, outputs, kernel, dilation, columns } = geometry;
  const grid = { ny, nx, re: new Float64Array(ny * nx), im: new Float64Array(ny * nx) };
  for (let g = 0; g < groups; g++) {
    for (let m = 0; m < outputs; m++) {
      for (let c = 0; c < inputs; c++) {
        grid.re.fill(0);
        grid.im.fill(0);
        // A correlation reads ahead: tap t stands at −t, around the end of the tile.
        for (let ky = 0; ky < kernel[1]; ky++) {
          for (let kx = 0; kx < kernel[2]; kx++) {
            const tap: Triple = [0, ky, kx];
            const y = (ny - ky * dilation[1]) % ny;
            const x = (nx - columns[kx]) % nx;
            grid.re[y * nx + x] += weight[weightIndex(g, m, c, tap)];
          }
        }
        transformGrid(grid);
        yield grid;
      }
    }
  }
}

/**
 * A spectrum with the factor of the inverse, in strips of `lanes` rows as the kernels read them,
 * from `at` on; gives where it ends.
 */
export function packSpectrum(
  { ny, nx, re, im }: Grid,
  lanes: number,
  packed: Float32Array,
  at = 0,
): number {
  let next = at;
  for (let rows = 0; rows < ny; rows += lanes) {
    for (let x = 0; x < nx; x++) {
      for (const part of [re, im]) {
        for (let lane = 0; lane < lanes; lane++)
          packed[next++] = part[(rows + lane) * nx + x] / (ny * nx);
      }
    }
  }
  return next;
}

/** A forward transform along both axes, in place. */
function transformGrid({ ny, nx, re, im }: Grid): void {
  for (let y = 0; y < ny; y++) transformLine(re, im, { from: y * nx, step: 1, n: nx });
  for (let x = 0; x < nx; x++) transformLine(re, im, { from: x, step: nx, n: ny });
}

interface Line {
  readonly from: number;
  readonly step: number;
  readonly n: number;
}

/** Decimation in frequency, the result in digit-reversed order, as `transform` of kernels/fft.ts. */
export function transformLine(re: Float64Array, im: Float64Array, { from, step, n }: Line): void {
  const { cos, sin } = roots(n);
  for (const { span, radix } of passesOf(n)) {
    const part = span / radix;
    for (let j = 0; j < part; j++) {
      for (let block = j; block < n; block += span) {
        const at = (q: number) => from + (block + q * part) * step;
        const put = (q: number, r: number, i: number) => {
          const turn = (q * j * (n / span)) % n;
          re[at(q)] = r * cos[turn] + i * sin[turn];
          im[at(q)] = i * cos[turn] - r * sin[turn];
        };
        const [a0, a1] = [at(0), at(1)];
        if (radix === 2) {
          const [r0, i0, r1, i1] = [re[a0], im[a0], re[a1], im[a1]];
          put(0, r0 + r1, i0 + i1);
          put(1, r0 - r1, i0 - i1);
          continue;
        }
        const [a2, a3] = [at(2), at(3)];
        const [ar, ai, br, bi] = [
          re[a0] + re[a2],
          im[a0] + im[a2],
          re[a0] - re[a2],
          im[a0] - im[a2],
        ];
        const [cr, ci, dr, di] = [
          re[a1] + re[a3],
          im[a1] + im[a3],
          re[a1] - re[a3],
          im[a1] - im[a3],
        ];
        put(0, ar + cr, ai + ci);
        put(1, br + di, bi - dr);
        put(2, ar - cr, ai - ci);
        put(3, br - di, bi + dr);
      }
    }
  }
}

const tables = new Map<number, { cos: Float64Array; sin: Float64Array }>();

/** cos and sin of 2πi/n. */
function roots(n: number): { cos: Float64Array; sin: Float64Array } {
  const known = tables.get(n);
  if (known) return known;
  const made = {
    cos: Float64Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * i) / n)),
    sin: Float64Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * i) / n)),
  };
  tables.set(n, made);
  return made;
}
