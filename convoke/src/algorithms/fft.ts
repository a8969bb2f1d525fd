/**
 * Large kernels through the frequency domain: overlapping tiles of an image (`kernels/fft-tiles.ts`)
 * or blocks of a signal (`kernels/fft-line.ts`), transformed, multiplied, transformed back.
 * Dilation costs nothing: the taps of the kernel are spread before it is transformed.
 *
 * The schedule: ny × nx, extents of a tile (ny = 1 for signals), and nv vectors side by side.
 */
import { floatBuffer } from "../ir/build.ts";
import { passesOf, twiddleTable } from "../kernels/fft.ts";
import { fftLine, lineLayout } from "../kernels/fft-line.ts";
import { fftTiles, tileLayout } from "../kernels/fft-tiles.ts";
import type { Triple } from "../kernels/geometry.ts";
import type { Machine } from "../plan/machine.ts";
import type { Schedule, Setting } from "../plan/plan.ts";
import type { Allocation, Program } from "../plan/program.ts";
import type { Problem } from "../semantics/problem.ts";
import { type FloatArray, sizeOf } from "../tensor/tensor.ts";
import type { Algorithm } from "./algorithm.ts";
import { folds, walkAxes } from "./axes.ts";
import { spectralBound } from "./fft-bound.ts";
import { type Frame, frame, frameOver } from "./frame.ts";
import { copyCycles } from "./rate.ts";
import { transformGrid } from "./spectrum.ts";

/** A tile and its spectrum should stay in the second-level cache; beyond this they certainly do not. */
const LONGEST = { line: 32768, tile: 512 };
/** Bytes of spectra that a plan may hold. */
const MOST_BYTES = 256 * 2 ** 20;

export interface FftSchedule {
  readonly ny: number;
  readonly nx: number;
  readonly nv: number;
}

export const fft: Algorithm = {
  name: "fft",
  refuses: (setting) => {
    const { problem } = setting;
    if (problem.axes.length > 2) return `there are ${problem.axes.length} axes, more than 2`;
    if (problem.op === "conv" && problem.axes.some((a) => a.stride !== 1))
      return "the stride is not 1";
    if (folds(problem)) return `the border folds back (${problem.border.kind})`;
    if (problem.inChannels === 0) return "there are no input channels";
    if (problem.axes.every((a) => a.kernel === 1)) return "the kernel has one tap";
    const reach = reachOf(problem);
    const most = problem.axes.length === 1 ? LONGEST.line : LONGEST.tile;
    const longest = Math.max(...reach);
    if (2 * longest > most) return `the kernel reaches over ${longest}, more than ${most / 2}`;
    if (schedulesOf(setting).length === 0)
      return `its spectra take more than ${MOST_BYTES / 2 ** 20} MiB`;
    return null;
  },
  schedules: schedulesOf,
  precision: (_, schedule) => ({
    accuracy: "fast",
    wholeNumbers: false,
    bound: (problem, args) => spectralBound(problem, args, schedule as FftSchedule & Schedule),
  }),
  cycles: ({ problem, machine }, schedule) =>
    fftCycles(problem, schedule as FftSchedule & Schedule, machine),
  lower: ({ problem, threads }, schedule) =>
    lower(problem, threads, schedule as FftSchedule & Schedule),
};

/** Elements from the first to the last tap, along y and x. */
export function reachOf(problem: Problem): readonly [number, number] {
  const [, y, x] = walkAxes(problem).map((a) => (a.kernel - 1) * a.dilation + 1);
  return [y, x];
}

/** Powers of two that hold the kernel, up to one that holds the whole axis. */
function schedulesOf({ problem, machine }: Setting): (FftSchedule & Schedule)[] {
  const { geometry } = frame(problem, 1);
  const nv = machine.wide ? 2 : 1;
  const [ry, rx] = reachOf(problem);
  const line = problem.axes.length === 1;
  const extents = walkAxes(problem).map((a) => a.table.length);
  const lengths = (reach: number, extent: number, most: number) => {
    const list: number[] = [];
    for (let n = 4 * nv; n <= most; n *= 2) {
      if (n < reach + 4 * nv - 1) continue;
      list.push(n);
      if (n >= extent || list.length === 4) break;
    }
    return list;
  };
  const most = line ? LONGEST.line : LONGEST.tile;
  const rows = line ? [1] : lengths(ry, extents[1], most);
  const pairs = geometry.groups * geometry.inputs * geometry.outputs;
  return rows
    .flatMap((ny) => lengths(rx, extents[2], most).map((nx) => ({ ny, nx, nv })))
    .filter(({ ny, nx }) => 8 * pairs * (line ? 4 * nv * nx : ny * nx) <= MOST_BYTES);
}

