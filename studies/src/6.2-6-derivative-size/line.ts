/** Derivatives along a line: nodes to try, and what a reader sees of them. */

import { FormatError } from "convoke";
import { random } from "convoke/data";
import {
  formatRational,
  type NodeKind,
  nodesFor,
  type Rational,
  rational,
  readRational,
  type Stencil,
  toNumber,
} from "convoke/workshop";
import type { Series, Table } from "../model/exhibit.ts";

/** `-1 0 1/2` as nodes; nothing: those of a kind. */
export function readNodes(
  text: string,
  kind: NodeKind,
  derivative: number,
  accuracy: number,
): readonly Rational[] {
  const words = text.trim() === "" ? [] : text.trim().split(/[\s,]+/);
  if (words.length === 0) return nodesFor(kind, derivative, accuracy);
  return words.map((word) => {
    const value = readRational(word);
    if (value) return value;
    throw new FormatError(`expected numbers or fractions such as 1/2 for nodes, got ${word}`);
  });
}

/** Different fractions, in no order. */
export function randomNodes(count: number, seed: number): Rational[] {
  const next = random(seed);
  const found = new Map<string, Rational>();
  while (found.size < count) {
    const node = rational(Math.floor(next() * 25) - 12, 1 + Math.floor(next() * 3));
    found.set(formatRational(node), node);
  }
  return [...found.values()];
}

export function weightsTable({ nodes, weights }: Stencil): Table {
  const rows = nodes.map((x, j) => [formatRational(x), formatRational(weights[j])]);
  return { kind: "table", name: "weights", head: ["node", "weight"], rows };
}

/** Σ wⱼ e^(h xⱼ) / h^d less 1, which every derivative of e^x at 0 is, by the step h, in doubles. */
export function errorSeries({ nodes, weights, derivative, error }: Stencil): Series {
  const x = Array.from({ length: 24 }, (_, i) => 2 ** -(i / 2 + 0.5));
  const made = x.map((h) => {
    const sum = nodes.reduce(
      (s, at, j) => s + toNumber(weights[j]) * Math.exp(h * toNumber(at)),
      0,
    );
    return Math.abs(sum / h ** derivative - 1);
  });
  const said = x.map((h) =>
    error ? Math.abs(toNumber(error.coefficient)) * h ** error.accuracy : 0,
  );
  // A logarithm has no 0.
  const least = 2 ** -60;
  return {
    kind: "series",
    name: "errors",
    axis: "step",
    x,
    lines: [
      { name: "found", y: made.map((v) => Math.max(v, least)) },
      { name: "said", y: said.map((v) => Math.max(v, least)) },
    ],
    scale: "logarithmic",
  };
}
