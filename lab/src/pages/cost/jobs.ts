/** What layers cost, counted apart from the page. */
import {
  type AlgorithmName,
  type Axis,
  inputShape,
  parse,
  plan,
  resolve,
  weightShape,
} from "convoke";
import {
  type AlgorithmCost,
  algorithmCosts,
  type BackwardCost,
  backwardCost,
  CHANGES,
  type Change,
  type Comparison,
  compareLayers,
  type ElementType,
  type KeepingPadding,
  type LayerCost,
  layerCost,
  measuredTimes,
  measurePeak,
  type PatchMatrix,
  type Peak,
  paddingThatKeeps,
  patchMatrix,
  type SweepPoint,
  sweep,
  type TrainingMemory,
  trainingMemory,
  type UnwastedSizes,
  unwastedSizes,
  type WhatIf,
  whatIf,
} from "convoke/cost";
import { type Call, serve } from "../../engine/serve.ts";

export interface Asked {
  /** Descriptors. */
  readonly layer: string;
  readonly dtype: ElementType;
}

export interface Costs {
  readonly layer: LayerCost;
  readonly keeping: readonly KeepingPadding[];
  /** Axes of the layer with the padding `same` (R6): output ⌈n / s⌉; null where there is no such layer. */
  readonly same: readonly Axis[] | null;
  readonly unwasted: readonly UnwastedSizes[];
  readonly backward: BackwardCost;
  readonly memory: TrainingMemory;
  readonly patches: PatchMatrix;
  readonly doubled: readonly WhatIf[];
}

async function costs({ layer, dtype }: Asked, { turn }: Call): Promise<Costs> {
  await turn();
  return {
    layer: layerCost(layer, { dtype }),
    keeping: paddingThatKeeps(layer),
    same: sameOf(layer),
    unwasted: unwastedSizes(layer),
    backward: backwardCost(layer),
    memory: trainingMemory(layer, { dtype }),
    patches: patchMatrix(layer, { dtype }),
    doubled: CHANGES.flatMap((change) => doubledBy(layer, change, dtype)),
  };
}

function sameOf(layer: string): readonly Axis[] | null {
  const problem = parse(layer);
  try {
    return resolve({
      op: problem.op,
      input: inputShape(problem),
      weight: weightShape(problem),
      groups: problem.groups,
      stride: problem.axes.map((axis) => axis.stride),
      dilation: problem.axes.map((axis) => axis.dilation),
      padding: "same",
    }).axes;
  } catch {
    return null;
  }
}

/** Nothing where there is no such layer, as channels twice as many that the groups do not divide. */
function doubledBy(layer: string, change: Change, dtype: ElementType): WhatIf[] {
  try {
    return [whatIf(layer, change, { dtype })];
  } catch {
    return [];
  }
}

async function compare(
  { layer, pinned, dtype }: Asked & { readonly pinned: string },
  { turn }: Call,
): Promise<Comparison> {
  await turn();
  return compareLayers(pinned, layer, { dtype });
}

async function curve(
  { layer, dtype, change, to }: Asked & { readonly change: Change; readonly to: number },
  { turn }: Call,
): Promise<readonly SweepPoint[]> {
  await turn();
  const step = Math.max(1, Math.ceil(to / MOST_POINTS));
  // Multiples of the step: groups divide those, where odd numbers in between would give no layer.
  const first = change === "padding" ? 0 : step;
  const values = Array.from(
    { length: Math.floor((to - first) / step) + 1 },
    (_, i) => first + i * step,
  );
  return sweep(layer, change, values, { dtype });
}
const MOST_POINTS = 128;

/** The engine's own kernels, counted: of a long layer that takes seconds. */
const algorithms = ({ layer }: { readonly layer: string }): AlgorithmCost[] =>
  algorithmCosts(layer);

export interface Measured {
  readonly peak: Peak;
  /** Of the layer, by the algorithm that the engine chooses, on one core. */
  readonly milliseconds: number;
  readonly algorithm: AlgorithmName;
}

async function measure({ layer }: { readonly layer: string }): Promise<Measured> {
  const peak = measurePeak();
  const [milliseconds] = await measuredTimes([layer]);
  return { peak, milliseconds, algorithm: plan(layer, { threads: 1 }).algorithm };
}

export const jobs = { costs, compare, curve, algorithms, measure };
serve(jobs);
