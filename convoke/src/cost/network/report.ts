/** What a network costs, layer by layer and in all. */
import { readOptions } from "../../options.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { type ElementType, elementType } from "../elements.ts";
import type { OptimizerName } from "../memory.ts";
import { type Disagreement, disagreements } from "./counters.ts";
import { extentOf, type Field } from "./field.ts";
import { gradientsOf, type LayerGradients } from "./gradients.ts";
import {
  bytesOf,
  type ForwardMemory,
  forwardMemory,
  type NetworkTraining,
  networkTraining,
  usedParameters,
} from "./memory.ts";
import type { Network, NetworkLayer } from "./network.ts";
import { costOfWork, type WorkCost, type WorkKind } from "./work.ts";

export interface NetworkCost {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly layers: readonly NetworkLayerCost[];
  readonly totals: NetworkTotals;
  /** Places of the layers that cost most, largest first, by what. */
  readonly largest: Readonly<Record<"macs" | "parameters" | "output", readonly number[]>>;
  readonly forward: ForwardMemory;
  readonly training: readonly NetworkTraining[];
  /** What other programs print for the same layers, and why. */
  readonly counters: readonly Disagreement[];
  /** Layers that are not counted, and why. */
  readonly unknown: readonly { readonly layer: number; readonly reason: string }[];
}

export interface NetworkLayerCost {
  readonly name: string;
  readonly op: string;
  readonly kind: WorkKind;
  /** Of the first output; null where it is not known. */
  readonly shape: readonly number[] | null;
  /** Numbers of the parameters that no layer before it reads. */
  readonly parameters: number;
  readonly cost: WorkCost;
  readonly gradients: LayerGradients;
  /** Read, of parameters, written; every tensor once. */
  readonly bytes: { readonly read: number; readonly parameters: number; readonly written: number };
  /** Along the axes of the inputs that windows slide along: what one output sees, and how far apart
   *  two neighbours look. */
  readonly fields: readonly ReceptiveField[];
  /** Activations that are there while it runs. */
  readonly live: number;
}

export interface ReceptiveField {
  readonly input: string;
  readonly axis: number;
  /** Positions, padding counted. */
  readonly extent: number;
  /** Effective stride in positions of the input; null where every output sees the same. */
  readonly stride: number | null;
  /** First position that output 0 sees. */
  readonly first: number;
}

export interface NetworkTotals {
  readonly parameters: number;
  readonly parameterBytes: number;
  readonly cost: WorkCost;
  readonly gradients: LayerGradients;
  /** MACs, FLOPs and layers by kind, without kinds that do not occur. */
  readonly byKind: readonly {
    readonly kind: WorkKind;
    readonly layers: number;
    readonly macs: number;
    readonly flops: number;
  }[];
  /** Read and written by all layers, parameters too. */
  readonly bytes: number;
}

export interface NetworkCostOptions {
  /** What floats are stored as. Default: as the network says. */
  readonly dtype?: ElementType;
  /** How many of the largest layers are named. Default 3. */
  readonly largest?: number;
}

/**
 * @throws OptionError for an unknown option or element type.
 * @throws UnsupportedError for counts of 2^53 and more.
 */
export function networkCost(network: Network, options: NetworkCostOptions = {}): NetworkCost {
  readOptions("networkCost", options, ["dtype", "largest"]);
  const stored = options.dtype === undefined ? undefined : elementType(options.dtype);
  const forward = forwardMemory(network, stored);
  const seen = new Set<string>();
  const slid = slidAxes(network);
  const gradients = gradientsOf(network);
  const layers = network.layers.map((layer, at) => ({
    ...layerCost(network, layer, { stored, seen, slid, live: forward.bytes[at] }),
    gradients: gradients[at],
  }));
  const top = (of: (layer: NetworkLayerCost) => number) =>
    layers
      .map((layer, at) => [of(layer), at] as const)
      .filter(([amount]) => amount > 0)
      .sort(([a], [b]) => b - a)
      .slice(0, options.largest ?? 3)
      .map(([, at]) => at);
  return {
    name: network.name,
    inputs: network.inputs.map((name) => ({ name, shape: network.values.get(name)?.shape ?? [] })),
    layers,
    totals: totalsOf(network, layers, stored),
    largest: {
      macs: top(({ cost }) => cost.macs),
      parameters: top(({ parameters }) => parameters),
      output: top(({ bytes }) => bytes.written),
    },
    forward,
    training: (["sgd", "momentum", "adam"] as const satisfies readonly OptimizerName[]).map(
      (name) => networkTraining(network, name, stored),
    ),
    counters: disagreements(
      network,
      layers.map(({ cost }) => cost.macs),
    ),
    unknown: network.layers.flatMap(({ work }, layer) =>
      work.kind === "unknown" ? [{ layer, reason: work.reason }] : [],
    ),
  };
}

