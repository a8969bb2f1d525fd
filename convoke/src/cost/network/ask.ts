/** What an operator is asked, and what it answers: shapes, work, where its numbers come from. */
import { FormatError, fault, guard, ShapeError, show, UnsupportedError } from "../../errors.ts";
import type { OnnxDtype } from "../../formats/onnx/elements.ts";
import type { Attribute, GraphNode } from "./graph.ts";
import type { Path } from "./paths.ts";
import type { Work } from "./work.ts";

/** What is known of a value. */
export interface Fact {
  /** Null where it depends on data, or comes from an operator that is not known. */
  readonly shape: readonly number[] | null;
  readonly dtype: OnnxDtype;
  /** Where they are few, and the same in every run. */
  readonly numbers: readonly number[] | null;
  /** Constants that it is made of; null where it depends on an input of the network. */
  readonly origins: readonly string[] | null;
}

/** A fact with a shape. */
export type Shaped = Fact & { readonly shape: readonly number[] };

export interface Ask {
  readonly node: GraphNode;
  /** Version of the operators of the node's domain. */
  readonly opset: number;
  /** Null where an optional one is left out. */
  readonly inputs: readonly (Shaped | null)[];
}

export interface Answer {
  readonly outputs: readonly Outcome[];
  readonly work: Work;
  /** By input; what is left out sees everything. */
  readonly paths?: readonly Path[];
  /** What its gradient needs of the forward pass; nothing unless said. */
  readonly keeps?: Keeps;
}

/** Places of inputs, whether the output too, and bytes besides. */
export interface Keeps {
  readonly inputs?: readonly number[];
  readonly output?: boolean;
  readonly extra?: number;
}

export interface Outcome {
  readonly shape: readonly number[];
  /** That of the first input unless said. */
  readonly dtype?: OnnxDtype;
  readonly numbers?: readonly number[] | null;
}

export type Operator = (ask: Ask) => Answer;

/** What a sentence calls a node. */
export const called = ({ name, op, outputs }: GraphNode): string =>
  `${op} ${JSON.stringify(name || outputs[0] || "")}`;

/** @throws FormatError where it is left out. */
export function inputAt({ node, inputs }: Ask, at: number): Shaped {
  const input = inputs[at];
  guard(input !== null && input !== undefined, FormatError, () => ({
    name: `input ${at} of ${called(node)}`,
    expected: "a value",
    got: undefined,
  }));
  return input;
}

export const shapeAt = (ask: Ask, at: number): readonly number[] => inputAt(ask, at).shape;

/** @throws UnsupportedError where the numbers differ from run to run, or are too many. */
export function numbersAt(ask: Ask, at: number): readonly number[] {
  const { numbers } = inputAt(ask, at);
  if (numbers !== null) return numbers;
  throw fault(UnsupportedError, {
    name: `input ${at} of ${called(ask.node)}`,
    expected: "numbers that are known before the run",
    got: "some that depend on data",
  });
}

/** Whether there is such an input. */
export const has = ({ inputs }: Ask, at: number): boolean => (inputs[at] ?? null) !== null;

type Kind = "a whole number" | "whole numbers" | "a word";

function attribute<T>(
  { node }: Ask,
  name: string,
  expected: Kind,
  is: (value: Attribute) => value is T & Attribute,
): T | undefined {
  const value = node.attributes.get(name);
  if (value === undefined) return undefined;
  if (is(value)) return value;
  throw fault(FormatError, {
    name: `the attribute ${show(name)} of ${called(node)}`,
    expected,
    got: value,
  });
}

export const intOf = (ask: Ask, name: string, fallback: number): number =>
  attribute(ask, name, "a whole number", (v): v is number => Number.isInteger(v)) ?? fallback;

export const textOf = (ask: Ask, name: string, fallback: string): string =>
  attribute(ask, name, "a word", (v): v is string => typeof v === "string") ?? fallback;

export const intsOf = (ask: Ask, name: string): readonly number[] | undefined =>
  attribute(
    ask,
    name,
    "whole numbers",
    (v): v is readonly number[] => Array.isArray(v) && v.every((n) => Number.isInteger(n)),
  );

/** An axis from 0, where -1 is the last. */
export function axisOf({ node }: Ask, axis: number, rank: number): number {
  guard(axis >= -rank && axis < rank, ShapeError, () => ({
    name: `the axis of ${called(node)}`,
    expected: `one of ${rank} axes`,
    got: axis,
  }));
  return axis < 0 ? axis + rank : axis;
}

/** Axes given as an attribute in older versions, as an input in newer ones. */
export function axesOf(ask: Ask, at: number, rank: number): readonly number[] | undefined {
  const axes = intsOf(ask, "axes") ?? (has(ask, at) ? numbersAt(ask, at) : undefined);
  return axes?.map((axis) => axisOf(ask, axis, rank));
}
