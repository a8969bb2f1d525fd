/**
 * Large kernels through the frequency domain, by tiles that overlap (`kernels/fft-plane.ts`). The
 * upper and the lower half of a tile are the real and the imaginary part of one transform: the
 * kernel's spectrum is that of real numbers, so they come out where they went in. Channels stay next
 * to each other: the taps of the kernel are spread instead.
 *
 * How far off results may be. With u = 2⁻²⁴, z the pixels of both halves less the middle of their
 * range, w the kernel, H its spectrum and N = ny·nx:
 *
 *   forward    ‖Ẑ − Z‖₂ ≤ f·‖Z‖₂, f as in `algorithms/fft-bound.ts`
 *   products   Σ|P̂ₖ − Pₖ| ≤ g·Σ|Hₖ||Zₖ| ≤ g·‖H‖₂·‖Z‖₂ = g·N·‖w‖₂·‖z‖₂          (Cauchy, Parseval)
 *   inverse    a result is the sum of all P̂ₖ, each turned on a way of log₂ N steps: off by f·Σ|P̂ₖ|/N
 *
 * so that a result is off by at most ‖w‖₂·‖z‖₂·((1 + f)²(1 + √2·γ₂)(1 + u)² − 1): the middle is taken
 * away first because ‖z‖₂ ≤ √(2N)·128 is half of what it would be, and comes back with the offset.
 */
import { relativeError } from "../algorithms/fft-bound.ts";
import { packSpectrum, spectraOf } from "../algorithms/spectrum.ts";
import {
  float,
  floatBuffer,
  type KernelBuilder,
  kernel,
  least,
  loadAs,
  plus,
  simd,
  splat,
  sub,
  times,
  vector,
} from "../ir/build.ts";
import type { Buffer, Expr } from "../ir/tree.ts";
import {
  passesOf,
  readStrip,
  type Strip,
  transform,
  twiddleTable,
  writeStrip,
} from "../kernels/fft.ts";
import {
  forwardColumns,
  inPlane,
  inverseColumn,
  type Plane,
  pitchOf,
  turnIn,
  turnOut,
} from "../kernels/fft-plane.ts";
import { multiplySpectra } from "../kernels/fft-product.ts";
import type { Machine } from "../plan/machine.ts";
import type { ImageAlgorithm } from "./algorithm.ts";
import { finishBound, openFinish, storeLanes } from "./finish.ts";
import { outputOf } from "./output.ts";
import { type ImageProblem, LARGEST } from "./problem.ts";
import { finishRows } from "./rows.ts";
import {
  eachTile,
  type Frame,
  frameOf,
  inTile,
  type Place,
  type Tiling,
  tilingOf,
} from "./tiling.ts";

/** Extents of a transform. */
const LENGTHS = {
  y: [8, 16, 32, 64, 128, 256, 512],
  x: [16, 32, 64, 128, 256, 512, 1024],
} as const;

/** One transform for a tile: its lower half is the imaginary part. */
interface Halves {
  readonly ny: number;
  readonly nx: number;
  readonly nv: number;
  readonly tiling: Tiling;
  /** Rows of results of a half; where they are odd, both compute the one in the middle. */
  readonly half: number;
}

/** Elements from the first to the last tap of a row. */
const reachOf = ({ columns, channels }: ImageProblem): number => (columns - 1) * channels + 1;

/** The extents that cost least, or null where none holds the kernel. */
function halvesOf(problem: ImageProblem, { wide }: Machine): Halves | null {
  const nv = wide ? 2 : 1;
  const block = Math.max(16, 4 * nv);
  const possible = LENGTHS.y.flatMap((ny) =>
    LENGTHS.x.flatMap((nx): Halves[] => {
      const height = ny - problem.rows + 1;
      const width = Math.floor((nx - reachOf(problem) + 1) / block) * block;
      if (height < 1 || width < block) return [];
      const tiling = tilingOf(problem, { block, step: 2, width, height: 2 * height });
      return [{ ny, nx, nv, tiling, half: Math.ceil(tiling.height / 2) }];
    }),
  );
  const [first, ...rest] = possible;
  if (!first) return null;
  return rest.reduce((best, h) => (cyclesOf(h) < cyclesOf(best) ? h : best), first);
}

/** Half of the second-level cache that the estimate reckons with, in bytes. */
const CACHE = 512 * 1024;
/** Cycles more for a vector where plane and spectrum are up to one, two, four times that, or more. */
const SPILL = [0, 5, 15, 50];

