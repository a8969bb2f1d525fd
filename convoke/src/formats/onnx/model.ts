/**
 * An ONNX file as plain values. Names are as in the file; nothing is interpreted: no shape is inferred,
 * no operator is known.
 *
 * Source: ONNX, "Open Neural Network Exchange Intermediate Representation Specification", IR 10.
 */
import type { OnnxDtype } from "./elements.ts";

export interface OnnxModel {
  readonly irVersion: number;
  /** What wrote the file; often empty. */
  readonly producer: string;
  /** Versions of the operator sets, by domain. The domain of ONNX itself is "". */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  readonly name: string;
  /** In the order of the file, which the format wants to be one that can be computed. */
  readonly nodes: readonly OnnxNode[];
  /** Weights and other constants by name. */
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Before IR 4, every initializer is among them too. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** What the writer knew of values in between; often nothing. */
  readonly values: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  /** "" for ONNX's own operators. */
  readonly domain: string;
  /** Names of values; "" where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

/** Whole numbers beyond 2⁵³ are rounded as doubles are: only "to the end" is written so. */
export type OnnxAttribute =
  | { readonly kind: "float" | "int"; readonly value: number }
  | { readonly kind: "floats" | "ints"; readonly value: readonly number[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  /** A string that is not UTF-8. */
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly kind: "tensor"; readonly value: OnnxTensor }
  | { readonly kind: "tensors"; readonly value: readonly OnnxTensor[] }
  | { readonly kind: "graph"; readonly value: OnnxGraph }
  | { readonly kind: "graphs"; readonly value: readonly OnnxGraph[] }
  /** In the body of a function: what the attribute of this name of its caller says. */
  | { readonly kind: "reference"; readonly value: string }
  /** Sparse tensors and types, which are not read. */
  | { readonly kind: "other"; readonly value: string };

export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
}

export type OnnxType =
  | {
      readonly kind: "tensor";
      /** Null where the file does not say. */
      readonly dtype: OnnxDtype | null;
      /** Extents; a name where one may vary, null where nothing is said; null for unknown axes. */
      readonly shape: readonly (number | string | null)[] | null;
    }
  | { readonly kind: "sequence" | "map" | "optional" | "sparse tensor" | "opaque" | "unknown" };

export interface OnnxTensor {
  readonly name: string;
  readonly dtype: OnnxDtype;
  readonly shape: readonly number[];
  /** Where its numbers lie in the file: `onnxNumbers` reads them. */
  readonly stored: OnnxStored;
}

export type OnnxStored =
  /** Little endian, row-major. */
  | { readonly kind: "raw"; readonly bytes: Uint8Array }
  /** In a list of this field number, inside the bytes of the message. */
  | { readonly kind: "list"; readonly field: number; readonly message: Uint8Array };
