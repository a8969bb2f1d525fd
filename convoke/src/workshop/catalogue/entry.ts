/** What the catalogue knows of a kernel; `catalogue.ts` is the table. */
import type { Kernel } from "../kernel.ts";

interface Named {
  readonly name: string;
  /** `taps`, `pixels`, `degrees`, `cycles a sample`; empty for a pure number. */
  readonly unit: string;
  /** What is legal, in words. */
  readonly rule: string;
}

export interface NumberParameter extends Named {
  readonly kind: "number";
  readonly fallback: number;
  readonly holds: (value: number) => boolean;
}

export interface ChoiceParameter extends Named {
  readonly kind: "choice";
  readonly fallback: string;
  readonly choices: readonly string[];
}

export type Parameter = NumberParameter | ChoiceParameter;

/** By parameter; complete when a kernel is made from them. */
export type ParameterValues = Readonly<Record<string, number | string>>;

/** How far a kernel is from what its name promises: one number, with what it says. */
export interface Discrepancy {
  readonly name: string;
  readonly value: number;
  readonly en: string;
  readonly zh: string;
}

/** A kernel and what is known about its errors. */
export interface Design {
  readonly kernel: Kernel;
  readonly errors: readonly Discrepancy[];
}

export interface CatalogueEntry {
  readonly en: string;
  readonly zh: string;
  /** Plain text with ^, √ and Σ; x grows to the right, y downwards, i counts taps from the origin. */
  readonly formula: string;
  readonly source: string;
  readonly parameters: readonly Parameter[];
  /** @param values all parameters, checked. */
  readonly make: (values: ParameterValues) => Design;
}

/** Numbers among the values: the table says which are, so the type can. */
export const numbers = (values: ParameterValues, ...names: readonly string[]): number[] =>
  names.map((name) => Number(values[name]));

/** An entry that says nothing about errors, because its values are its definition. */
export const plainDesign = (kernel: Kernel): Design => ({ kernel, errors: [] });
