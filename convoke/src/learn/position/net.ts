/** Small nets that are asked where something is: with channels that say so, or without. */
import { input } from "../../grad/value.ts";
import { type Layer, sequential } from "../../nets/layer.ts";
import { coordinates, flatten, relu } from "../../nets/layers/plain.ts";
import { adaptiveAvgPool2d, adaptiveMaxPool2d } from "../../nets/layers/pooling.ts";
import { conv2d, linear } from "../../nets/layers/weighted.ts";
import { build, type Net } from "../../nets/net.ts";

export interface PositionNetOptions {
  readonly side: number;
  /** Whether two channels of coordinates go in besides the picture. */
  readonly coordinates: boolean;
  /** Of all positions of a channel. Default "max". */
  readonly pooling?: "max" | "mean";
  readonly seed: number;
}

const CHANNELS = 8;

/**
 * Two convolutions around the edges (padding by wrapping), pooling over all positions, two classes. Moved
 * around the edges, a picture gives the same numbers at moved places, and pooling forgets the places.
 */
export function positionNet(options: PositionNetOptions): Net {
  const layer = sequential({ features: featuresOf(options), head: linear(CHANNELS, 2) });
  return build(layer, exampleOf(options), { seed: options.seed });
}

/** The part of such a net that ends behind the pooling, with its parameters as they are now. */
export function positionFeatures(net: Net, options: PositionNetOptions): Net {
  const part = build(featuresOf(options), exampleOf(options));
  for (const [name, { origin }] of part.parameters)
    origin.data.set(net.parameters.get(`features.${name}`)!.origin.data);
  return part;
}

const exampleOf = ({ side }: PositionNetOptions) => input("pictures", [1, 1, side, side]);

function featuresOf({ coordinates: located, pooling = "max" }: PositionNetOptions): Layer {
  const around = { kernelSize: 3, padding: 1, border: "wrap" } as const;
  const pool = pooling === "max" ? adaptiveMaxPool2d : adaptiveAvgPool2d;
  return sequential({
    ...(located ? { coordinates: coordinates() } : {}),
    conv1: conv2d(located ? 3 : 1, CHANNELS, around),
    relu1: relu(),
    conv2: conv2d(CHANNELS, CHANNELS, around),
    relu2: relu(),
    pool: pool({ outputSize: 1 }),
    flatten: flatten(),
  });
}
