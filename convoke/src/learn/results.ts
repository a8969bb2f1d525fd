/** What a kernel makes of the windows of a pair, in float64: its error, and what rounding does to it. */
import type { LeastSquares } from "./least-squares.ts";
import type { Pair } from "./pair.ts";

/** Root of the mean square of Xw - y. */
export function rmsOf(pair: Pair, w: Float64Array): number {
  let sum = 0;
  eachResult(pair, w, (result, at) => {
    sum += (result - pair.y[at]) ** 2;
  });
  return Math.sqrt(sum / pair.count);
}

/**
 * How far the solution for its own results, rounded to multiples of `step`, is from itself.
 *
 * Rounding errors that have nothing to do with the picture would move a solution by step²/12 through
 * (XᵀX)⁻¹, as a variance. But where a picture is flat, windows that hardly differ are rounded to the
 * same code, and the differences are lost, all to the same side. So what happened is done once more.
 */
export function roundingError(
  pair: Pair,
  { solution, inverse }: Pick<LeastSquares, "solution" | "inverse">,
  step: number,
): Float64Array {
  const size = solution.length;
  const gradient = new Float64Array(size);
  if (step > 0) {
    const [rows, columns] = pair.kernel;
    const across = pair.width + columns - 1;
    eachResult(pair, solution, (result, _, window) => {
      const error = Math.floor(result / step + 0.5) * step - result;
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          gradient[i * columns + j] += error * pair.x[window + i * across + j];
      if (size > rows * columns) gradient[size - 1] += error;
    });
  }
  return gradient.map((_, i) => gradient.reduce((sum, g, j) => sum + inverse[i * size + j] * g, 0));
}

/** Every output that is used: Xw, its place in `y`, and that of its window's first number in `x`. */
function eachResult(
  { kernel: [rows, columns], planes, height, width, x, used }: Pair,
  w: Float64Array,
  take: (result: number, at: number, window: number) => void,
): void {
  const across = width + columns - 1;
  const constant = w.length > rows * columns ? w[rows * columns] : 0;
  for (let line = 0; line < planes * height; line++) {
    const [plane, row] = [Math.floor(line / height), line % height];
    const first = (plane * (height + rows - 1) + row) * across;
    for (let c = 0; c < width; c++) {
      const at = line * width + c;
      if (used[at] === 0) continue;
      let result = constant;
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          result += w[i * columns + j] * x[first + c + i * across + j];
      take(result, at, first + c);
    }
  }
}
