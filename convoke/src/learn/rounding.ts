/**
 * What rounding the outputs does to a solution. Rounding errors taken as independent of the picture
 * would move it by step²/12 through (XᵀX)⁻¹, as a variance. They are not: where a picture is flat, windows
 * that hardly differ are rounded to the same code, and the differences are lost, all to the same side.
 * So what happens is done once more: the solution's own results are rounded and solved for.
 */
import type { LeastSquares } from "./least-squares.ts";
import type { Pair } from "./pair.ts";

/** How far the solution for its own results, rounded to multiples of `step`, is from itself. */
export function roundingError(
  pair: Pair,
  { solution, inverse }: Pick<LeastSquares, "solution" | "inverse">,
  step: number,
): Float64Array {
  const size = solution.length;
  const gradient = new Float64Array(size);
  if (step > 0) {
    for (let plane = 0; plane < pair.planes; plane++)
      for (let row = 0; row < pair.height; row++)
        addRow(gradient, pair, solution, plane, row, step);
  }
  return gradient.map((_, i) => gradient.reduce((sum, g, j) => sum + inverse[i * size + j] * g, 0));
}

/** Adds Xᵀ(rounded Xw - Xw) of a row of outputs. */
function addRow(
  gradient: Float64Array,
  { kernel: [rows, columns], height, width, x, used }: Pair,
  w: Float64Array,
  plane: number,
  row: number,
  step: number,
): void {
  const across = width + columns - 1;
  const taps = rows * columns;
  const constant = w.length > taps;
  for (let c = 0; c < width; c++) {
    if (used[(plane * height + row) * width + c] === 0) continue;
    const window = (plane * (height + rows - 1) + row) * across + c;
    let result = constant ? w[taps] : 0;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) result += w[i * columns + j] * x[window + i * across + j];
    const error = Math.floor(result / step + 0.5) * step - result;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        gradient[i * columns + j] += error * x[window + i * across + j];
    if (constant) gradient[taps] += error;
  }
}
