/** What the workshop computes, apart from the page. */

import type { Language } from "@convoke/studies";
import { type ProofTold, proofTold, WORKSHOP_WORDS } from "@convoke/studies/words";
import { OptionError } from "convoke";
import {
  add,
  approximately,
  convolve,
  correlate,
  type Design,
  dilate,
  discreteGaussian,
  type Effect,
  effectsOf,
  exactly,
  type FactorAsked,
  flip,
  integerGaussian,
  type Kernel,
  type KernelCosts,
  type KernelFindings,
  type KernelReport,
  kernelCosts,
  kernelFindings,
  kernelOfStencil,
  kernelOfWord,
  kernelReport,
  kernelText,
  type Layer,
  type MeasuredChains,
  measureChains,
  type NodeKind,
  type Price,
  passesOf,
  power,
  priceOf,
  type Quantity,
  type Rational,
  ranksOf,
  readKernel,
  readRational,
  rotate,
  type Stencil,
  sampledGaussian,
  scale,
  stencil,
  stencilOn,
  subtract,
  sumOf,
  transpose,
  withAxes,
} from "convoke/workshop";
import { type Call, serve } from "../../engine/serve.ts";
import type { Operation } from "./parameters.ts";
import { type PartialAsked, type PartialMade, partialOf } from "./partials.ts";

/** Fractions of more numbers than can be read take longer to be handed over than to be made. */
const MOST_EXACT = 1024;
const light = (k: Kernel): Kernel => (k.values.length > MOST_EXACT ? approximately(k) : k);

export interface Read {
  /** Without its fractions where there are many; `exact` says whether there were any. */
  readonly kernel: Kernel;
  readonly exact: boolean;
  readonly sum: Quantity;
  /** Of a name of the catalogue: how far it is from what its name promises. */
  readonly errors: Design["errors"];
}

/** Newer questions come first: those that nobody waits for any more are not begun. */
async function read({ text }: { readonly text: string }, { turn }: Call): Promise<Read> {
  await turn();
  const named = kernelOfWord(text.trim());
  const kernel = named?.kernel ?? readKernel(text);
  return {
    kernel: light(kernel),
    exact: kernel.exact !== null,
    sum: sumOf(kernel),
    errors: named?.errors ?? [],
  };
}

export interface Reported {
  readonly report: KernelReport;
  readonly effects: readonly Effect[];
}

async function report({ text }: { readonly text: string }, { turn }: Call): Promise<Reported> {
  await turn();
  const k = readKernel(text);
  const found = kernelReport(k, { costs: false });
  return { report: { ...found, kernel: light(k) }, effects: effectsOf(k) };
}

const IMAGE = 512;
const DEEP = 64;

async function costs(
  { text }: { readonly text: string },
  { turn }: Call,
): Promise<KernelCosts | null> {
  await turn();
  const k = readKernel(text);
  return kernelCosts(
    k,
    k.shape.map(() => (k.shape.length > 2 ? DEEP : IMAGE)),
    ranksOf(k),
  );
}

export interface Composing {
  readonly text: string;
  readonly op: Operation;
  readonly with: string;
  readonly times: number;
  readonly by: string;
}

export interface Composed {
  readonly result: Kernel;
  readonly text: string;
  /** The second kernel, where the operation has one. */
  readonly second: Kernel | null;
}

async function compose(asked: Composing, { turn }: Call): Promise<Composed> {
  await turn();
  const k = readKernel(asked.text);
  const second = BINARY.includes(asked.op) ? readKernel(asked.with) : null;
  const result = resultOf(k, second, asked);
  return { result, second, text: kernelText(result) };
}

const BINARY: readonly Operation[] = ["convolve", "correlate", "add", "subtract"];

