/**
 * Codes filtered as they are, by `convoke/images`: 8- and 16-bit numbers go in, and come out as narrow
 * as the results allow. The picture is cut into horizontal bands that overlap by the kernel's reach,
 * so memory stays bounded; where one band holds it all, nothing is copied twice.
 */
import { detectMachine, type Problem, resolve } from "convoke";
import { compileImage, type ImageOutput, type ImagePlan, imageFilter } from "convoke/images";
import { sourceIndex } from "convoke/reference";
import { type Depth, type Picture, whiteOf } from "../image/image.ts";
import type { Pixels } from "../image/write.ts";
import type { FilterKernel } from "../kernels/kernel.ts";
import { BAND_BYTES } from "./convolve.ts";
import type { Filtered, FloatReason } from "./filtered.ts";
import type { FilterOptions } from "./options.ts";
import { chosenMode } from "./range.ts";

/** Most that results which are not rounded to codes may be off, as a share of white. */
const FINE = 2 ** -18;
/** Extents of a kernel that images are filtered with. */
const LONGEST_KERNEL = 2 ** 14;

/** How a picture's codes will be filtered: a plan for bands of one height. */
export interface CodesPlan {
  readonly kernel: FilterKernel;
  readonly plan: ImagePlan;
  /** The whole picture as one problem. */
  readonly problem: Problem;
  /** Results of a band, and rows of the picture that it holds above and below them. */
  readonly rows: number;
  readonly above: number;
}

/**
 * The plan, or why the picture needs floats.
 *
 * @throws ShapeError when the kernel does not fit the picture.
 */
export function planCodes(
  picture: Picture,
  kernel: FilterKernel,
  options: FilterOptions,
  depth: Depth,
): CodesPlan | FloatReason {
  const { width, height, planes, bits, white } = picture;
  const { border, orientation, stride, dilation } = options;
  if (bits === "float") return "floats";
  if (picture.hasAlpha) return "alpha";
  if (options.linearLight) return "light";
  if ([...stride, ...dilation].some((step) => step !== 1)) return "steps";
  const weight = [1, 1, kernel.rows, kernel.columns] as const;
  const shape = [planes, 1, height, width] as const;
  const { padding } = options;
  const problem = resolve({ input: shape, weight, padding, border, orientation });
  const [y, x] = problem.axes;
  if (y.output !== y.input || x.output !== x.input) return "size";
  const outside = problem.border.kind === "constant" ? problem.border.value : 0;
  if (!Number.isInteger(outside) || outside < 0 || outside > white) return "border";
  if (Math.max(kernel.rows, kernel.columns) > LONGEST_KERNEL || !detectMachine().simd)
    return "machine";

  const clips = chosenMode(options.range, kernel) === "clip" && depth === bits;
  const output = clips ? narrowest(kernel, bits) : "f32";
  const bytes = width * planes * (bits / 8 + { u8: 1, u16: 2, i16: 2, f32: 4 }[output]);
  const ring = kernel.rows - 1;
  const most = Math.max(1, Math.floor(BAND_BYTES / bytes) - ring);
  const whole = most + ring >= height;
  const rows = whole ? height : most;
  const plan = imageFilter({
    width,
    height: whole ? height : rows + ring,
    channels: planes,
    element: bits === 8 ? "u8" : "u16",
    output,
    kernel: {
      rows: kernel.rows,
      columns: kernel.columns,
      values: orientation === "convolution" ? kernel.weights.toReversed() : kernel.weights,
    },
    anchor: [y.before, x.before],
    border,
    ...(options.threads === null ? {} : { threads: options.threads }),
  });
  if (output === "f32" && plan.precision.bound > FINE * white) return "accuracy";
  return { kernel, plan, problem, rows, above: whole ? 0 : y.before };
}

/** The narrowest output that no result leaves: what is cut is cut, and counted, afterwards. */
function narrowest({ weights }: FilterKernel, bits: 8 | 16): ImageOutput {
  const white = whiteOf(bits);
  const total = (sign: number) =>
    weights.reduce((sum, w) => sum + (w * sign > 0 ? w * white : 0), 0);
  const [min, max] = [total(-1), total(1)];
  if (min > -0.25 && max < white + 0.25) return bits === 8 ? "u8" : "u16";
  return min > -32768 && max < 32767 ? "i16" : "f32";
}

/** Filters all bands. */
export async function filterCodes(
  { width, height, planes, codes }: Picture,
  { kernel, plan, problem, rows, above }: CodesPlan,
  progress: (share: number) => void,
): Promise<Filtered> {
  using filter = await compileImage(plan);
  const length = width * planes;
  const { border } = problem;
  const Kind = filter.output.constructor as new (size: number) => Pixels;
  const color = new Kind(height * length);
  let [milliseconds, bands] = [0, 0];
  for (let done = 0; done < height; bands++) {
    // The last band reaches back over the one before: all bands have one size.
    const first = Math.min(done, height - rows);
    for (let r = 0; r < plan.problem.height; r++) {
      const row = sourceIndex(border, height, first - above + r);
      const to = r * length;
      if (row < 0)
        filter.input.fill(border.kind === "constant" ? border.value : 0, to, to + length);
      else filter.input.set(codes.subarray(row * length, (row + 1) * length), to);
    }
    const start = performance.now();
    await filter.run();
    milliseconds += performance.now() - start;
    color.set(filter.output.subarray(above * length, (above + rows) * length), first * length);
    done = first + rows;
    progress(done / height);
    // Between bands the event loop runs: Ctrl-C is heard, the progress bar drawn.
    await new Promise((turn) => setImmediate(turn));
  }
  return {
    kernel,
    width,
    height,
    color,
    alpha: null,
    pass: { plan, problem, bands, milliseconds },
    floatsFor: null,
  };
}
