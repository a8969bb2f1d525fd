/** All that `convoke cost` was asked about one layer, as data: what is printed, and what --json is. */
import { enableWideSimd, format, measureMachine, type Problem, parse } from "convoke";
import {
  type AlgorithmCost,
  algorithmCosts,
  type BackwardCost,
  backwardCost,
  type ElementType,
  type GradientWork,
  gradientWork,
  type KeepingPadding,
  type LayerCost,
  layerCost,
  measurePeak,
  type PatchMatrix,
  type Peak,
  paddingThatKeeps,
  patchMatrix,
  type Roofline,
  roofline,
  type SweepPoint,
  sweep,
  type TrainingMemory,
  trainingMemory,
  type UnwastedSizes,
  unwastedSizes,
  type WhatIf,
  whatIf,
} from "convoke/cost";
import { type Measured, measured } from "./measure.ts";
import type { Question } from "./questions.ts";

export interface CostOptions {
  /** Images, where the descriptor does not decide; null: as it says. */
  readonly batch: number | null;
  readonly dtype: ElementType;
  readonly backward: boolean;
  readonly algorithms: boolean;
  readonly questions: readonly Question[];
  readonly wide: boolean;
  readonly measure: boolean;
  /** Told what is counted or timed next. */
  readonly onCount: (algorithm: string) => void;
  readonly onMeasure: (what: string) => void;
}

export interface CostReport {
  readonly layer: LayerCost;
  readonly keepingPadding: readonly KeepingPadding[];
  readonly unwastedSizes: readonly UnwastedSizes[];
  readonly roofline: Roofline & { readonly peak: Peak };
  readonly backward: BackwardCost | null;
  readonly memory: TrainingMemory | null;
  readonly algorithms: readonly AlgorithmCost[] | null;
  readonly patches: PatchMatrix | null;
  /** Of the engine's kernels for gradients, where both gradients and algorithms were asked for. */
  readonly gradientWork: GradientWork | null;
  readonly whatIf: readonly WhatIf[];
  readonly curves: readonly { readonly change: string; readonly points: readonly SweepPoint[] }[];
  readonly measured: Measured | null;
}

export async function costReport(descriptor: string, options: CostOptions): Promise<CostReport> {
  const problem = withBatch(parse(descriptor), options.batch);
  const { dtype, questions } = options;
  const layer = layerCost(problem, { dtype });
  // What can be refused comes before what takes time.
  const doubled = questions.flatMap(({ kind, change }) =>
    kind === "double" ? [whatIf(problem, change, { dtype })] : [],
  );
  const curves = questions.flatMap((question) =>
    question.kind === "set"
      ? [
          {
            change: question.change,
            points: sweep(problem, question.change, question.values, { dtype }),
          },
        ]
      : [],
  );
  if (options.wide) await enableWideSimd();
  const machine = options.algorithms ? measureMachine() : null;
  const peak = measurePeak();
  const work = { flops: layer.asWritten.flops, bytes: layer.bytes.total };
  const algorithms = machine
    ? algorithmCosts(problem, { machine, onCount: options.onCount })
    : null;
  const asked = { descriptor: layer.descriptor, algorithms, whatIf: doubled, curves };
  return {
    layer,
    keepingPadding: paddingThatKeeps(problem),
    unwastedSizes: unwastedSizes(problem),
    roofline: { ...roofline(work, peak), peak },
    backward: options.backward ? backwardCost(problem) : null,
    memory: options.backward ? trainingMemory(problem, { dtype }) : null,
    algorithms,
    patches: options.algorithms ? patchMatrix(problem, { dtype }) : null,
    gradientWork: machine && options.backward ? gradientWork(problem, { machine }) : null,
    whatIf: doubled,
    curves,
    measured: options.measure ? await measured(asked, options.onMeasure) : null,
  };
}

const withBatch = (problem: Problem, batch: number | null): Problem =>
  batch === null ? problem : parse(format({ ...problem, batch }));
