/**
 * Where SciPy and NumPy put the kernel: padding before every axis, border and orientation, for
 * arrays without batch or channels.
 *
 * Source: SciPy 1.10 reference, scipy.ndimage and scipy.signal; NumPy 1.24, numpy.convolve.
 */
import { fault, OptionError } from "../errors.ts";
import type { BorderSpec, Orientation } from "../semantics/spec.ts";

/** How one array is filtered by another: what `resolve` needs beside the shapes. */
export interface Placement {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly border: BorderSpec;
  readonly orientation: Orientation;
}

/** ndimage's names: its `reflect` repeats the edge, its `mirror` does not. */
export function ndimageBorder(mode: string, cval = 0): BorderSpec {
  switch (mode) {
    case "reflect":
    case "grid-mirror":
      return "symmetric";
    case "mirror":
      return "reflect";
    case "nearest":
      return "replicate";
    case "wrap":
    case "grid-wrap":
      return "wrap";
    case "constant":
    case "grid-constant":
      return { constant: cval };
    default:
      throw fault(OptionError, {
        name: "mode",
        expected: "reflect, constant, nearest, mirror or wrap",
        got: mode,
      });
  }
}

/**
 * ndimage.correlate puts kernel element k//2 + origin on the current element; convolve flips the
 * kernel, negates the origin and, for even kernels, moves one further.
 */
export function ndimagePlacement(
  orientation: Orientation,
  kernel: readonly number[],
  {
    mode,
    cval,
    origin,
  }: { readonly mode: string; readonly cval?: number; readonly origin?: readonly number[] },
): Placement {
  const before = kernel.map((k, axis) => {
    const own = origin?.[axis] ?? 0;
    return Math.floor(k / 2) + (orientation === "correlation" ? own : -own - (k % 2 === 0 ? 1 : 0));
  });
  return {
    before,
    after: kernel.map((k, axis) => k - 1 - before[axis]),
    border: ndimageBorder(mode, cval),
    orientation,
  };
}

export type SignalMode = "full" | "same" | "valid";

/**
 * scipy.signal and numpy, the kernel being the smaller operand: `full` pads by k − 1, `same` is its
 * centre. `twoD` is correlate2d, whose `same` begins one later for even kernels.
 */
export function signalPlacement(
  orientation: Orientation,
  kernel: readonly number[],
  mode: SignalMode,
  { border = "zero", twoD = false }: { readonly border?: BorderSpec; readonly twoD?: boolean } = {},
): Placement {
  const before = kernel.map((k) => {
    if (mode === "full") return k - 1;
    if (mode === "valid") return 0;
    return twoD && orientation === "correlation" ? Math.floor((k - 1) / 2) : Math.floor(k / 2);
  });
  const after = kernel.map((k, axis) =>
    mode === "full" ? k - 1 : mode === "valid" ? 0 : k - 1 - before[axis],
  );
  return { before, after, border, orientation };
}

/** signal2d's names for what stands outside. */
export function signalBorder(boundary: string, fillvalue = 0): BorderSpec {
  switch (boundary) {
    case "fill":
      return { constant: fillvalue };
    case "wrap":
      return "wrap";
    case "symm":
      return "symmetric";
    default:
      throw fault(OptionError, { name: "boundary", expected: "fill, wrap or symm", got: boundary });
  }
}
