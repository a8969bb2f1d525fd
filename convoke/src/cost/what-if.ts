/** What becomes of a layer's cost when one of its numbers is doubled, and along a range of values. */
import type { Task } from "../engine.ts";
import { ConvokeError, guard, InternalError, OptionError } from "../errors.ts";
import { readOptions } from "../options.ts";
import { format } from "../semantics/descriptor.ts";
import type { Problem } from "../semantics/problem.ts";
import { problemOf } from "../semantics/problem-of.ts";
import { type Change, expectChange, multiplied, withValue } from "./change.ts";
import { type ElementType, elementType } from "./elements.ts";
import { FIGURES, type Figure, type Figures, figuresOf } from "./figures.ts";
import type { LayerCostOptions } from "./layer.ts";
import { type Ratio, ratio } from "./ratio.ts";

/** Two layers beside each other. */
export interface Comparison {
  /** Descriptors. */
  readonly before: string;
  readonly after: string;
  readonly figures: { readonly before: Figures; readonly after: Figures };
  /** after / before, exact. */
  readonly ratios: Readonly<Record<Figure, Ratio>>;
}

export interface WhatIf extends Comparison {
  readonly change: Change;
  readonly factor: number;
}

export interface WhatIfOptions extends LayerCostOptions {
  /** Default 2. */
  readonly factor?: number;
}

/**
 * The layer with one number multiplied, beside the layer as it is.
 *
 * @throws OptionError for an unknown change or a factor that is no whole number of at least 1;
 * ShapeError where there is no such layer, as channels that the groups do not divide.
 * @see Dive into Deep Learning 6.4, exercise 4
 */
export function whatIf(what: Task, change: Change, options: WhatIfOptions = {}): WhatIf {
  readOptions("whatIf", options, ["dtype", "factor"]);
  const { factor = 2 } = options;
  const dtype = elementType(options.dtype);
  expectWhole("factor", factor, 1);
  const problem = problemOf(what);
  const other = multiplied(problem, expectChange(change), factor);
  return { change, factor, ...compared(problem, other, dtype) };
}

/**
 * Any layer beside any other: every figure of both, and their exact quotients.
 *
 * @throws as `layerCost` does.
 */
export function compareLayers(
  before: Task,
  after: Task,
  options: LayerCostOptions = {},
): Comparison {
  readOptions("compareLayers", options, ["dtype"]);
  return compared(problemOf(before), problemOf(after), elementType(options.dtype));
}

function compared(before: Problem, after: Problem, dtype: ElementType): Comparison {
  const figures = { before: figuresOf(before, dtype), after: figuresOf(after, dtype) };
  const ratios = Object.fromEntries(
    FIGURES.map((name) => [name, ratio(figures.after[name], figures.before[name])]),
  ) as Record<Figure, Ratio>;
  return { before: format(before), after: format(after), figures, ratios };
}

/** One point of a curve; no figures where there is no such layer. */
export interface SweepPoint {
  readonly value: number;
  readonly descriptor: string | null;
  readonly figures: Figures | null;
  /** Why there is none, in a sentence. */
  readonly refusal: string | null;
}

/**
 * The layer with one number set to each of `values`, along every axis.
 *
 * @throws OptionError for an unknown change, or a value that is no whole number of at least 0.
 */
export function sweep(
  what: Task,
  change: Change,
  values: readonly number[],
  options: LayerCostOptions = {},
): SweepPoint[] {
  readOptions("sweep", options, ["dtype"]);
  const dtype = elementType(options.dtype);
  const problem = problemOf(what);
  expectChange(change);
  return values.map((value): SweepPoint => {
    expectWhole("a value", value, 0);
    try {
      const other = withValue(problem, change, value);
      const descriptor = format(other);
      return { value, descriptor, figures: figuresOf(other, dtype), refusal: null };
    } catch (error) {
      if (!(error instanceof ConvokeError) || error instanceof InternalError) throw error;
      return { value, descriptor: null, figures: null, refusal: error.message };
    }
  });
}

function expectWhole(name: string, value: number, least: number): void {
  guard(Number.isSafeInteger(value) && value >= least, OptionError, () => ({
    name,
    expected: `a whole number of at least ${least}`,
    got: value,
    nearest: least,
  }));
}