function fftCycles(problem: Problem, { ny, nx, nv }: FftSchedule, machine: Machine): number {
  const { geometry } = frame(problem, 1);
  const { inputs, outputs, groups } = geometry;
  const reach = reachOf(problem);
  const line = problem.axes.length === 1;
  const lanes = 4 * nv;
  // Complex numbers of one image that all lanes work on, and how often.
  const points = line ? nx * lanes : ny * nx;
  const images = line
    ? lineLayout(geometry, reach[1], { nx, nv }).tasks
    : tileLayout(geometry, reach, { ny, nx, nv }).tasks;
  const passes = passesOf(nx).length + passesOf(ny).length;
  // A radix-4 pass of one vector of points: 8 loads and 8 stores for 4 of them, 30 sums and products.
  const perVector = machine.wide ? 3.2 : 2.6 * (machine.fma ? 1 : 1.2);
  const vectors = points / (machine.wide ? 8 : 4);
  const transforms = (inputs + outputs) * vectors * (passes * perVector + 4);
  const products = inputs * outputs * vectors * 5;
  const spectra = 8 * points * inputs * outputs;
  // What does not stay in the cache comes from the next one, every time.
  const traffic = spectra + 8 * points * (inputs + outputs);
  const spill = traffic > 768 * 1024 ? copyCycles(traffic) : 0;
  const moved = 4 * geometry.batch * groups * (inputs + outputs) * sizeOf(geometry.out);
  return images * (transforms + products + spill) + copyCycles(2 * moved);
}

function lower(problem: Problem, threads: number, schedule: FftSchedule): Program {
  const { ny, nx, nv } = schedule;
  const line = problem.axes.length === 1;
  const reach = reachOf(problem);
  const plain = frame(problem, threads).geometry;
  const layout = line
    ? { ...lineLayout(plain, reach[1], schedule), tileSize: 0 }
    : tileLayout(plain, reach, schedule);
  const base = frameOver(problem, threads, layout.extents);
  const { geometry, destination } = base;
  const { groups, inputs, outputs } = geometry;
  const allocations: Allocation[] = [...base.allocations];
  const own = (
    name: string,
    size: number,
    role: Allocation["role"],
    contents: Float32Array | null = null,
  ) => {
    const buffer = floatBuffer(name, [size]);
    allocations.push({ buffer, role, contents });
    return buffer;
  };
  const twiddles = (name: string, n: number) => {
    const contents = twiddleTable(n);
    return own(name, contents.length, "table", contents);
  };
  const copies = line ? 4 * nv : 1;
  const spectrum = own("weight", 2 * groups * inputs * outputs * ny * nx * copies, "weight");
  const strips = own("strips", threads * (inputs + 1) * layout.stripSize, "scratch");
  const common = { threads, geometry, destination, spectrum, strips, nx, nv };
  const kernel = line
    ? fftLine({ ...common, reach: reach[1], twiddles: twiddles("twiddles", nx) })
    : fftTiles({
        ...common,
        ny,
        reach,
        twiddles: { y: twiddles("twiddles-y", ny), x: twiddles("twiddles-x", nx) },
        tiles: own("tiles", threads * layout.tileSize, "scratch"),
      });
  return {
    allocations,
    steps: [...base.before, { kernel, tasks: layout.tasks }, ...base.after],
    packWeight: (values) => packSpectra(problem, base, schedule, values),
  };
}

/** Spectra of all kernels: [group, output, input], then strips as the kernels read them. */
function packSpectra(
  problem: Problem,
  { geometry, weightIndex }: Pick<Frame, "geometry" | "weightIndex">,
  { ny, nx, nv }: FftSchedule,
  weight: FloatArray,
): Float32Array {
  const { groups, inputs, outputs, kernel, dilation } = geometry;
  const lanes = 4 * nv;
  const line = problem.axes.length === 1;
  const [re, im] = [new Float64Array(ny * nx), new Float64Array(ny * nx)];
  const packed = new Float32Array(2 * groups * inputs * outputs * ny * nx * (line ? lanes : 1));
  let next = 0;
  for (let g = 0; g < groups; g++) {
    for (let m = 0; m < outputs; m++) {
      for (let c = 0; c < inputs; c++) {
        re.fill(0);
        im.fill(0);
        // A correlation reads ahead: tap t stands at −t, around the end of the tile.
        for (let ky = 0; ky < kernel[1]; ky++) {
          for (let kx = 0; kx < kernel[2]; kx++) {
            const tap: Triple = [0, ky, kx];
            const y = (ny - ky * dilation[1]) % ny;
            const x = (nx - geometry.columns[kx]) % nx;
            re[y * nx + x] += weight[weightIndex(g, m, c, tap)] / (ny * nx);
          }
        }
        transformGrid({ ny, nx, re, im });
        if (line) {
          for (let x = 0; x < nx; x++) {
            packed.fill(re[x], next, next + lanes);
            packed.fill(im[x], next + lanes, next + 2 * lanes);
            next += 2 * lanes;
          }
          continue;
        }
        for (let rows = 0; rows < ny; rows += lanes) {
          for (let x = 0; x < nx; x++) {
            for (const part of [re, im]) {
              for (let lane = 0; lane < lanes; lane++)
                packed[next++] = part[(rows + lane) * nx + x];
            }
          }
        }
      }
    }
  }
  return packed;
}