/** Cycles of all tiles: a pass loads, turns, adds and stores every vector once. */
function cyclesOf({ ny, nx, nv, tiling }: Halves): number {
  const vectors = (ny * nx) / (4 * nv);
  const passes = 2 * (passesOf(ny).length + passesOf(nx).length);
  const filled = Math.max(0, Math.ceil(Math.log2((16 * ny * nx) / CACHE)));
  const spill = SPILL[Math.min(filled, SPILL.length - 1)];
  return tiling.tasks * (vectors * (6 * passes + 25 + spill) + tiling.height * tiling.width);
}

/** The problem with its divisor in the weights. */
const divided = (problem: ImageProblem): ImageProblem => ({
  ...problem,
  weights: problem.weights.map((w) => w / problem.divisor),
  divisor: 1,
});

/** Taken from every pixel; what it would have brought is in the offset. */
const middleOf = ({ element }: ImageProblem): number => (LARGEST[element] + 1) / 2;

function centred(problem: ImageProblem): ImageProblem {
  const plain = divided(problem);
  const sum = plain.weights.reduce((a, b) => a + b, 0);
  return { ...plain, offset: problem.offset + middleOf(problem) * sum };
}

export const fft: ImageAlgorithm = {
  name: "fft",
  refuses: ({ problem, machine }) => {
    const sizes = divided(problem)
      .weights.map(Math.abs)
      .filter((w) => w > 0);
    if (sizes.some((w) => w < 2 ** -60 || w > 2 ** 60)) return "the weights are no usual floats";
    return halvesOf(problem, machine) ? null : "no transform is long enough for the kernel";
  },
  cycles: ({ problem, machine }) => {
    const halves = halvesOf(problem, machine)!;
    return cyclesOf(halves) / (problem.height * problem.width * problem.channels);
  },
  precision: ({ problem, machine }) => {
    const { ny, nx } = halvesOf(problem, machine)!;
    const weight = Math.sqrt(divided(problem).weights.reduce((sum, w) => sum + w * w, 0));
    const pixels = Math.sqrt(2 * ny * nx) * middleOf(problem);
    const sums = relativeError(ny * nx, 1) * weight * pixels;
    return { exact: false, bound: 1.01 * sums + finishBound(centred(problem)) };
  },
  lower: ({ problem, machine, threads }) => {
    const halves = halvesOf(problem, machine)!;
    const { ny, nx, nv, tiling } = halves;
    const output = outputOf(problem);
    const frame = frameOf(problem, tiling, threads, output);
    const planeSize = ny * pitchOf(halves);
    const stripSize = 8 * nv * Math.max(ny, nx);
    const planes = floatBuffer("planes", [threads * planeSize]);
    const strips = floatBuffer("strips", [threads * 2 * stripSize]);
    const spectrum = floatBuffer("spectrum", [2 * ny * nx]);
    const turns = [ny, nx].map(twiddleTable);
    const [y, x] = turns.map((t, i) => floatBuffer(`twiddles-${"yx"[i]}`, [t.length]));
    const filter = kernel(`fft_${ny}x${nx}`, (k) => {
      for (const buffer of [planes, strips, spectrum, y, x]) k.use(buffer);
      const finish = openFinish(k, centred(problem), output);
      const middle = k.let("middle", splat(float(middleOf(problem))));
      eachTile(k, frame, threads, (place) => {
        const strip = (i: number): Strip => ({
          buffer: strips,
          at: k.let("strip", plus(times(place.thread, 2 * stripSize), i * stripSize)),
          nv,
        });
        const plane: Plane = {
          ...{ ny, nx, nv, pitch: pitchOf(halves), buffer: planes, twiddles: { y, x } },
          at: k.let("plane", times(place.thread, planeSize)),
          work: strip(0),
        };
        forwardColumns(k, plane, (s) => pixels(k, frame, place, halves, s, middle));
        correlateRows(k, plane, strip(1), spectrum);
        k.loop("s", Math.ceil(tiling.width / (4 * nv)), (s) =>
          inverseColumn(k, plane, s, (i, value) => writeStrip(k, inPlane(plane, s, i), 0, value)),
        );
        const lanes = Math.max(storeLanes(problem), 4 * nv);
        const upper = halves.half;
        for (const [part, rows] of [
          { from: 0, to: upper },
          { from: upper, to: tiling.height },
        ].entries()) {
          const first = part === 0 ? 0 : tiling.height - upper;
          finishRows(k, frame, place, finish, { kind: "f32", lanes, rows }, (row, column) =>
            vector(lanes / 4, (v) => {
              const at = inPlane(plane, 0, plus(row, -first)).at;
              const [strip, within] = [Math.floor(v / nv), v % nv];
              const offset = strip * 8 * nv + part * 4 * nv + 4 * within;
              return loadAs("v128", planes, plus(plus(at, times(column, 2)), offset));
            }),
          );
        }
      });
    });
    const scratch = (buffer: Buffer) => ({ buffer, role: "scratch", contents: null }) as const;
    const table = (buffer: Buffer, contents: () => Float32Array) =>
      ({ buffer, role: "table", contents }) as const;
    return {
      allocations: [
        ...frame.allocations,
        ...[planes, strips].map(scratch),
        table(spectrum, () => spectrumOf(problem, halves)),
        table(y, () => turns[0]),
        table(x, () => turns[1]),
      ],
      steps: [{ kernel: filter, tasks: tiling.tasks }],
    };
  },
};

