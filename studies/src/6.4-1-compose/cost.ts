/** What two layers cost, and the one: counted and timed. */
import { layerCost } from "convoke/cost";
import type { Kernel } from "convoke/workshop";
import type { Table } from "../model/exhibit.ts";
import type { Facts } from "../model/facts.ts";
import { timesOf } from "../timed.ts";

/** Two layers and the one, with channels: products counted, milliseconds taken. */
export async function costOf([first, second]: readonly [Kernel, Kernel], channels: number) {
  const side = 56;
  const of = (kernel: readonly number[], extents: readonly number[]) => ({
    input: [1, channels, ...extents],
    weight: [channels, channels, ...kernel],
  });
  const after = first.shape.map((k) => side - k + 1);
  const size = first.shape.map((k, axis) => k + second.shape[axis] - 1);
  const layers = [of(first.shape, [side, side]), of(second.shape, after), of(size, [side, side])];
  const costs = layers.map((one) => layerCost(one));
  const times = await timesOf(layers);
  const row = (name: string, which: readonly number[]) => {
    const sum = (of: (i: number) => number) => which.reduce((total, i) => total + of(i), 0);
    return [
      name,
      sum((i) => costs[i].parameters.weight),
      sum((i) => costs[i].asWritten.multiplications),
      sum((i) => times[i]),
    ];
  };
  const table: Table = {
    kind: "table",
    name: "costs",
    head: ["layers", "weights", "products", "milliseconds"],
    timed: ["milliseconds"],
    rows: [row("twoLayers", [0, 1]), row("oneLayer", [2])],
  };
  const facts: Facts = {
    side,
    channels,
    timesProducts:
      costs[2].asWritten.multiplications /
      (costs[0].asWritten.multiplications + costs[1].asWritten.multiplications),
  };
  return { exhibits: [table], facts };
}
