/** Spec → plan: how an image will be filtered, who was beaten and why; pure data. */
import { UnsupportedError } from "../errors.ts";
import { choice, readOptions } from "../options.ts";
import type { Machine } from "../plan/machine.ts";
import { detectMachine } from "../planner/detect.ts";
import { threadsAllowed } from "../planner/threads.ts";
import { approximately, inDigits, milliseconds } from "../planner/time.ts";
import {
  IMAGE_ALGORITHMS,
  type ImageAlgorithmName,
  type ImagePrecision,
  type ImageSetting,
} from "./algorithm.ts";
import { ALGORITHMS, imageAlgorithm } from "./algorithms.ts";
import { rowLength } from "./problem.ts";
import { type ImageSpec, resolveImage, SPEC_KEYS } from "./spec.ts";

export interface ImageCandidate {
  readonly algorithm: ImageAlgorithmName;
  /** Why not, in words; null for one that could run. */
  readonly refusal: string | null;
  /** Estimated cycles of one core; null for one that refused. */
  readonly cycles: number | null;
}

export interface ImagePlan extends ImageSetting {
  readonly algorithm: ImageAlgorithmName;
  readonly precision: ImagePrecision;
  /** Everything that was considered, the winner first. */
  readonly candidates: readonly ImageCandidate[];
}

export interface ImageOptions extends ImageSpec {
  /** Most threads to use; default: what the machine has, one for small images. */
  readonly threads?: number;
  /** Takes this algorithm instead of the cheapest. */
  readonly algorithm?: ImageAlgorithmName;
  /** Takes no algorithm whose results are not all the reference's. */
  readonly exact?: boolean;
  readonly machine?: Machine;
}

/** Cycles below which waking a helper costs more than it brings. */
const WORTH_A_THREAD = 150_000;
/** Share of a level that results may be off before they are rounded. */
const SLIGHT = 1 / 16;

/**
 * Chooses how to filter 8- or 16-bit images of one size.
 *
 * @throws OptionError, ShapeError as `resolveImage` does; OptionError for threads that are no whole
 * number from 1 to 64.
 * @throws UnsupportedError when the algorithm that was asked for refuses, with its reason, where
 * WebAssembly has no SIMD, and for several threads where memory cannot be shared.
 */
export function imageFilter(options: ImageOptions): ImagePlan {
  readOptions("imageFilter", options, [...SPEC_KEYS, "threads", "algorithm", "exact", "machine"]);
  const { threads, algorithm, exact = false, machine = detectMachine(), ...spec } = options;
  const problem = resolveImage(spec);
  if (!machine.simd) throw new UnsupportedError("filtering images needs WebAssembly SIMD");
  const most = threadsAllowed(threads, machine);
  const candidates = contest({ problem, machine, threads: most }, algorithm, exact);
  const [winner] = candidates;
  if (winner.cycles === null) {
    const reasons = candidates.map((c) => `${c.algorithm}: ${c.refusal}`).join("; ");
    throw new UnsupportedError(`no algorithm filters the image (${reasons})`);
  }
  return Object.freeze({
    problem,
    machine,
    threads:
      threads === undefined
        ? Math.max(1, Math.min(most, Math.floor(winner.cycles / WORTH_A_THREAD)))
        : most,
    algorithm: winner.algorithm,
    precision: imageAlgorithm(winner.algorithm).precision({ problem, machine, threads: most }),
    candidates,
  });
}

/** All candidates, the cheapest first, those who refused last. */
function contest(
  setting: ImageSetting,
  wanted: ImageAlgorithmName | undefined,
  exact: boolean,
): ImageCandidate[] {
  const { problem } = setting;
  if (wanted !== undefined) choice("algorithm", wanted, IMAGE_ALGORITHMS);
  /** Unasked, no result is further off than this, or than floats may be. */
  const most = Math.max(SLIGHT, imageAlgorithm("floats").precision(setting).bound);
  const inaccuracy = (precision: ImagePrecision): string | null => {
    if (exact) return precision.exact ? null : "its results are not exact";
    if (wanted !== undefined || precision.bound <= most) return null;
    return `its results may be ${inDigits(precision.bound, 2)} levels off`;
  };
  const asked = ALGORITHMS.filter(({ name }) => wanted === undefined || name === wanted);
  const results = problem.height * rowLength(problem);
  return asked
    .map((a): ImageCandidate => {
      const refusal = a.refuses(setting) ?? inaccuracy(a.precision(setting));
      const cycles = refusal === null ? results * a.cycles(setting) : null;
      return { algorithm: a.name, refusal, cycles };
    })
    .sort((a, b) => (a.cycles ?? Infinity) - (b.cycles ?? Infinity));
}

/** Most that a result may be off the definition's value: half a level of rounding, and the bound. */
export const largestError = ({ problem, precision }: ImagePlan): number =>
  (problem.output === "f32" ? 0 : 0.5) + precision.bound;

/**
 *     4000×3000×1 u8 → u8, 3×3 → integers, 2 threads, exact
 *       chosen     integers   ≈ 0.57 ms
 *       refused    boxes      the weights differ
 */
export function explainImage(plan: ImagePlan): string {
  const { problem, algorithm, threads, precision, candidates, machine } = plan;
  const { width, height, channels, element, output, rows, columns } = problem;
  const how = precision.exact ? "exact" : `within ${inDigits(largestError(plan), 3)}`;
  const size = `${width}×${height}×${channels} ${element} → ${output}, ${rows}×${columns}`;
  return [
    `${size} → ${algorithm}, ${threads} thread${threads === 1 ? "" : "s"}, ${how}`,
    ...candidates.map(({ algorithm: name, refusal, cycles }, place) => {
      const verdict = refusal !== null ? "refused" : place === 0 ? "chosen " : "beaten ";
      const why = refusal ?? approximately(milliseconds(cycles ?? 0, machine, threads));
      return `  ${verdict}    ${name.padEnd(10)} ${why}`;
    }),
  ].join("\n");
}
