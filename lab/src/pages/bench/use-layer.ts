/** The bench's layer in a view: parameters out of the address, numbers, and what is lit. */
import type { Parameters, ValuesOf } from "@convoke/studies";
import { outputShape, sizeOf } from "convoke";
import { useEffect, useMemo } from "preact/hooks";
import { beyondOf } from "../../state/beyond.ts";
import { parametersOf, type Values } from "../../state/parameters.ts";
import { type LAYER, type Layer, layerOf, problemOf } from "./layer.ts";
import { makeAll } from "./lazy-list.ts";
import { BESIDE, type Lit, litBy, type Pointed, pointed } from "./pointed.ts";

export interface OnBench {
  readonly parameters: Values<typeof LAYER>;
  /** Null where parameters do not fit each other; `problem` says why. */
  readonly layer: Layer | null;
  readonly problem: string | null;
  /** What is wrong with the address, the view's own parameters included. */
  readonly badAddress: string | null;
  /** What is pointed at; nothing: the window at `output`. */
  readonly lit: Lit;
  /** What is lit belongs to this. */
  readonly point: Pointed;
  /** The output that was pointed at last, which the link holds. */
  readonly output: number;
}

const DARK: Lit = { input: new Set(), weight: new Set(), output: new Set(), tap: null };

/** @param more the view's own parameters: they may stand in the address beside the layer's. */
export function useLayer(more: Parameters = {}): OnBench {
  const { values: all, problem: badAddress, set: write } = parametersOf(BESIDE, more);
  const { at, ...values } = all;
  const parameters: OnBench["parameters"] = {
    values,
    problem: badAddress,
    set: (next) => write({ ...next, ...placeIn({ ...values, ...next } as Given, at) }),
  };
  const made = useMemo(() => attempt(parameters.values), [JSON.stringify(parameters.values)]);
  // Who points at an input or a weight asks for the taps of all outputs.
  useEffect(() => (made.layer ? makeAll(made.layer.taps) : undefined), [made]);
  const outputs = made.layer?.y.data.length ?? 1;
  const output = Math.min(at, outputs - 1);
  const point: Pointed = standing(pointed.value, made.layer) ?? { tensor: "output", at: output };
  const lit = useMemo(
    () => (made.layer ? litBy(made.layer, point) : DARK),
    [made, point.tensor, point.at, point.tap],
  );
  const beyond = made.layer && beyondOf("at", at, 0, outputs - 1);
  return { parameters, ...made, badAddress: badAddress ?? beyond, lit, point, output };
}

type Given = ValuesOf<typeof LAYER>;

/** The window stays on an output that the changed layer has: on its last one, where it has fewer. */
function placeIn(values: Given, at: number): { readonly at?: number } {
  if (at === 0) return {};
  try {
    return { at: Math.min(at, sizeOf(outputShape(problemOf(values))) - 1) };
  } catch {
    // Parameters that do not fit each other have no outputs; the sentence is the layer's.
    return {};
  }
}

/** What was pointed at, where the layer of now still has it. */
function standing(point: Pointed | null, layer: Layer | null): Pointed | null {
  if (point === null || layer === null) return null;
  const { data } = { input: layer.x, weight: layer.w, output: layer.y }[point.tensor];
  return point.at < data.length ? point : null;
}

function attempt(values: ValuesOf<typeof LAYER>): Pick<OnBench, "layer" | "problem"> {
  try {
    return { layer: layerOf(values), problem: null };
  } catch (error) {
    return { layer: null, problem: (error as Error).message };
  }
}
