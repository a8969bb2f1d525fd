/** The training of the page, as Node does it too: the same setting gives the same parameters, bit for bit. */
import { adam, crossEntropy } from "convoke/grad";
import type { Net, TrainOptions } from "convoke/nets";
import { digitsOf } from "./digits/digit.ts";
import { BATCH } from "./parameters.ts";

export interface Course {
  readonly seed: number;
  readonly rate: number;
  readonly examples: number;
  readonly epochs: number;
}

export function courseOf(net: Net, { seed, rate, examples, epochs }: Course): TrainOptions {
  return {
    net,
    examples: digitsOf(seed, "training", examples),
    loss: crossEntropy,
    optimizer: adam({ rate }),
    epochs,
    batchSize: BATCH,
    seed,
  };
}
