/**
 * A network before anything is known of it: nodes with ONNX's operators and attributes. ONNX files and
 * descriptions in JSON become one.
 */
import type { OnnxDtype } from "../../formats/onnx/elements.ts";
import type { Operator } from "./ask.ts";

export interface Graph {
  readonly name: string;
  /** Version of ONNX's operators. */
  readonly opset: number;
  /** In an order in which they can be computed. */
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
  readonly constants: ReadonlyMap<string, Constant>;
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** "" for ONNX's own. */
  readonly domain: string;
  /** "" where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Answers for the node, where the table of ONNX's operators does not. */
  readonly operator?: Operator;
}

/** Null for what no shape depends on: graphs, types. */
export type Attribute = number | string | readonly number[] | readonly string[] | Constant | null;

export interface GraphInput {
  readonly name: string;
  readonly dtype: OnnxDtype;
  /** A name where an extent may vary, null where nothing is said; null for unknown axes. */
  readonly shape: readonly (number | string | null)[] | null;
}

export interface Constant {
  readonly shape: readonly number[];
  readonly dtype: OnnxDtype;
  /** Reads its numbers; null where only the shape is known. */
  readonly numbers: (() => readonly number[]) | null;
}

export const isConstant = (attribute: Attribute | undefined): attribute is Constant =>
  typeof attribute === "object" && attribute !== null && !Array.isArray(attribute);
