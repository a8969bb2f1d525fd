/**
 * The normal equations of a kernel, XᵀX·w = Xᵀy, where the rows of X are the windows of the input. Both
 * sides are weight gradients: with the input moved by a tap as the gradient of the output, the weight
 * gradient is a row of XᵀX, the autocorrelation of the input around that tap; with y, it is Xᵀy. So the
 * engine computes them, tile by tile, on limbs: every sum is exact, however many windows there are.
 */
import { host } from "#host";
import { compileBackward } from "../backward/executable.ts";
import { resolve } from "../semantics/resolve.ts";
import { BASE, EXACT_TERMS, type Limbs, limbsOf } from "./limbs.ts";
import type { Pair } from "./pair.ts";

export interface NormalEquations {
  /** Weights of the kernel, and behind them the constant. */
  readonly size: number;
  /** XᵀX, size × size; the last column of X is ones. */
  readonly matrix: Float64Array;
  /** Xᵀy */
  readonly right: Float64Array;
  /** Rows of X. */
  readonly count: number;
}

const SIDE = Math.sqrt(EXACT_TERMS);

export async function normalEquations(
  pair: Pair,
  threads: number | null,
  progress: (share: number) => void,
): Promise<NormalEquations> {
  const [rows, columns] = pair.kernel;
  const taps = rows * columns;
  const size = taps + 1;
  const [x, y] = [limbsOf(pair.x), limbsOf(pair.y)];
  const inputs = x.limbs.length;
  const extents = [SIDE + rows - 1, SIDE + columns - 1];
  // Gradients: each tap of each limb of the input, the limbs of y, and ones.
  const outputs = inputs * taps + y.limbs.length + 1;
  const problem = resolve({
    input: [1, inputs, ...extents],
    weight: [outputs, inputs, rows, columns],
  });
  using tile = await compileBackward(problem, {
    needs: { dx: false, db: false },
    accuracy: "exact",
    ...(threads === null ? {} : { threads }),
  });
  const sums = new Float64Array(outputs * inputs * taps);
  const across = Math.ceil(pair.width / SIDE);
  const down = Math.ceil(pair.height / SIDE);
  const tiles = pair.planes * down * across;
  let breath = host.now();
  for (let t = 0; t < tiles; t++) {
    const place = {
      plane: Math.floor(t / (down * across)),
      top: (Math.floor(t / across) % down) * SIDE,
      left: (t % across) * SIDE,
    };
    fill(tile.x!.data as Float32Array, tile.dy!.data as Float32Array, pair, x, y, place);
    await tile.run();
    const { data } = tile.dw!;
    for (let i = 0; i < sums.length; i++) sums[i] += data[i];
    if (host.now() - breath > 50) {
      progress(t / tiles);
      await new Promise((resolve) => setTimeout(resolve, 0));
      breath = host.now();
    }
  }

  /** Of the limbs of a row of gradients with those of the input, the whole sum for a tap. */
  const total = (first: number, stride: number, count: number, unit: number, tap: number) => {
    let sum = 0;
    for (let i = 0; i < count; i++)
      for (let j = 0; j < inputs; j++)
        sum += sums[((first + i * stride) * inputs + j) * taps + tap] * BASE ** (i + j);
    return sum * unit * x.unit;
  };
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  const ones = outputs - 1;
  for (let a = 0; a < taps; a++) {
    for (let b = 0; b < taps; b++) matrix[a * size + b] = total(a, taps, inputs, x.unit, b);
    right[a] = total(inputs * taps, 1, y.limbs.length, y.unit, a);
    matrix[a * size + taps] = matrix[taps * size + a] = total(ones, 1, 1, 1, a);
  }
  matrix[size * size - 1] = pair.count;
  right[taps] = pair.y.reduce((sum, v) => sum + v, 0);
  return { size, matrix, right, count: pair.count };
}

/** A tile of windows: outputs that are outside the picture or not used count for nothing. */
function fill(
  to: Float32Array,
  gradients: Float32Array,
  { kernel: [rows, columns], height, width, used }: Pair,
  x: Limbs,
  y: Limbs,
  { plane, top, left }: { readonly plane: number; readonly top: number; readonly left: number },
): void {
  const taps = rows * columns;
  const [h, w] = [height + rows - 1, width + columns - 1];
  const [th, tw] = [SIDE + rows - 1, SIDE + columns - 1];
  const ones = (x.limbs.length * taps + y.limbs.length) * EXACT_TERMS;
  gradients.fill(0, ones);
  for (let r = 0; r < SIDE && top + r < height; r++)
    for (let c = 0; c < SIDE && left + c < width; c++)
      gradients[ones + r * SIDE + c] = used[(plane * height + top + r) * width + left + c];
  for (const [l, limb] of y.limbs.entries()) {
    const at = (x.limbs.length * taps + l) * EXACT_TERMS;
    gradients.fill(0, at, at + EXACT_TERMS);
    for (let r = 0; r < SIDE && top + r < height; r++) {
      const from = (plane * height + top + r) * width + left;
      const length = Math.min(SIDE, width - left);
      gradients.set(limb.subarray(from, from + length), at + r * SIDE);
    }
  }
  for (const [l, limb] of x.limbs.entries()) {
    const own = to.subarray(l * th * tw, (l + 1) * th * tw).fill(0);
    for (let r = 0; r < th && top + r < h; r++) {
      const from = (plane * h + top + r) * w + left;
      own.set(limb.subarray(from, from + Math.min(tw, w - left)), r * tw);
    }
    for (let tap = 0; tap < taps; tap++) {
      const at = (l * taps + tap) * EXACT_TERMS;
      const first = Math.floor(tap / columns) * tw + (tap % columns);
      for (let r = 0; r < SIDE; r++)
        for (let c = 0; c < SIDE; c++)
          gradients[at + r * SIDE + c] = own[first + r * tw + c] * gradients[ones + r * SIDE + c];
    }
  }
}
