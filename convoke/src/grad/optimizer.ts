/**
 * How parameters follow their gradients: number by number, from the gradient, a few numbers that are
 * kept for each, and scalars that change from step to step.
 */
import { guard, OptionError } from "../errors.ts";
import { div, fma, type KernelBuilder, mul, simd, sub } from "../ir/build.ts";
import type { Expr } from "../ir/tree.ts";
import { all } from "../kernels/map.ts";
import { readOptions } from "../options.ts";

/** The learning rate, the same for all steps or by the number of the step, from 1. */
export type Rate = number | ((step: number) => number);

export interface Optimizer {
  readonly name: string;
  /** What is kept for each number of a parameter; each starts at 0. */
  readonly slots: readonly string[];
  /** The scalars of a step, numbered from 1; always as many. */
  readonly scalars: (step: number) => readonly number[];
  readonly update: (k: KernelBuilder, at: Update) => { parameter: Expr; slots: readonly Expr[] };
}

/** Vectors of four numbers each; scalars in all lanes. */
export interface Update {
  readonly parameter: Expr;
  readonly gradient: Expr;
  readonly slots: readonly Expr[];
  readonly scalars: readonly Expr[];
}

export interface SgdOptions {
  readonly rate: Rate;
  /** Default 0. */
  readonly momentum?: number;
  /** Added to the gradient, times the parameter. Default 0. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent: v ← momentum·v + g + decay·p; p ← p - rate·v, as torch.optim.SGD.
 *
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.
 */
export function sgd(options: SgdOptions): Optimizer {
  readOptions("sgd", options, ["rate", "momentum", "weightDecay"]);
  const { rate, momentum = 0, weightDecay = 0 } = options;
  checkShare("momentum", momentum);
  checkDecay(weightDecay);
  return {
    name: "sgd",
    slots: momentum === 0 ? [] : ["velocity"],
    scalars: (step) => [rateAt(rate, step)],
    update: (k, { parameter, gradient, slots: [velocity], scalars: [now] }) => {
      const pull = weightDecay === 0 ? gradient : fma(all(weightDecay), parameter, gradient);
      const move = k.let("v", velocity ? fma(all(momentum), velocity, pull) : pull);
      return { parameter: sub(parameter, mul(now, move)), slots: velocity ? [move] : [] };
    },
  };
}

export interface AdamOptions {
  readonly rate: Rate;
  /** Of the mean of gradients and of their squares. Default 0.9 and 0.999. */
  readonly betas?: readonly [number, number];
  readonly epsilon?: number;
  /** Taken off the parameter directly, times the rate (AdamW). Default 0. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay, as torch.optim.AdamW (whose default decay is 0.01, here 0).
 *
 * Source: Kingma and Ba, "Adam", 2015; Loshchilov and Hutter, "Decoupled weight decay", 2019.
 */
export function adam(options: AdamOptions): Optimizer {
  readOptions("adam", options, ["rate", "betas", "epsilon", "weightDecay"]);
  const { rate, betas = [0.9, 0.999], epsilon = 1e-8, weightDecay = 0 } = options;
  betas.forEach((beta, i) => {
    checkShare(`betas[${i}]`, beta);
  });
  checkDecay(weightDecay);
  const [first, second] = betas;
  return {
    name: "adam",
    slots: ["mean", "square"],
    // p ← p·(1 - rate·decay) - rate/(1 - β₁ᵗ) · m / (√(s/(1 - β₂ᵗ)) + ε)
    scalars: (step) => {
      const now = rateAt(rate, step);
      return [now / (1 - first ** step), 1 / Math.sqrt(1 - second ** step), 1 - now * weightDecay];
    },
    update: (k, { parameter, gradient, slots: [mean, square], scalars: [pace, scale, keep] }) => {
      const m = k.let("m", fma(all(first), mean, mul(all(1 - first), gradient)));
      const g2 = k.let("g", mul(gradient, gradient));
      const s = k.let("s", fma(all(second), square, mul(all(1 - second), g2)));
      const root = fma(simd("f32x4.sqrt", s), scale, all(epsilon));
      const kept = weightDecay === 0 ? parameter : mul(parameter, keep);
      return { parameter: sub(kept, div(mul(pace, m), root)), slots: [m, s] };
    },
  };
}

function rateAt(rate: Rate, step: number): number {
  const now = typeof rate === "number" ? rate : rate(step);
  guard(Number.isFinite(now) && now >= 0, OptionError, () => ({
    name: `the rate of step ${step}`,
    expected: "a finite number of at least 0",
    got: now,
  }));
  return now;
}

function checkShare(name: string, value: number): void {
  guard(value >= 0 && value < 1, OptionError, () => ({
    name,
    expected: "a number from 0 to below 1",
    got: value,
  }));
}

function checkDecay(value: number): void {
  guard(Number.isFinite(value) && value >= 0, OptionError, () => ({
    name: "weightDecay",
    expected: "a finite number of at least 0",
    got: value,
  }));
}
