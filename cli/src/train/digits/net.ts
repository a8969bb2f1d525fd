/** The net that `convoke train digits` trains. */
import { input } from "convoke/grad";
import {
  build,
  conv2d,
  flatten,
  linear,
  maxPool2d,
  type Net,
  relu,
  sequential,
} from "convoke/nets";

const CLASSES = 10;

/** LeNet's shape with more channels: 28 → 24 → 12 → 8 → 4, then two products. */
export function digitsNet(seed: number): Net {
  return build(
    sequential({
      conv1: conv2d(1, 16, { kernelSize: 5 }),
      pool1: maxPool2d({ kernelSize: 2 }),
      relu1: relu(),
      conv2: conv2d(16, 32, { kernelSize: 5 }),
      pool2: maxPool2d({ kernelSize: 2 }),
      relu2: relu(),
      flatten: flatten(),
      fc1: linear(512, 128),
      relu3: relu(),
      fc2: linear(128, CLASSES),
    }),
    input("images", [1, 1, 28, 28]),
    { seed },
  );
}