/** Row i of strip s of both halves, less the middle. What no result sees is repeated pixels. */
function pixels(
  k: KernelBuilder,
  frame: Frame,
  place: Place,
  { nv, tiling, half }: Halves,
  s: Expr,
  middle: Expr,
): (i: Expr) => { re: Expr[]; im: Expr[] } {
  const { problem, tile } = frame;
  const strips = Math.ceil((tiling.width + reachOf(problem) - 1) / (4 * nv));
  const column = k.let("column", times(least(s, strips - 1), 4 * nv));
  const floats = (row: Expr): Expr[] =>
    vector(Math.ceil(nv / 2), (v) => {
      const at = k.let("at", plus(inTile(frame, place, row, column), 8 * v));
      if (problem.element === "u16")
        return vector(nv, (h) => loadAs("i32x4", tile, plus(at, 4 * h)));
      const wide = k.let("w", loadAs("i16x8", tile, at));
      return (["low", "high"] as const)
        .slice(0, nv)
        .map((part) => simd(`i32x4.extend_${part}_i16x8_u`, wide));
    })
      .flat()
      .map((whole) => sub(simd("f32x4.convert_i32x4_s", whole), middle));
  return (i) => {
    const row = k.let("row", least(i, half + problem.rows - 2));
    return { re: floats(row), im: floats(plus(row, tiling.height - half)) };
  };
}

/** Rows into the frequency domain, times the spectrum, and back. */
function correlateRows(k: KernelBuilder, plane: Plane, strip: Strip, spectrum: Buffer): void {
  const { ny, nx, nv, work, twiddles } = plane;
  k.loop("rows", ny / (4 * nv), (rows) => {
    turnIn(k, plane, strip, rows);
    transform(k, {
      n: nx,
      twiddles: twiddles.x,
      inverse: false,
      read: (i) => readStrip(strip, i),
      write: (i, value) => writeStrip(k, strip, i, value),
    });
    const weights = k.let("weights", times(rows, 8 * nv * nx));
    const product = multiplySpectra(k, {
      n: nx,
      inputs: 1,
      strip: () => strip,
      work,
      weight: (_, i) => readStrip({ buffer: spectrum, at: weights, nv }, i),
    });
    transform(k, {
      n: nx,
      twiddles: twiddles.x,
      inverse: true,
      read: (i, pass) => (pass === 0 ? product(i) : readStrip(work, i)),
      write: (i, value) => writeStrip(k, work, i, value),
    });
    turnOut(k, plane, work, rows);
  });
}

/** The kernel's spectrum, with the factor of the inverse, in strips as `correlateRows` reads them. */
function spectrumOf(problem: ImageProblem, { ny, nx, nv }: Halves): Float32Array {
  const { rows, columns, channels } = problem;
  const [grid] = spectraOf(
    {
      geometry: {
        ...{ groups: 1, inputs: 1, outputs: 1, kernel: [1, rows, columns], dilation: [1, 1] },
        columns: Array.from({ length: columns }, (_, j) => j * channels),
      },
      weightIndex: (_g, _m, _c, [, i, j]) => i * columns + j,
    },
    { ny, nx },
    Float64Array.from(divided(problem).weights),
  );
  const packed = new Float32Array(2 * ny * nx);
  packSpectrum(grid, 4 * nv, packed);
  return packed;
}
