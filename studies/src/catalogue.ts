/**
 * Every study in the order of the book, each loaded when it is asked for: a page or a command that runs
 * one never reads the others, and a bundler makes a file of each.
 */
import type { Parameters } from "./model/parameters.ts";
import type { Data, Study } from "./model/study.ts";

export interface StudyEntry {
  /** One word of the address: the folder is `6.2-1-diagonal`. */
  readonly slug: string;
  /** Real data that it asks for. */
  readonly uses: readonly (keyof Data)[];
  readonly load: () => Promise<Study>;
}

const entry = <P extends Parameters, S extends object>(
  slug: string,
  uses: readonly (keyof Data)[],
  load: () => Promise<Study<P, S>>,
): StudyEntry => ({ slug, uses, load: load as unknown as () => Promise<Study> });

export const STUDY_LOADERS = {
  "6.1-1": entry(
    "pointwise",
    ["image"],
    async () => (await import("./6.1-1-pointwise/study.ts")).pointwise,
  ),
  "6.1-2": entry(
    "translation",
    ["image"],
    async () => (await import("./6.1-2-translation/study.ts")).translation,
  ),
  "6.1-3": entry(
    "boundary",
    ["image"],
    async () => (await import("./6.1-3-boundary/study.ts")).boundary,
  ),
  "6.1-4": entry(
    "audio",
    ["image", "sound"],
    async () => (await import("./6.1-4-audio/study.ts")).audio,
  ),
  "6.1-5": entry("text", ["sentences"], async () => (await import("./6.1-5-text/study.ts")).text),
  "6.1-6": entry(
    "commutative",
    ["image"],
    async () => (await import("./6.1-6-commutative/study.ts")).commutative,
  ),
  "6.2-1": entry(
    "diagonal",
    ["image"],
    async () => (await import("./6.2-1-diagonal/study.ts")).diagonal,
  ),
  "6.2-2": entry("shape", ["image"], async () => (await import("./6.2-2-shape/study.ts")).shape),
  "6.2-3": entry("im2col", ["image"], async () => (await import("./6.2-3-im2col/study.ts")).im2col),
  "6.2-4": entry(
    "second-derivative",
    ["image"],
    async () => (await import("./6.2-4-second-derivative/study.ts")).secondDerivative,
  ),
  "6.2-5": entry(
    "integral",
    ["image"],
    async () => (await import("./6.2-5-integral/study.ts")).integral,
  ),
  "6.2-6": entry(
    "derivative-size",
    ["image"],
    async () => (await import("./6.2-6-derivative-size/study.ts")).derivativeSize,
  ),
  "6.2-7": entry(
    "learn-kernel",
    ["image"],
    async () => (await import("./6.2-7-learn-kernel/study.ts")).learnedKernel,
  ),
  "6.2-8": entry(
    "direction",
    ["image"],
    async () => (await import("./6.2-8-direction/study.ts")).direction,
  ),
  "6.2-9": entry("blur", ["image"], async () => (await import("./6.2-9-blur/study.ts")).blur),
  "6.3-1": entry(
    "audio-stride",
    ["sound"],
    async () => (await import("./6.3-1-audio-stride/study.ts")).audioStride,
  ),
  "6.3-2": entry(
    "stride-cost",
    ["image"],
    async () => (await import("./6.3-2-stride-cost/study.ts")).strideCost,
  ),
  "6.3-3": entry(
    "mirror-padding",
    ["image"],
    async () => (await import("./6.3-3-mirror-padding/study.ts")).mirrorPadding,
  ),
  "6.3-4": entry(
    "half-stride",
    ["image"],
    async () => (await import("./6.3-4-half-stride/study.ts")).halfStride,
  ),
  "6.4-1": entry(
    "compose",
    ["image"],
    async () => (await import("./6.4-1-compose/study.ts")).compose,
  ),
  "6.4-2": entry("factor", ["image"], async () => (await import("./6.4-2-factor/study.ts")).factor),
  "6.4-3": entry(
    "forward-cost",
    ["image"],
    async () => (await import("./6.4-3-forward-cost/study.ts")).forwardCost,
  ),
  "6.4-4": entry(
    "backward-cost",
    ["image"],
    async () => (await import("./6.4-4-backward-cost/study.ts")).backwardCosts,
  ),
  "6.4-5": entry(
    "scaling",
    ["image"],
    async () => (await import("./6.4-5-scaling/study.ts")).scaling,
  ),
  "6.4-6": entry(
    "pointwise-cost",
    ["image"],
    async () => (await import("./6.4-6-pointwise-cost/study.ts")).pointwiseCost,
  ),
  "6.4-7": entry(
    "matrix-form",
    ["image"],
    async () => (await import("./6.4-7-matrix-form/study.ts")).matrixForm,
  ),
  "6.4-8": entry("strips", ["image"], async () => (await import("./6.4-8-strips/study.ts")).strips),
  "6.4-9": entry(
    "block-diagonal",
    ["image"],
    async () => (await import("./6.4-9-block-diagonal/study.ts")).blockDiagonal,
  ),
  "6.4-10": entry(
    "summation-order",
    ["image"],
    async () => (await import("./6.4-10-summation-order/study.ts")).summationOrder,
  ),
} as const satisfies Readonly<Record<string, StudyEntry>>;

/** Section and number of an exercise that has a study, `6.2-1`. */
export type StudyId = keyof typeof STUDY_LOADERS;
