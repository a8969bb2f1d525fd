/** Formulas and tables of what a layer costs. */
import type { Problem } from "convoke";
import { ELEMENT_TYPES } from "convoke/cost";
import type { Exhibit, Table } from "../model/exhibit.ts";
import type { Subject } from "./study.ts";

/** The textbook's figures, with the layer's numbers in them. */
export function formulas({ inChannels, outChannels, axes }: Problem): Exhibit[] {
  const [window, output] = (["kernel", "output"] as const).map((of) => axes.map((a) => a[of]));
  const times = (numbers: readonly number[]) => numbers.join(" \\cdot ");
  const [outer, inner] = [
    [outChannels, ...output],
    [inChannels, ...window],
  ];
  const product = (numbers: readonly number[]) => numbers.reduce((a, b) => a * b, 1);
  const [outputs, taps] = [product(outer), product(inner)];
  return [
    {
      kind: "formula",
      name: "multiplications",
      tex: `c_o h_o w_o \\cdot c_i k_h k_w = ${times(outer)} \\cdot ${times(inner)} = ${outputs * taps}`,
    },
    {
      kind: "formula",
      name: "additions",
      tex: `c_o h_o w_o\\,(c_i k_h k_w - 1) = ${times(outer)} \\cdot (${taps} - 1) = ${outputs * (taps - 1)}`,
    },
  ];
}

export function countsTable(layer: Problem, { layerCost }: Subject): Table {
  const plain = layerCost(layer);
  const biased = layerCost({ ...layer, bias: true });
  const rows = {
    asWritten: plain.asWritten,
    needed: plain.needed,
    withBias: biased.asWritten,
  };
  return {
    kind: "table",
    name: "counts",
    head: ["way", "multiplications", "additions", "biasAdditions", "operations"],
    rows: Object.entries(rows).map(([name, a]) => [
      name,
      a.multiplications,
      a.additions,
      a.biasAdditions,
      a.flops,
    ]),
  };
}

/** The same layer with groups, with more images, point by point, channel by channel. */
export function variantsTable(layer: Problem, { layerCost }: Subject): Table {
  const { inChannels, outChannels } = layer;
  const all: [string, Problem][] = [
    ["one", layer],
    ["fourImages", { ...layer, batch: 4 }],
  ];
  if (inChannels % 2 === 0 && outChannels % 2 === 0)
    all.push(["twoGroups", { ...layer, groups: 2 }]);
  if (outChannels % inChannels === 0) all.push(["depthwise", { ...layer, groups: inChannels }]);
  return {
    kind: "table",
    name: "variants",
    head: ["way", "multiplications", "weights", "totalBytes", "intensity"],
    rows: all.map(([name, problem]) => {
      const { asWritten, parameters, bytes, intensity } = layerCost(problem);
      return [name, asWritten.multiplications, parameters.weight, bytes.total, intensity];
    }),
  };
}

export function bytesTable(layer: Problem, { layerCost }: Subject): Table {
  return {
    kind: "table",
    name: "bytes",
    head: ["type", "inputBytes", "weightBytes", "outputBytes", "totalBytes"],
    rows: ELEMENT_TYPES.map((dtype) => {
      const { input, weight, output, total } = layerCost(layer, { dtype }).bytes;
      return [dtype, input, weight, output, total];
    }),
  };
}
