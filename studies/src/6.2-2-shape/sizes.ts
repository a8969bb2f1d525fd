/** Sizes of one axis as the library's own shape arithmetic says them, and as counting finds them. */
import { type PaddingSpec, resolve, ShapeError } from "convoke";
import { paddingThatKeeps, unwastedSizes } from "convoke/cost";
import { resolvePool } from "convoke/pool";

/** Windows along an axis. */
export interface Windows {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/** What the claim is about; null for windows that do not fit anywhere. */
export interface Subject {
  readonly size: (windows: Windows) => number | null;
  readonly namedSize: (windows: Windows, padding: "same" | "valid") => number | null;
  readonly transposedSize: (windows: Windows, outputPadding: number) => number | null;
  readonly pooledSize: (windows: Windows, ceilMode: boolean) => number | null;
  /** Least and most padding, both sides together, that keeps the size. */
  readonly keeping: (windows: Windows) => readonly [number, number] | null;
  /** The first size that wastes nothing, and the step to the next. */
  readonly unwasted: (windows: Windows) => readonly [number, number];
}

const specOf = ({ input, kernel, stride, dilation, before, after }: Windows) => ({
  input: [1, 1, input],
  weight: [1, 1, kernel],
  stride,
  dilation,
  padding: [[before, after]] as PaddingSpec,
});

export const library: Subject = {
  size: (windows) => fitting(() => resolve(specOf(windows)).axes[0].output),
  namedSize: (windows, padding) =>
    fitting(() => resolve({ ...specOf(windows), padding }).axes[0].output),
  transposedSize: (windows, outputPadding) =>
    fitting(
      () => resolve({ ...specOf(windows), op: "convTranspose", outputPadding }).axes[0].output,
    ),
  pooledSize: ({ input, kernel, ...windows }, ceilMode) =>
    fitting(() => {
      const { stride, dilation, before, after } = windows;
      const [axis] = resolvePool({
        op: "average",
        input: [1, 1, input],
        kernelSize: kernel,
        stride,
        dilation,
        padding: [[before, after]],
        ceilMode,
      }).axes;
      return axis.output;
    }),
  keeping: (windows) => {
    const [{ total }] = paddingThatKeeps({ ...specOf(windows), padding: "full" });
    return total && [total.least, total.most];
  },
  unwasted: (windows) => {
    const [{ first, step }] = unwastedSizes(specOf(windows));
    return [first, step];
  },
};

/** The book's formula, from the numbers alone. */
export const formula = ({ input, kernel, stride, dilation, before, after }: Windows): number =>
  Math.floor((input + before + after - dilation * (kernel - 1) - 1) / stride + 1);

/** Elements from the first tap of a window to its last. */
export const reachOf = ({ kernel, dilation }: Windows): number => dilation * (kernel - 1) + 1;

/** Where windows begin in the padded input, found by trying one place after another. */
export function startsOf(windows: Windows): number[] {
  const whole = windows.input + windows.before + windows.after;
  const starts: number[] = [];
  for (let at = 0; at + reachOf(windows) <= whole; at += windows.stride) starts.push(at);
  return starts;
}

/** The same for windows that may hang over the end, if they begin in the input or the padding before. */
export function startsWithCeil(windows: Windows): number[] {
  const { input, before, after, stride } = windows;
  const starts: number[] = [];
  for (let at = 0; at < input + before; at += stride) {
    // A window that ends where the last one did, or behind, holds nothing new.
    if (at > 0 && at - stride + reachOf(windows) >= input + before + after) break;
    starts.push(at);
  }
  return starts;
}

function fitting(size: () => number): number | null {
  try {
    return size();
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}
