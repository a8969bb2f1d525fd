/** Formulas, tables and times of one layer's gradients. */
import { type Problem, parse } from "convoke";
import { compileBackward } from "convoke/backward";
import { ratioValue, sweep } from "convoke/cost";
import type { Exhibit, Series, Table } from "../model/exhibit.ts";
import type { Facts } from "../model/facts.ts";
import { medianOf, timesOf } from "../timed.ts";
import type { Subject } from "./study.ts";

/** The textbook's two figures, with the layer's numbers in them. */
export function formulas({ inChannels, outChannels, axes }: Problem): Exhibit[] {
  const [window, input, output] = (["kernel", "input", "output"] as const).map((of) =>
    axes.map((a) => a[of]),
  );
  const product = (factors: readonly number[]) =>
    `${factors.join(" \\cdot ")} = ${factors.reduce((a, b) => a * b, 1)}`;
  return [
    {
      kind: "formula",
      name: "ofWeight",
      tex: `c_o c_i k_h k_w h_o w_o = ${product([outChannels, inChannels, ...window, ...output])}`,
    },
    {
      kind: "formula",
      name: "ofInput",
      tex: `c_i h w c_o k_h k_w = ${product([inChannels, ...input, outChannels, ...window])}`,
    },
  ];
}

export function passesTable(layer: Problem, { layerCost, backwardCost }: Subject): Table {
  const { asWritten, needed } = layerCost(layer);
  const { weight, input, total } = backwardCost(layer);
  const passes = {
    forward: { textbook: asWritten, exact: needed },
    weightGradient: weight,
    inputGradient: input,
    both: total,
  };
  return {
    kind: "table",
    name: "passes",
    head: [
      "pass",
      "textbookProducts",
      "exactProducts",
      "textbookAdditions",
      "exactAdditions",
      "toForward",
    ],
    rows: Object.entries(passes).map(([pass, { textbook, exact }]) => [
      pass,
      textbook.multiplications,
      exact.multiplications,
      textbook.additions,
      exact.additions,
      exact.multiplications / needed.multiplications,
    ]),
  };
}

/** Counted products for each of the textbook's, by stride. */
export function stridesSeries(layer: Problem, { backwardCost }: Subject): Series {
  const points = sweep(layer, "stride", [1, 2, 3, 4]).flatMap(({ value, descriptor }) =>
    descriptor === null ? [] : [{ value, cost: backwardCost(parse(descriptor)) }],
  );
  return {
    kind: "series",
    name: "shares",
    axis: "stride",
    x: points.map(({ value }) => value),
    lines: [
      { name: "weightGradient", y: points.map(({ cost }) => ratioValue(cost.weight.ratio)) },
      { name: "inputGradient", y: points.map(({ cost }) => ratioValue(cost.input.ratio)) },
      { name: "square", y: points.map(({ value }) => 1 / value ** 2) },
    ],
  };
}

export function memoryTable(layer: Problem, { trainingMemory }: Subject): Table {
  const kinds = {
    linear: layer,
    rectified: { ...layer, activation: { kind: "clamp", min: 0, max: Infinity } },
    biased: { ...layer, bias: true },
  } as const satisfies Record<string, Problem>;
  return {
    kind: "table",
    name: "bytes",
    head: ["layerKind", "forwardBytes", "backwardBytes", "saidBytes"],
    rows: Object.entries(kinds).map(([name, problem]) => {
      const { peak, textbook } = trainingMemory(problem);
      return [name, peak.forward, peak.backward, textbook];
    }),
  };
}

/** Milliseconds of each pass on one thread here. */
export async function timesOfPasses(layer: Problem): Promise<Facts> {
  const [forwardMs] = await timesOf([layer]);
  const gradient = async (needs: { dx: boolean; dw: boolean }) => {
    using executable = await compileBackward(layer, { needs: { ...needs, db: false }, threads: 1 });
    return await medianOf(() => executable.run());
  };
  const weightMs = await gradient({ dx: false, dw: true });
  const inputMs = await gradient({ dx: true, dw: false });
  return { forwardMs, weightMs, inputMs, timesForward: (weightMs + inputMs) / forwardMs };
}
