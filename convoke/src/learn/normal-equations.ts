/**
 * The normal equations of a kernel, XᵀX·w = Xᵀy, where the rows of X are the windows of the input. Both
 * sides are weight gradients: with the input moved by a tap as the gradient of the output, the weight
 * gradient is a row of XᵀX, the autocorrelation of the input around that tap; with y, it is Xᵀy. So the
 * engine computes them, tile by tile, on limbs: every sum is exact, however many windows there are.
 */
import { compileBackward } from "../backward/executable.ts";
import { resolve } from "../semantics/resolve.ts";
import { BASE, EXACT_TERMS, type Limbs, limbsOf } from "./limbs.ts";
import type { Pair } from "./pair.ts";
import type { Watch } from "./results.ts";

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
  watch: Watch,
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
  // Written here and copied at once: numbers one by one into shared memory take three times as long.
  const own = new Float32Array(inputs * extents[0] * extents[1]);
  const gradients = new Float32Array(outputs * EXACT_TERMS);
  const strip = new Float32Array(extents[0] * SIDE);
  for (let t = 0; t < tiles; t++) {
    const place = {
      plane: Math.floor(t / (down * across)),
      top: (Math.floor(t / across) % down) * SIDE,
      left: (t % across) * SIDE,
    };
    fill(own, gradients, strip, pair, x, y, place);
    tile.x!.data.set(own);
    tile.dy!.data.set(gradients);
    await tile.run();
    const { data } = tile.dw!;
    for (let i = 0; i < sums.length; i++) sums[i] += data[i];
    await watch(t / tiles);
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
  for (let i = 0; i < pair.y.length; i++) right[taps] += pair.y[i];
  return { size, matrix, right, count: pair.count };
}

/** A tile of windows, by way of a strip of its columns: outputs that are outside the picture or not used count for nothing. */
function fill(
  to: Float32Array,
  gradients: Float32Array,
  strip: Float32Array,
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
  let sum = 0;
  for (let i = 0; i < EXACT_TERMS; i++) sum += gradients[ones + i];
  const all = sum === EXACT_TERMS;
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
    for (let j = 0; j < columns; j++) {
      columnsFrom(strip, own, j, tw);
      for (let i = 0; i < rows; i++) {
        const at = (l * taps + i * columns + j) * EXACT_TERMS;
        gradients.set(strip.subarray(i * SIDE, i * SIDE + EXACT_TERMS), at);
        if (!all) keepUsed(gradients, at, ones);
      }
    }
  }
}

/** A tile's width from column `first` on: the tile moved by a tap is a part of it, in one piece. */
function columnsFrom(strip: Float32Array, own: Float32Array, first: number, across: number): void {
  for (let to = 0, from = first; to < strip.length; to += SIDE, from += across)
    for (let c = 0; c < SIDE; c++) strip[to + c] = own[from + c];
}

function keepUsed(gradients: Float32Array, at: number, ones: number): void {
  for (let i = 0; i < EXACT_TERMS; i++) gradients[at + i] *= gradients[ones + i];
}
