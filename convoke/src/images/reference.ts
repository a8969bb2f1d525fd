/** The definition of an image filter, in float64: the truth that all algorithms are held to. */
import { OUTSIDE, sourceIndex } from "../semantics/border.ts";
import { type ImageOutput, type ImageProblem, LIMITS, rowLength } from "./problem.ts";

/** Value of every output before it is rounded. */
export function imageValues(problem: ImageProblem, image: ArrayLike<number>): Float64Array {
  const { width, height, channels, rows, columns, weights, divisor, offset, border } = problem;
  const [top, left] = problem.anchor;
  const outside = border.kind === "constant" ? border.value : 0;
  const length = rowLength(problem);
  const table = (size: number, taps: number, before: number) =>
    Array.from({ length: size + taps - 1 }, (_, i) => sourceIndex(border, size, i - before));
  const [rowOf, columnOf] = [table(height, rows, top), table(width, columns, left)];
  const values = new Float64Array(height * length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i < rows; i++) {
          const row = rowOf[y + i];
          for (let j = 0; j < columns; j++) {
            const column = columnOf[x + j];
            const seen = row !== OUTSIDE && column !== OUTSIDE;
            const value = seen ? image[row * length + column * channels + c] : outside;
            sum += weights[i * columns + j] * value;
          }
        }
        values[y * length + x * channels + c] = sum / divisor + offset;
      }
    }
  }
  return values;
}

/** Rounded half up, and cut. */
export function toOutput(value: number, output: ImageOutput): number {
  if (output === "f32") return Math.fround(value);
  const { min, max } = LIMITS[output];
  return Math.min(max, Math.max(min, Math.floor(value + 0.5)));
}

/** What the filter makes of `image`. */
export const imageReference = (problem: ImageProblem, image: ArrayLike<number>): Float64Array =>
  imageValues(problem, image).map((value) => toOutput(value, problem.output));
