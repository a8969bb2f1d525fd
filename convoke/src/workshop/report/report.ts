/** Everything the workshop can say about a kernel, as plain data: `kernelReport(kernel([[1, -1]]))`. */
import { guard, ShapeError } from "../../errors.ts";
import { rational } from "../../numbers/rational.ts";
import { readOptions } from "../../options.ts";
import type { Kernel } from "../kernel.ts";
import { type Quantity, quantity, sumOf, wholeValues } from "../quantity.ts";
import { type KernelCosts, kernelCosts } from "./costs.ts";
import { type Estimate, estimateOf } from "./estimate.ts";
import { type Isotropy, isotropyOf } from "./isotropy.ts";
import { type Moment, momentsOf, momentsOfOrder } from "./moments.ts";
import { type KernelRank, ranksOf } from "./rank.ts";
import { type ResponseGrid, type ResponseLine, responseGrid, responseLine } from "./response.ts";
import { type EquivalentSigma, equivalentSigma } from "./sigma.ts";
import { centreOf, type Symmetry, symmetryOf } from "./symmetry.ts";
import { type ResponseZero, responseZeros } from "./zeros.ts";

export interface ReportOptions {
  /** Extents of the picture that costs are reckoned with; default 512 along each axis, 64 in 3-D. */
  readonly image?: readonly number[];
  /** Samples of the response from 0 to 1/2 along each axis; default 65. */
  readonly points?: number;
  /** Circles on which isotropy is measured, cycles a sample; default 1/32, 2/32, … 1/2. */
  readonly radii?: readonly number[];
  /** False leaves the costs out: counting the engine's kernels takes a fraction of a second. */
  readonly costs?: boolean;
}

export interface KernelReport {
  readonly kernel: Kernel;
  readonly sum: Quantity;
  /** Orders 0 to 2, about the origin. */
  readonly moments: readonly Moment[];
  /** Which derivative, with what gain, and the error; null for zeros. */
  readonly estimate: Estimate | null;
  /** The same at the middle of a kernel that is symmetric about it; null where that is the origin, or it is not. */
  readonly middle: Estimate | null;
  readonly symmetry: Symmetry;
  /** One in 2-D and of a line; one for each axis beyond. */
  readonly ranks: readonly KernelRank[];
  /** Along each axis. */
  readonly responses: readonly ResponseLine[];
  /** The plane of frequencies, 65 × 65 by default; null unless 2-D. */
  readonly plane: ResponseGrid | null;
  /** Null unless the kernel is 2-D and estimates something. */
  readonly isotropy: Isotropy | null;
  /** Along each axis; null where everything, or too much to tell, is taken out. */
  readonly zeros: readonly (readonly ResponseZero[] | null)[];
  /** Σ k²: variance of white noise behind, over before. */
  readonly noiseGain: Quantity;
  /** Null for kernels that are no blur. */
  readonly sigma: EquivalentSigma | null;
  /** Null for more than 3 axes, and where they were not asked for. */
  readonly costs: KernelCosts | null;
}

const RADII = Array.from({ length: 16 }, (_, i) => (i + 1) / 32);

/** 512 × 512, and no line longer than 4096: a few seconds. */
const MOST_VALUES = 1 << 18;
const MOST_EXTENT = 4096;

/**
 * @throws OptionError for an unknown option, and for values that its parts refuse; ShapeError for a
 *   kernel of more than 262,144 values, or of more than 4096 along an axis.
 */
export function kernelReport(k: Kernel, options: ReportOptions = {}): KernelReport {
  readOptions("kernelReport", options, ["image", "points", "radii", "costs"]);
  const fits = k.values.length <= MOST_VALUES && k.shape.every((extent) => extent <= MOST_EXTENT);
  guard(fits, ShapeError, () => ({
    name: "a kernel to be reported on",
    expected: `at most ${MOST_VALUES} values, ${MOST_EXTENT} along an axis`,
    got: k.shape,
  }));
  const axes = k.shape.map((_, axis) => axis);
  const {
    image = axes.map(() => (axes.length === 3 ? 64 : 512)),
    points = 65,
    radii = RADII,
    costs = true,
  } = options;
  const read = momentsOf(k);
  const estimate = estimateOf(k);
  const centre = centreOf(k);
  const ranks = ranksOf(k);
  const plane = axes.length === 2;
  return {
    kernel: k,
    sum: sumOf(k),
    moments: [0, 1, 2].flatMap((order) => momentsOfOrder(read, axes.length, order)),
    estimate,
    middle: centre.every((c, axis) => c === 2 * k.origin[axis]) ? null : estimateOf(k, centre),
    symmetry: symmetryOf(k),
    ranks,
    responses: axes.map((axis) =>
      responseLine(
        k,
        points,
        axes.map((i) => (i === axis ? 1 : 0)),
      ),
    ),
    plane: plane ? responseGrid(k, Math.min(points, 257)) : null,
    isotropy: plane && estimate !== null ? isotropyOf(k, estimate, radii) : null,
    zeros: axes.map((axis) => responseZeros(k, axis)),
    noiseGain: noiseGain(k),
    sigma: equivalentSigma(k),
    costs: costs ? kernelCosts(k, image, ranks) : null,
  };
}

/** Σ k², exact where the kernel is. */
export function noiseGain(k: Kernel): Quantity {
  if (k.exact === null) return quantity(k.values.reduce((sum, v) => sum + v * v, 0));
  const { over, under } = wholeValues(k);
  return quantity(
    rational(
      over.reduce((sum, v) => sum + v * v, 0n),
      under * under,
    ),
  );
}
