/** Learning rates by the number of the step, from 1: rates for the optimizers of `grad/`. */
import { guard, OptionError } from "../errors.ts";
import { readOptions, wholeNumber } from "../options.ts";

type Schedule = (step: number) => number;

export const constantRate =
  (rate: number): Schedule =>
  () =>
    rate;

export interface StepRateOptions {
  readonly rate: number;
  /** Steps between two changes. */
  readonly every: number;
  /** What the rate is multiplied by. Default 0.1. */
  readonly factor?: number;
}

/** rate · factor^⌊(step - 1) / every⌋, as torch.optim.lr_scheduler.StepLR. */
export function stepRate(options: StepRateOptions): Schedule {
  readOptions("stepRate", options, ["rate", "every", "factor"]);
  const { rate, every, factor = 0.1 } = options;
  wholeNumber("every", every, 1);
  return (step) => rate * factor ** Math.floor((step - 1) / every);
}

export interface CosineRateOptions {
  readonly rate: number;
  readonly steps: number;
  /** Steps in which the rate climbs from 0 before it falls. Default 0. */
  readonly warmUp?: number;
  /** What it falls to. Default 0. */
  readonly least?: number;
}

/**
 * Climbs in a straight line, then falls along half a cosine, which ends behind the last step.
 *
 * Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017.
 * @see torch.optim.lr_scheduler.CosineAnnealingLR
 */
export function cosineRate(options: CosineRateOptions): Schedule {
  readOptions("cosineRate", options, ["rate", "steps", "warmUp", "least"]);
  const { rate, steps, warmUp = 0, least = 0 } = options;
  wholeNumber("steps", steps, 1);
  guard(Number.isInteger(warmUp) && warmUp >= 0 && warmUp < steps, OptionError, () => ({
    name: "warmUp",
    expected: `a whole number from 0 to below ${steps}`,
    got: warmUp,
  }));
  return (step) =>
    step <= warmUp
      ? (rate * step) / warmUp
      : along(rate, least, (step - 1 - warmUp) / (steps - warmUp));
}

export interface OneCycleRateOptions {
  /** The highest. */
  readonly rate: number;
  readonly steps: number;
  /** The share of the steps in which it climbs. Default 0.3. */
  readonly climb?: number;
  /** The highest over the first. Default 25. */
  readonly start?: number;
  /** The first over the last. Default 10⁴. */
  readonly end?: number;
}

/**
 * Climbs along half a cosine, then falls along another to almost nothing, as
 * torch.optim.lr_scheduler.OneCycleLR.
 *
 * Source: Smith and Topin, "Super-convergence", 2018.
 */
export function oneCycleRate(options: OneCycleRateOptions): Schedule {
  readOptions("oneCycleRate", options, ["rate", "steps", "climb", "start", "end"]);
  const { rate, steps, climb = 0.3, start = 25, end = 1e4 } = options;
  wholeNumber("steps", steps, 1);
  guard(climb >= 0 && climb <= 1, OptionError, () => ({
    name: "climb",
    expected: "a share from 0 to 1",
    got: climb,
  }));
  const top = climb * steps - 1;
  const first = rate / start;
  return (step) => {
    const at = step - 1;
    if (at <= top) return along(first, rate, at / top);
    return along(rate, first / end, Math.min(1, (at - top) / (steps - 1 - top)));
  };
}

/** From `from` to `to` along half a cosine. */
const along = (from: number, to: number, share: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
