/**
 * A study: an exercise as a pure function of its parameters, and its text.
 *
 * What it examines stands in `subject`, so that an error can be planted there, by name: the verdict
 * turns. What it shows and finds is data; the text takes every number from it.
 */
import type { Exhibit } from "./exhibit.ts";
import type { Facts } from "./facts.ts";
import type { Language } from "./language.ts";
import type { Parameters, ValuesOf } from "./parameters.ts";
import type { PlantedErrors } from "./planted.ts";
import type { Statement } from "./statement.ts";

export interface Study<P extends Parameters = Parameters, S extends object = object> {
  /** Section and number of the exercise, `6.2-1`. */
  readonly id: string;
  /** One word of the address: the folder is `6.2-1-diagonal`. */
  readonly slug: string;
  readonly parameters: P;
  /** Functions that the claim is about: the engine's own, unless an error is planted. */
  readonly subject: S;
  /** Errors in the subject: each turns the verdict. */
  readonly errors: PlantedErrors<S>;
  readonly run: (values: ValuesOf<P>, context: Context, subject: S) => Promise<Findings>;
  readonly text: Readonly<Record<Language, StudyText>>;
}

/** What a study is given beside its parameters. */
export interface Context {
  /** Quick: a second or two. Thorough: thousands of cases. */
  readonly effort: "quick" | "thorough";
  readonly seed: number;
  readonly data: Data;
  /** Share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /**
   * Points of curves as soon as they are learned, in order. What it gives back is awaited: learning
   * stands still as long as it is not settled.
   */
  readonly onSample?: (sample: Sample) => void | Promise<void>;
  /** Stops the run between two cases, or two steps of learning: it ends in a StoppedError. */
  readonly signal?: AbortSignal;
}

/** A point of a series of the findings. Series, axis and line are words of the text. */
export interface Sample {
  readonly series: string;
  readonly axis: string;
  readonly line: string;
  readonly x: number;
  readonly y: number;
}

/** Real data: a person's own, the shared samples, or what the host has; each says what it is. */
export interface Data {
  /** Shades of gray from 0 to 255, row-major. */
  image(): Promise<GrayImage>;
  /** One channel, from −1 to 1. */
  sound(): Promise<Recording>;
  /** Labelled sentences, or null where the host has none. */
  sentences(): Promise<Corpus | null>;
}

export interface GrayImage {
  readonly source: string;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export interface Recording {
  readonly source: string;
  /** Samples a second. */
  readonly rate: number;
  readonly samples: Float32Array;
}

export interface Corpus {
  readonly source: string;
  readonly train: readonly Labelled[];
  readonly test: readonly Labelled[];
}

export interface Labelled {
  readonly text: string;
  readonly label: number;
}

export interface Findings {
  readonly steps: readonly Step[];
  readonly statements: readonly Statement[];
  /** For the whole text; those of a step are added to them. */
  readonly facts: Facts;
  /** Facts that a clock has measured, those of steps among them: another run finds others. */
  readonly timed?: readonly string[];
}

export interface Step {
  /** Names its title and text. */
  readonly key: string;
  readonly exhibits: readonly Exhibit[];
  readonly facts?: Facts;
}

/**
 * Plain words. `{=name}` is a fact of the run, `$…$` is TeX; no other number stands in a text but
 * names such as 1×1 and sections of the book.
 */
export interface StudyText {
  readonly title: string;
  /** The exercise's claim, in one sentence. */
  readonly claim: string;
  /** Why it is so: short, correct, complete; a paragraph each. */
  readonly why: readonly string[];
  readonly steps: Readonly<Record<string, StepText>>;
  /** A sentence for each statement. */
  readonly statements: Readonly<Record<string, string>>;
  /** A sentence for each error that can be planted, without formulas: it stands in lists too. */
  readonly errors: Readonly<Record<string, string>>;
  /** Where the claim stops being true; said with the verdict. */
  readonly boundary: string;
  /** Captions of exhibits, heads of tables and names of lines, by name. */
  readonly words: Readonly<Record<string, string>>;
}

export interface StepText {
  readonly title: string;
  readonly text: string;
}

/** Keeps the types of a study's parameters and subject together. */
export const study = <P extends Parameters, S extends object>(one: Study<P, S>): Study<P, S> => one;
