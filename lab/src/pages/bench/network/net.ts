/**
 * The network: two convolutions, each cut off below 0 and halved by maxima, then one layer that sees
 * all of it. Written once, for the training and for the look at every layer.
 */
import { input, type Value } from "convoke/grad";
import {
  build,
  conv2d,
  flatten,
  type Layer,
  linear,
  maxPool2d,
  type Net,
  relu,
} from "convoke/nets";
import { CLASSES } from "./digits/digit.ts";
import { SIDE } from "./digits/ink.ts";

export interface Setting {
  readonly seed: number;
  readonly filters: number;
  readonly size: number;
}

/** Layers that have maps, in order. */
export const MAPS = ["conv1", "relu1", "pool1", "conv2", "relu2", "pool2"] as const;
export type MapsName = (typeof MAPS)[number];

/** Side of the maps of every layer. */
export function sidesOf(size: number): Readonly<Record<MapsName, number>> {
  const [first, half] = [SIDE - size + 1, (SIDE - size + 1) >> 1];
  const second = half - size + 1;
  return {
    ...{ conv1: first, relu1: first, pool1: half },
    ...{ conv2: second, relu2: second, pool2: second >> 1 },
  };
}

function layersOf({ filters, size }: Setting): Readonly<Record<string, Layer>> {
  return {
    conv1: conv2d(1, filters, { kernelSize: size }),
    relu1: relu(),
    pool1: maxPool2d({ kernelSize: 2 }),
    conv2: conv2d(filters, 2 * filters, { kernelSize: size }),
    relu2: relu(),
    pool2: maxPool2d({ kernelSize: 2 }),
    flatten: flatten(),
    classes: linear(2 * filters * sidesOf(size).pool2 ** 2, CLASSES),
  };
}

export interface WatchedNet {
  readonly net: Net;
  /** What every layer makes of one value. */
  readonly watch: (x: Value) => ReadonlyMap<string, Value>;
}

export function watchedNet(setting: Setting): WatchedNet {
  const layers = Object.entries(layersOf(setting));
  const made = new Map<string, Value>();
  const chain: Layer = {
    name: "network",
    forward: (x, scope) =>
      layers.reduce((value, [name, layer]) => {
        const next = scope.through(name, layer, value);
        made.set(name, next);
        return next;
      }, x),
  };
  const net = build(chain, input("digit", [1, 1, SIDE, SIDE]), { seed: setting.seed });
  return {
    net,
    watch: (x) => {
      made.clear();
      net.forward(x);
      return new Map(made);
    },
  };
}
