/** A 1×1 layer in formulas, beside larger kernels, and inside blocks of layers. */
import { type Problem, resolve } from "convoke";
import type { Formula, Table } from "../model/exhibit.ts";
import type { Subject } from "./study.ts";

export function formula({ inChannels, outChannels, axes }: Problem): Formula {
  const factors = [outChannels, ...axes.map((a) => a.output), inChannels];
  return {
    kind: "formula",
    name: "products",
    tex: `c_o h_o w_o c_i = ${factors.join(" \\cdot ")} = ${factors.reduce((a, b) => a * b)}`,
  };
}

/** The layer with a larger kernel, padded so that the output stays. */
export function kernelOfSize({ inChannels, outChannels, axes }: Problem, kernel: number): Problem {
  const more = (kernel - 1) / 2;
  return resolve({
    input: [1, inChannels, ...axes.map((a) => a.input)],
    weight: [outChannels, inChannels, ...axes.map(() => kernel)],
    stride: axes.map((a) => a.stride),
    padding: axes.map((a) => a.before + more),
  });
}

export function kernelsTable(layer: Problem, { layerCost }: Subject): Table {
  const { asWritten: own } = layerCost(layer);
  return {
    kind: "table",
    name: "kernels",
    head: ["kernel", "products", "toOne", "weights", "bytes", "intensity"],
    rows: [1, 3, 5, 7].map((kernel) => {
      const { asWritten, parameters, bytes, intensity } = layerCost(kernelOfSize(layer, kernel));
      return [
        `${kernel}×${kernel}`,
        asWritten.multiplications,
        asWritten.multiplications / own.multiplications,
        parameters.weight,
        bytes.total,
        intensity,
      ];
    }),
  };
}

/** A dense 3×3 layer, and what networks put in its place: narrow in the middle, or depthwise. */
export function blocksTable({ outChannels: c, axes }: Problem, { layerCost }: Subject): Table {
  const narrow = Math.max(1, Math.floor(c / 4));
  const extents = axes.map((a) => a.input);
  const of = (input: number, output: number, kernel: number, groups = 1): Problem =>
    resolve({
      input: [1, input, ...extents],
      weight: [output, input / groups, kernel, kernel],
      padding: (kernel - 1) / 2,
      groups,
    });
  const blocks = {
    dense: [of(c, c, 3)],
    bottleneck: [of(c, narrow, 1), of(narrow, narrow, 3), of(narrow, c, 1)],
    depthwise: [of(c, c, 3, c), of(c, c, 1)],
  };
  return {
    kind: "table",
    name: "blocks",
    head: ["block", "products", "weights", "inPointwise"],
    rows: Object.entries(blocks).map(([name, layers]) => {
      const products = layers.map((one) => layerCost(one).asWritten.multiplications);
      const total = products.reduce((a, b) => a + b, 0);
      const pointwise = products.filter((_, i) => layers[i].axes[0].kernel === 1);
      return [
        name,
        total,
        layers.reduce((sum, one) => sum + layerCost(one).parameters.weight, 0),
        pointwise.reduce((a, b) => a + b, 0) / total,
      ];
    }),
  };
}
