/**
 * The digits net on digits of sorts, made from a seed: for where it matters that training goes on, and
 * comes out the same, and not what is learned. Runs wherever the library runs.
 */
import { augmentImages } from "convoke/data";
import { adam, crossEntropy } from "convoke/grad";
import { type Examples, type Net, oneCycleRate, type TrainOptions } from "convoke/nets";
import { digitsNet } from "../cli/src/train/digits/net.ts";

const CLASSES = 10;
const SIDE = 28;

/** Class n is a bright bar in row 2n + 4, on noise. */
export function bars(count: number): Examples {
  const labels = Int32Array.from({ length: count }, (_, i) => (7 * i) % CLASSES);
  const pixels = Float32Array.from({ length: SIDE * SIDE * count }, (_, i) => {
    const [image, place] = [Math.floor(i / (SIDE * SIDE)), i % (SIDE * SIDE)];
    return Math.floor(place / SIDE) === 2 * labels[image] + 4 ? 1 : ((i * 7919) % 61) / 255;
  });
  return {
    inputs: { shape: [count, 1, SIDE, SIDE], data: pixels },
    targets: { shape: [count], data: labels },
  };
}

/** So many steps of batches of `batchSize`, 20 an epoch, with everything that `convoke train` uses. */
export function barsCourse(steps: number, batchSize: number): TrainOptions & { readonly net: Net } {
  return {
    net: digitsNet(1),
    examples: bars(20 * batchSize),
    loss: crossEntropy,
    optimizer: adam({ rate: oneCycleRate({ rate: 0.002, steps }) }),
    augment: (batch, next, out) => augmentImages(batch, { shift: 1.5 }, next, out),
    epochs: Math.ceil(steps / 20),
    batchSize,
    seed: 1,
  };
}
