/** `convoke train digits`: the net, how it learns, and what is reported. */
import { augmentImages } from "convoke/data";
import { adam, crossEntropy, input } from "convoke/grad";
import {
  build,
  conv2d,
  type EpochReport,
  flatten,
  linear,
  maxPool2d,
  type Net,
  oneCycleRate,
  predict,
  relu,
  sequential,
  type Trained,
  type TrainOptions,
  train,
} from "convoke/nets";
import type { Digits } from "./data.ts";

export interface DigitsOptions {
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest of one cycle. */
  readonly rate: number;
  readonly seed: number;
  readonly threads: number | null;
}

/** Pixels by which training images are moved, to either side. */
const SHIFT = 1.5;
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

/** Eight for all of MNIST; fewer images are seen more often. */
export const epochsFor = (images: number): number =>
  Math.min(60, Math.max(8, Math.ceil(120_000 / images)));

export async function trainDigits(
  net: Net,
  { train: { images, labels }, test }: Digits,
  { threads, rate, ...options }: DigitsOptions,
  more: Pick<TrainOptions, "resume" | "signal" | "onStep" | "onEpoch">,
): Promise<Trained> {
  return await train({
    net,
    examples: { inputs: images, targets: labels },
    validation: { inputs: test.images, targets: test.labels },
    loss: crossEntropy,
    optimizer: (steps) => adam({ rate: oneCycleRate({ rate, steps }) }),
    augment: (batch, next, out) => augmentImages(batch, { shift: SHIFT }, next, out),
    ...options,
    ...(threads === null ? {} : { threads }),
    ...more,
  });
}

export interface Results {
  readonly history: readonly EpochReport[];
  /** [classes, classes]: how many of one digit (row) were taken for another (column). */
  readonly confusion: readonly (readonly number[])[];
  readonly accuracy: number;
  /** Of the first layer, [channels][rows · columns]. */
  readonly kernels: readonly Float32Array[];
}

/** What the net makes of the test images, and what it has learned. */
export async function resultsOf(
  net: Net,
  { test: { images, labels } }: Digits,
  history: readonly EpochReport[],
  threads: number | null,
): Promise<Results> {
  const outputs = await predict(net, images, threads === null ? {} : { threads });
  const confusion = Array.from({ length: CLASSES }, () => new Array<number>(CLASSES).fill(0));
  labels.data.forEach((label, i) => {
    const row = outputs.data.subarray(i * CLASSES, (i + 1) * CLASSES);
    confusion[label][row.indexOf(Math.max(...row))]++;
  });
  const hits = confusion.reduce((sum, row, label) => sum + row[label], 0);
  const { shape, origin } = net.parameters.get("conv1.weight")!;
  const size = shape[2] * shape[3];
  const kernels = Array.from({ length: shape[0] }, (_, i) =>
    origin.data.slice(i * size, (i + 1) * size),
  );
  return { history, confusion, accuracy: hits / labels.data.length, kernels };
}
