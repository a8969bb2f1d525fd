/** A filter kernel: a small matrix with the name it is reported under. */
export interface FilterKernel {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly weights: readonly number[];
}

export function kernelOf(name: string, matrix: readonly (readonly number[])[]): FilterKernel {
  return { name, rows: matrix.length, columns: matrix[0].length, weights: matrix.flat() };
}

export const sumOf = ({ weights }: FilterKernel): number => weights.reduce((a, b) => a + b, 0);

/** Whether weights cancel: a derivative, whose results are signed by nature. */
export function isDerivative(kernel: FilterKernel): boolean {
  const size = kernel.weights.reduce((a, b) => a + Math.abs(b), 0);
  return kernel.weights.some((w) => w < 0) && Math.abs(sumOf(kernel)) <= 1e-6 * size;
}

export const isSmoothing = (kernel: FilterKernel): boolean =>
  kernel.weights.every((w) => w >= 0) && sumOf(kernel) > 0;
