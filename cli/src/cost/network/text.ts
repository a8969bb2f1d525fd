/** A network's cost as a person reads it. */

import {
  fieldText,
  grouped,
  inBytes,
  inPercent,
  inThousands,
  NETWORK_WORDS,
  type NetworkWords,
  oneLine,
  shapeText,
} from "@convoke/studies/words";
import type { NetworkCost, NetworkLayerCost } from "convoke/cost/network";
import type { Language } from "../../strings.ts";
import { bar } from "../../terminal/bars.ts";
import { columns } from "../../terminal/table.ts";
import { countersText, trainingText } from "./sections.ts";

const NAME_WIDTH = 24;

export interface NetworkTextOptions {
  readonly title: string;
  readonly dtype: string;
  readonly backward: boolean;
  readonly language: Language;
}

export function networkText(cost: NetworkCost, options: NetworkTextOptions): string {
  const t = NETWORK_WORDS[options.language];
  const inputs = cost.inputs.map(({ name, shape }) => `${oneLine(name)} ${shapeText(shape)}`);
  return [
    [oneLine(options.title), options.dtype, ...inputs].join("  "),
    layersText(cost, t),
    kindsText(cost, t),
    memoryText(cost, t),
    options.backward ? trainingText(cost, t) : "",
    countersText(cost, options.language),
    unknownText(cost, t),
  ]
    .filter((section) => section !== "")
    .join("\n\n");
}

function layersText(cost: NetworkCost, t: NetworkWords): string {
  const { layers, totals } = cost;
  const most = Math.max(...layers.map((layer) => layer.cost.macs), 1);
  const shown = layers.flatMap((layer, at) =>
    layer.kind === "view" || layer.kind === "constant" ? [] : [{ layer, at }],
  );
  const rows = shown.map(({ layer, at }) => [
    oneLine(layer.name, NAME_WIDTH),
    oneLine(layer.op, NAME_WIDTH),
    layer.shape === null ? t.unknownShape : shapeText(layer.shape),
    layer.parameters > 0 ? grouped(layer.parameters) : "",
    layer.cost.macs > 0 ? inThousands(layer.cost.macs) : "",
    layer.cost.flops > 0 ? inThousands(layer.cost.flops) : "",
    ...fieldText(layer.fields),
    inBytes(layer.live),
    bar(layer.cost.macs / most, 16),
    markOf(cost, at, t),
  ]);
  const count = (kind: NetworkLayerCost["kind"]) =>
    layers.filter((layer) => layer.kind === kind).length;
  const [views, constants] = [count("view"), count("constant")];
  return [
    t.layers,
    columns(
      [
        [t.layer, t.operator, t.output, t.parameters, t.macs, t.flops, t.sees, t.stride, t.live],
        ...rows,
        [
          t.total,
          "",
          "",
          grouped(totals.parameters),
          inThousands(totals.cost.macs),
          inThousands(totals.cost.flops),
        ],
      ],
      ["left", "left", "left", "right", "right", "right", "right", "right", "right", "left"],
    ),
    `  ${t.fields}`,
    ...(views + constants > 0 ? [`  ${t.hidden} ${views}, ${t.constants} ${constants}`] : []),
  ].join("\n");
}

/** What a layer has most of. */
function markOf({ largest }: NetworkCost, at: number, t: NetworkWords): string {
  const places = (Object.keys(largest) as (keyof typeof largest)[]).flatMap((what) => {
    const place = largest[what].indexOf(at);
    return place < 0 ? [] : [`${place + 1}. ${t[what]}`];
  });
  return places.length === 0 ? "" : `◀ ${t.largest}: ${places.join(", ")}`;
}

function kindsText({ totals }: NetworkCost, t: NetworkWords): string {
  const { cost, byKind } = totals;
  const rows = byKind.map(({ kind, layers, macs, flops }) => [
    t[kind],
    `${layers}`,
    grouped(macs),
    grouped(flops),
    cost.flops > 0 ? inPercent(flops / cost.flops) : "",
    bar(flops / Math.max(1, cost.flops), 16),
  ]);
  const single = (
    ["multiplications", "additions", "divisions", "comparisons", "functions"] as const
  )
    .filter((key) => cost[key] > 0)
    .map((key) => `${t[key]} ${grouped(cost[key])}`);
  return [
    t.kinds,
    columns(
      [
        [t.kind, t.number, t.macs, t.flops],
        ...rows,
        [t.total, "", grouped(cost.macs), grouped(cost.flops)],
      ],
      ["left", "right", "right", "right", "right", "left"],
    ),
    `  ${t.flops} = ${single.join(" + ")}`,
  ].join("\n");
}

function memoryText({ totals, forward, layers }: NetworkCost, t: NetworkWords): string {
  const layer = layers[forward.at];
  const live = forward.live
    .filter(({ bytes }) => bytes > 0)
    .slice(0, 4)
    .map(({ name, bytes }) => `${oneLine(name, NAME_WIDTH)} ${inBytes(bytes)}`);
  return [
    t.memory,
    columns(
      [
        [t.weights, grouped(totals.parameterBytes), inBytes(totals.parameterBytes)],
        [
          t.peak,
          grouped(forward.peak),
          inBytes(forward.peak),
          layer ? `${t.at} ${oneLine(layer.name, NAME_WIDTH)}; ${t.there}: ${live.join(", ")}` : "",
        ],
        [t.traffic, grouped(totals.bytes), inBytes(totals.bytes)],
      ],
      ["left", "right", "right", "left"],
    ),
  ].join("\n");
}

function unknownText({ unknown, layers }: NetworkCost, t: NetworkWords): string {
  if (unknown.length === 0) return "";
  return [
    t.notCounted,
    ...unknown.map(({ layer, reason }) => {
      const { name, op } = layers[layer];
      return `  ${oneLine(op, NAME_WIDTH)} ${oneLine(name, NAME_WIDTH)}: ${oneLine(reason)}`;
    }),
  ].join("\n");
}
