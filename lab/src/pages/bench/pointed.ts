/**
 * What is pointed at, and all that belongs to it: an output lights up its window and its weights; an
 * input the outputs that see it and the weights it meets; a weight the inputs and outputs it joins.
 */
import { whole } from "@convoke/studies";
import { signal } from "@preact/signals";
import { change } from "../../state/address.ts";
import { type FlatTap, LAYER, type Layer } from "./layer.ts";

export interface Pointed {
  readonly tensor: "input" | "weight" | "output";
  /** Row-major index of its element. */
  readonly at: number;
  /** One product of it that is meant in particular. */
  readonly tap?: FlatTap;
}

/** Shared by everything on the bench. */
export const pointed = signal<Pointed | null>(null);

export const pointAt =
  (tensor: Pointed["tensor"], offset = 0) =>
  (at: number | null): void =>
    pointTo(at === null ? null : { tensor, at: at + offset });

export function pointTo(next: Pointed | null): void {
  pointed.value = next;
  if (next?.tensor === "output") stayAt(next.at);
}

/** Row-major index of the output where the window stays when nothing is pointed at. */
export const PLACE = { at: whole("output", "输出", 0, 99_999, 0) } as const;

/** What all views of the bench leave in the address, whether they read it or not. */
export const BESIDE = { ...LAYER, ...PLACE } as const;

export const stayAt = (output: number): void => change({ at: output === 0 ? undefined : output });

export interface Lit {
  readonly input: ReadonlySet<number>;
  readonly weight: ReadonlySet<number>;
  readonly output: ReadonlySet<number>;
  /** The input and the weight of the one product that is meant; null where none is. */
  readonly tap: FlatTap | null;
}

const NONE: Lit = { input: new Set(), weight: new Set(), output: new Set(), tap: null };

export function litBy(layer: Layer, point: Pointed | null): Lit {
  if (point === null) return NONE;
  const lit = {
    input: new Set<number>(),
    weight: new Set<number>(),
    output: new Set<number>(),
    tap: point.tap ?? null,
  };
  const meet = (output: number) => {
    for (const { input, weight } of layer.taps[output]) {
      if (point.tensor === "input" && input !== point.at) continue;
      if (point.tensor === "weight" && weight !== point.at) continue;
      if (input !== null) lit.input.add(input);
      lit.weight.add(weight);
      lit.output.add(output);
    }
  };
  if (point.tensor !== "output") layer.taps.forEach((_, output) => meet(output));
  else if (point.at < layer.taps.length) meet(point.at);
  lit[point.tensor].add(point.at);
  return lit;
}

/** Classes of an element of a tensor: what it is lit as, and whether it is of the product meant. */
export function litClass(lit: Lit, which: Pointed["tensor"], at: number): string {
  if (!lit[which].has(at)) return "moves";
  const meant = which !== "output" && lit.tap?.[which] === at;
  return `lit-${which}${meant ? " meant" : ""} moves`;
}