function resultOf(k: Kernel, second: Kernel | null, { op, times, by }: Composing): Kernel {
  const both = (of: (a: Kernel, b: Kernel) => Kernel): Kernel => {
    const other = second ?? k;
    const axes = Math.max(k.shape.length, other.shape.length);
    return of(withAxes(k, axes), withAxes(other, axes));
  };
  switch (op) {
    case "convolve":
      return both(convolve);
    case "correlate":
      return both(correlate);
    case "add":
      return both(add);
    case "subtract":
      return both(subtract);
    case "power":
      return power(k, times);
    case "dilate":
      return dilate(k, times);
    case "scale":
      return scale(k, readFactor(by));
    case "flip":
      return flip(k);
    case "transpose":
      return transpose(k);
    case "rotate":
      return rotate(k, times);
    default:
      return op satisfies never;
  }
}

function readFactor(text: string): Rational {
  const factor = readRational(text);
  if (factor) return factor;
  throw new OptionError(
    `expected a number or a fraction such as 1/16 for the factor, got ${text.trim() || "nothing"}`,
  );
}

export interface Factoring {
  readonly text: string;
  readonly as: "asTheyAre" | "fractions" | "floats";
  readonly pair: FactorAsked["pair"];
}

export interface Factored {
  readonly findings: KernelFindings;
  readonly whole: Price;
  readonly prices: readonly Price[];
  readonly image: readonly number[];
}

function factor({ text, as, pair }: Factoring): Factored {
  const typed = readKernel(text);
  const k = as === "fractions" ? exactly(typed) : as === "floats" ? approximately(typed) : typed;
  const findings = kernelFindings(k, { ranks: null, pair });
  const image = findings.kernel.shape.map(() => IMAGE);
  return {
    findings,
    whole: priceOf(passesOf([findings.kernel]), image),
    prices: findings.ways.map(({ layers }) => priceOf(layers, image)),
    image,
  };
}

const measure = ({
  whole,
  chains,
  image,
}: {
  readonly whole: Kernel;
  readonly chains: readonly (readonly Layer[])[];
  readonly image: readonly number[];
}): Promise<MeasuredChains> => measureChains(passesOf([whole])[0], chains, image);

export interface Stencilling {
  readonly kind: NodeKind | "own";
  readonly derivative: number;
  readonly accuracy: number;
  readonly nodes: string;
}

export interface Stencilled {
  readonly stencil: Stencil;
  readonly proof: Readonly<Record<Language, ProofTold>>;
  /** To be used as a kernel; null where nodes lie off the grid. */
  readonly text: string | null;
}

async function makeStencil(asked: Stencilling, { turn }: Call): Promise<Stencilled> {
  await turn();
  const { kind, derivative, accuracy, nodes } = asked;
  const made =
    kind === "own"
      ? // Numbers in a row are read as a kernel's are: fractions stay fractions.
        stencilOn(readKernel(nodes).exact ?? [], derivative)
      : stencil(kind, derivative, accuracy);
  const onGrid = made.nodes.every(({ under }) => under === 1n);
  return {
    stencil: made,
    proof: {
      en: proofTold(made, WORKSHOP_WORDS.en),
      zh: proofTold(made, WORKSHOP_WORDS.zh),
    },
    text: onGrid ? kernelText(kernelOfStencil(made)) : null,
  };
}

async function makePartial(asked: PartialAsked, { turn }: Call): Promise<PartialMade> {
  await turn();
  const made = partialOf(asked);
  return { ...made, kernel: light(made.kernel) };
}

export interface Gaussians {
  readonly sampled: Design;
  readonly discrete: Design;
  readonly integer: Design;
}

async function gaussians(
  asked: {
    readonly sigma: number;
    readonly size: number;
    readonly axes: number;
    readonly most: number;
  },
  { turn }: Call,
): Promise<Gaussians> {
  await turn();
  const { sigma, most, ...options } = asked;
  return {
    sampled: sampledGaussian(sigma, options),
    discrete: discreteGaussian(sigma, options),
    integer: integerGaussian(sigma, { ...options, most }),
  };
}

export const jobs = {
  read,
  report,
  costs,
  compose,
  factor,
  measure,
  makeStencil,
  makePartial,
  gaussians,
};
serve(jobs);
