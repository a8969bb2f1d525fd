/**
 * An image filter as a frozen value. With I the image, w the weights and (a, b) the anchor:
 *
 *   value[y, x, c] = offset + (Σ w[i, j] · I[y + i − a, x + j − b, c]) / divisor
 *   result         = value, rounded half up and cut to what the output holds; as it is for f32
 *
 * Correlation, not convolution; channels lie next to each other and are filtered alike. Where the
 * kernel is a multiple of whole numbers, `weights` are those numbers and the multiple is in
 * `divisor`: a 15×15 mean has weights 1 and the divisor 225, so that no rounding is left to chance.
 */
import type { Border } from "../semantics/problem.ts";

export const IMAGE_ELEMENTS = ["u8", "u16"] as const;
export type ImageElement = (typeof IMAGE_ELEMENTS)[number];
export const IMAGE_OUTPUTS = ["u8", "u16", "i16", "f32"] as const;
export type ImageOutput = (typeof IMAGE_OUTPUTS)[number];

export interface ImageProblem {
  readonly width: number;
  readonly height: number;
  /** Interleaved. */
  readonly channels: number;
  readonly element: ImageElement;
  readonly output: ImageOutput;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly weights: readonly number[];
  readonly divisor: number;
  readonly offset: number;
  /** Row and column of the kernel that lie on the pixel that is computed. */
  readonly anchor: readonly [row: number, column: number];
  readonly border: Border;
}

export const LARGEST = { u8: 255, u16: 65535 } as const satisfies Record<ImageElement, number>;

/** What a rounded output can hold. */
export const LIMITS = {
  u8: { min: 0, max: 255 },
  u16: { min: 0, max: 65535 },
  i16: { min: -32768, max: 32767 },
} as const satisfies Record<Exclude<ImageOutput, "f32">, { min: number; max: number }>;

/** Elements of a row of the image. */
export const rowLength = ({ width, channels }: ImageProblem): number => width * channels;

export const isWhole = ({ weights }: ImageProblem): boolean => weights.every(Number.isInteger);

/** Least and greatest sum of products, before the division. */
export function sumRange({ weights, element }: ImageProblem): { min: number; max: number } {
  const white = LARGEST[element];
  const total = (sign: number) =>
    weights.reduce((sum, w) => sum + (w * sign > 0 ? w * white : 0), 0) + 0;
  return { min: total(-1), max: total(1) };
}

/** Largest |value| that can come out. */
export function largestValue(problem: ImageProblem): number {
  const { min, max } = sumRange(problem);
  return Math.max(-min, max) / Math.abs(problem.divisor) + Math.abs(problem.offset);
}