/** Axes of inputs that a window slides along somewhere: of a picture its height and width. */
function slidAxes({ values }: Network): ReadonlySet<string> {
  const slid = new Set<string>();
  for (const { fields } of values.values())
    for (const field of fields) if (field.window) slid.add(keyOf(field));
  return slid;
}

const keyOf = ({ input, axis }: Pick<Field, "input" | "axis">) => `${axis} ${input}`;

function layerCost(
  { values }: Network,
  layer: NetworkLayer,
  at: {
    readonly stored: ElementType | undefined;
    readonly seen: Set<string>;
    readonly slid: ReadonlySet<string>;
    readonly live: number;
  },
): Omit<NetworkLayerCost, "gradients"> {
  const { name, op, work, inputs, outputs, parameters } = layer;
  const idle = work.kind === "view" || work.kind === "constant";
  const bytes = (names: readonly string[]) =>
    [...new Set(names)].reduce((sum, n) => sum + bytesOf(values.get(n)!, at.stored), 0);
  const own = parameters.filter((n) => !at.seen.has(n));
  for (const n of own) at.seen.add(n);
  const output = values.get(outputs[0]);
  return {
    name,
    op,
    kind: work.kind,
    shape: output?.shape ?? null,
    parameters: own.reduce((sum, n) => sum + sizeOf(values.get(n)?.shape ?? []), 0),
    cost: costOfWork(work),
    bytes: idle
      ? { read: 0, parameters: 0, written: 0 }
      : { read: bytes(inputs), parameters: bytes(parameters), written: bytes(outputs) },
    fields: (output?.fields ?? [])
      .filter((field) => at.slid.has(keyOf(field)))
      .map((field) => ({
        input: field.input,
        axis: field.axis,
        extent: extentOf(field),
        stride: field.along === null ? null : field.jump,
        first: field.low,
      })),
    live: at.live,
  };
}

function totalsOf(
  network: Network,
  layers: readonly NetworkLayerCost[],
  stored: ElementType | undefined,
): NetworkTotals {
  const sum = <T>(list: readonly T[], of: (item: T) => number) =>
    list.reduce((total, item) => total + of(item), 0);
  const names = [...usedParameters(network)].map((name) => network.values.get(name)!);
  const keys = Object.keys(costOfWork({ kind: "view" })) as (keyof WorkCost)[];
  const cost = Object.fromEntries(
    keys.map((key) => [key, sum(layers, (layer) => layer.cost[key])]),
  ) as unknown as WorkCost;
  const kinds = [...new Set(layers.map(({ kind }) => kind))];
  return {
    parameters: sum(names, ({ shape }) => sizeOf(shape ?? [])),
    parameterBytes: sum(names, (value) => bytesOf(value, stored)),
    cost,
    gradients: {
      weight: sum(layers, ({ gradients }) => gradients.weight),
      input: sum(layers, ({ gradients }) => gradients.input),
    },
    byKind: kinds.map((kind) => {
      const own = layers.filter((layer) => layer.kind === kind);
      return {
        kind,
        layers: own.length,
        macs: sum(own, (layer) => layer.cost.macs),
        flops: sum(own, (layer) => layer.cost.flops),
      };
    }),
    bytes: sum(layers, ({ bytes }) => bytes.read + bytes.parameters + bytes.written),
  };
}
