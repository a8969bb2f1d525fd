/**
 * How far off results that went through the frequency domain may be: normwise, by pair of tiles.
 *
 * A transform of length N = 2^t computed in float32 with twiddles off by μ has a relative error in
 * the 2-norm of at most f = t·η / (1 − t·η), η = μ + γ₄(√2 + μ). (Higham, "Accuracy and Stability of
 * Numerical Algorithms", 2nd ed., theorem 24.2, for radix 2; a pass of radix 4 is two of those with
 * fewer products.) Products are complex, off by √2·γ₂ (section 3.6), and sums over C channels add γ_C.
 * With z the pair of tiles and H the kernel's spectrum, Parseval makes of it, for each output,
 *
 *   |ŷ − y| ≤ Σ_c max|H_c| · ‖z_c‖₂ · ((1 + f)² (1 + √2·γ₂) (1 + γ_C) (1 + u)² − 1)
 *
 * One u is for the rounding of the spectrum, one for that of a border's constant.
 */
import { lineLayout } from "../kernels/fft-line.ts";
import { tileLayout } from "../kernels/fft-tiles.ts";
import { activationError } from "../semantics/activation.ts";
import { tableOf } from "../semantics/index-map.ts";
import type { Problem } from "../semantics/problem.ts";
import { type Arguments, magnitude } from "../semantics/reference.ts";
import { gamma, TINY, U } from "../semantics/rounding.ts";
import { inputStrides, outputStrides } from "../semantics/shapes.ts";
import { walkAxes } from "./axes.ts";
import { frame } from "./frame.ts";
import { spectraOf } from "./spectrum.ts";

export function spectralBound(
  problem: Problem,
  args: Arguments,
  { ny, nx, nv }: { readonly ny: number; readonly nx: number; readonly nv: number },
): Float64Array {
  const { groups, inChannels, outChannels, batch } = problem;
  const [inputs, outputs] = [inChannels / groups, outChannels / groups];
  const factor = relativeError(ny * nx, inputs);
  const axes = walkAxes(problem);
  const out = [axes[1].out, axes[2].out];
  const pairs = pairing(problem, { ny, nx, nv });
  const norms = tileNorms(problem, args, pairs, { ny, nx });
  const kernels = spectralNorms(problem, args, { ny, nx });
  const sizes = magnitude(problem, args).data;
  const { slope, relative, absolute } = activationError(problem.activation);
  const strides = outputStrides(problem);
  const [sy, sx] = [0, ...strides.spatial].slice(-2);
  const bound = new Float64Array(sizes.length);
  for (let n = 0; n < batch; n++) {
    for (let channel = 0; channel < outChannels; channel++) {
      const g = Math.floor(channel / outputs);
      for (let y = 0; y < out[0]; y++) {
        for (let x = 0; x < out[1]; x++) {
          let error = 0;
          for (let c = 0; c < inputs; c++) {
            const kernel = kernels[channel * inputs + c];
            const z = pairs
              .partners(pairs.tileAt(n, y, x))
              .reduce((sum, tile) => sum + norms[tile * inChannels + g * inputs + c], 0);
            error += kernel * Math.sqrt(z) * factor + 64 * (ny * nx) ** 2 * TINY * (1 + kernel);
          }
          const at = n * strides.batch + channel * strides.channel + y * sy + x * sx;
          const sum = error + U * (sizes[at] + error) + TINY;
          bound[at] = slope * sum + U * (relative * (sizes[at] + sum) + absolute) + TINY;
        }
      }
    }
  }
  return bound;
}

/** There and back, as a share of what the sums are made of: `size` elements, so many channels. */
export function relativeError(size: number, channels: number): number {
  const t = Math.log2(size);
  // Twiddles are rounded from double precision.
  const mu = U * (1 + 2 ** -20);
  const eta = mu + gamma(4) * (Math.SQRT2 + mu);
  const f = (t * eta) / (1 - t * eta);
  return (1 + f) ** 2 * (1 + Math.SQRT2 * gamma(2)) * (1 + gamma(channels)) * (1 + U) ** 2 - 1;
}

interface Pairing {
  readonly tiles: number;
  /** Batch, first row and first column of a tile in the source. */
  readonly place: (tile: number) => readonly [number, number, number];
  readonly tileAt: (n: number, y: number, x: number) => number;
  /** The tiles that are transformed together. */
  readonly partners: (tile: number) => readonly number[];
}

/** Which tiles the kernels put together, as they number them. */
function pairing(
  problem: Problem,
  schedule: { readonly ny: number; readonly nx: number; readonly nv: number },
): Pairing {
  const { batch } = problem;
  const axes = walkAxes(problem);
  const [ry, rx] = axes.slice(1).map((a) => (a.kernel - 1) * a.dilation + 1);
  const shape = {
    batch,
    groups: 1,
    inputs: 1,
    outputs: 1,
    out: [1, axes[1].out, axes[2].out] as const,
  };
  if (problem.axes.length === 1) {
    const { valid, sets, lanes } = lineLayout(shape, rx, schedule);
    const blocks = 2 * lanes * sets;
    return {
      tiles: batch * blocks,
      place: (tile) => [Math.floor(tile / blocks), 0, (tile % blocks) * valid],
      tileAt: (n, _, x) => n * blocks + Math.floor(x / valid),
      partners: (tile) => [tile, tile % (2 * lanes) < lanes ? tile + lanes : tile - lanes],
    };
  }
  const { vy, vx, down, across, tiles } = tileLayout(shape, [ry, rx], schedule);
  return {
    tiles,
    place: (tile) => [
      Math.floor(tile / (down * across)),
      (Math.floor(tile / across) % down) * vy,
      (tile % across) * vx,
    ],
    tileAt: (n, y, x) => (n * down + Math.floor(y / vy)) * across + Math.floor(x / vx),
    // The last of an odd number of tiles is its own partner.
    partners: (tile) => [tile, Math.min(tile % 2 === 0 ? tile + 1 : tile - 1, tiles - 1)],
  };
}

/** Σ z² of every tile and input channel. */
function tileNorms(
  problem: Problem,
  { input }: Arguments,
  { tiles, place }: Pairing,
  { ny, nx }: { readonly ny: number; readonly nx: number },
): Float64Array {
  const { inChannels, border, op } = problem;
  const [, rows, columns] = walkAxes(problem).map(({ source }) => tableOf(source));
  const strides = inputStrides(problem);
  const [sy, sx] = [0, ...strides.spatial].slice(-2);
  const fill = op === "conv" && border.kind === "constant" ? border.value : 0;
  const norms = new Float64Array(tiles * inChannels);
  for (let tile = 0; tile < tiles; tile++) {
    const [n, y0, x0] = place(tile);
    for (let c = 0; c < inChannels; c++) {
      let sum = 0;
      for (let y = y0; y < y0 + ny; y++) {
        for (let x = x0; x < x0 + nx; x++) {
          const [row, column] = [rows[y] ?? -1, columns[x] ?? -1];
          const at = n * strides.batch + c * strides.channel + row * sy + column * sx;
          const value = row < 0 || column < 0 ? fill : input.data[at];
          sum += value * value;
        }
      }
      norms[tile * inChannels + c] = sum;
    }
  }
  return norms;
}

/** max|H| of every output channel and input channel of its group. */
const spectralNorms = (
  problem: Problem,
  { weight }: Arguments,
  size: { readonly ny: number; readonly nx: number },
): number[] =>
  Array.from(spectraOf(frame(problem, 1), size, weight.data), ({ re, im }) =>
    Math.sqrt(re.reduce((most, r, i) => Math.max(most, r * r + im[i] * im[i]), 0)),
  );
