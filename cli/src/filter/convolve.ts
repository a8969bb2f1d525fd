/**
 * Planes of any size through one executable: the picture is cut into horizontal bands that overlap
 * by the reach of the kernel, so memory stays bounded and the kernel is compiled once.
 *
 * Along y the border is applied while rows are copied into a band; along x the engine does it.
 */
import {
  type ConvSpec,
  compile,
  type Executable,
  type Plan,
  type Problem,
  plan,
  resolve,
  tensor,
} from "convoke";
import { sourceIndex } from "convoke/reference";
import { Failure } from "../failure.ts";
import type { FilterKernel } from "../kernels/kernel.ts";
import type { FilterOptions } from "./options.ts";

/** Bytes of input and output that one band may take. */
export const BAND_BYTES = 48 * 2 ** 20;

export interface Planes {
  readonly data: Float32Array;
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

export interface Convolved {
  /** [kernel][plane], each of `height` × `width`. */
  readonly results: readonly Planes[];
  readonly plan: Plan;
  /** The whole picture as one problem: what the bands add up to. */
  readonly problem: Problem;
  readonly bands: number;
  /** Milliseconds inside `run`, copies not counted. */
  readonly milliseconds: number;
}

/**
 * Convolves every plane with every kernel; all kernels have one size.
 *
 * @throws ShapeError when the kernel does not fit the picture.
 * @throws Failure when the result would have more pixels than a picture may claim.
 */
export async function convolve(
  input: Planes,
  kernels: readonly FilterKernel[],
  options: FilterOptions,
  progress: (share: number) => void,
): Promise<Convolved> {
  const { rows, columns } = kernels[0];
  const spec = {
    weight: [kernels.length, 1, rows, columns],
    stride: options.stride,
    dilation: options.dilation,
    border: options.border,
    orientation: options.orientation,
  } as const satisfies Omit<ConvSpec, "input">;
  const problem = resolve({
    ...spec,
    input: [input.count, 1, input.height, input.width],
    padding: options.padding,
  });
  const [y, x] = problem.axes;
  if (x.output * y.output > options.maxPixels) {
    throw new Failure(
      "usage",
      `expected a result of at most ${options.maxPixels} pixels, got ${x.output} × ${y.output} (raise the limit with --max-pixels)`,
    );
  }
  const bandRows = Math.min(
    y.output,
    Math.max(
      1,
      Math.floor(BAND_BYTES / (4 * input.count * (x.input * y.stride + kernels.length * x.output))),
    ),
  );
  const reach = (bandRows - 1) * y.stride + (y.kernel - 1) * y.dilation + 1;
  const banded = resolve({
    ...spec,
    input: [input.count, 1, reach, input.width],
    padding: [
      [0, 0],
      [x.before, x.after],
    ],
  });
  const weight = tensor(
    spec.weight,
    kernels.flatMap((k) => k.weights),
  );
  // The kernel stays: code may be made for its values.
  const threads = options.threads === null ? {} : { threads: options.threads };
  const chosen = plan(banded, { weight, ...threads });
  using executable = await compile(chosen, { weight });

  const results = kernels.map(
    (): Planes => ({
      data: new Float32Array(input.count * y.output * x.output),
      count: input.count,
      width: x.output,
      height: y.output,
    }),
  );
  const fill = problem.border.kind === "constant" ? problem.border.value : 0;
  let milliseconds = 0;
  let bands = 0;
  for (let done = 0; done < y.output; bands++) {
    // The last band reaches back over the one before: all bands have one size.
    const first = Math.min(done, y.output - bandRows);
    copyIn(
      executable,
      input,
      first * y.stride - y.before,
      (row) => sourceIndex(problem.border, input.height, row),
      fill,
    );
    const start = performance.now();
    await executable.run();
    milliseconds += performance.now() - start;
    copyOut(executable, results, first);
    done = first + bandRows;
    progress(done / y.output);
    // Between bands the event loop runs: Ctrl-C is heard, the progress bar drawn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { results, plan: chosen, problem, bands, milliseconds };
}

function copyIn(
  { input: { data, shape } }: Executable,
  planes: Planes,
  firstRow: number,
  rowOf: (row: number) => number,
  fill: number,
): void {
  const [count, , rows, width] = shape;
  for (let c = 0; c < count; c++) {
    for (let r = 0; r < rows; r++) {
      const to = (c * rows + r) * width;
      const row = rowOf(firstRow + r);
      if (row < 0) data.fill(fill, to, to + width);
      else {
        const from = (c * planes.height + row) * width;
        data.set(planes.data.subarray(from, from + width), to);
      }
    }
  }
}

function copyOut(
  { output: { data, shape } }: Executable,
  results: readonly Planes[],
  firstRow: number,
): void {
  const [count, kernels, rows, width] = shape;
  for (let c = 0; c < count; c++) {
    for (let k = 0; k < kernels; k++) {
      const from = (c * kernels + k) * rows * width;
      const { height } = results[k];
      results[k].data.set(
        data.subarray(from, from + rows * width),
        (c * height + firstRow) * width,
      );
    }
  }
}
