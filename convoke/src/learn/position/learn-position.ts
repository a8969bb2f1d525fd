/**
 * Is the shape in the left or the right half? A net of convolutions and global pooling cannot know; with
 * coordinates among its inputs it can. Both are trained alike, on the same pictures.
 */
import { crossEntropy } from "../../grad/operations/cross-entropy.ts";
import { adam } from "../../grad/optimizer.ts";
import type { Net } from "../../nets/net.ts";
import { cosineRate } from "../../nets/schedules.ts";
import type { Examples } from "../../nets/training/batch.ts";
import type { EpochReport } from "../../nets/training/checkpoint.ts";
import { evaluate, type PredictOptions, predict } from "../../nets/training/predict.ts";
import { type Progress, type TrainOptions, train } from "../../nets/training/train.ts";
import { readOptions } from "../../options.ts";
import { positionExamples } from "./examples.ts";
import { type PositionNetOptions, positionFeatures, positionNet } from "./net.ts";

export interface LearnPositionOptions {
  /** Rows and columns of a picture, even. Default 16. */
  readonly side?: number;
  /** Twins to learn from, and others to be tested with. Default 256 and 128. */
  readonly pairs?: number;
  readonly testPairs?: number;
  readonly pooling?: "max" | "mean";
  /** Default 20. */
  readonly epochs?: number;
  /** Default 32. */
  readonly batchSize?: number;
  /** Of Adam, at first. Default 0.01. */
  readonly rate?: number;
  /** Of pictures, first weights and order. Default 1. */
  readonly seed?: number;
  readonly threads?: number;
  /** The next step waits for what it gives back. */
  readonly onStep?: (net: LearnedNet, progress: Progress) => void | Promise<void>;
  readonly onEpoch?: (net: LearnedNet, report: EpochReport) => void | Promise<void>;
}

/** The net without coordinates, and the one with them. */
export type LearnedNet = keyof LearnedPosition;

/** Of one of the two nets. */
export interface PositionFigures {
  /** Shares that are right: of the pictures learned from, and of the others. */
  readonly trainAccuracy: number;
  readonly accuracy: number;
  /** On the others, in nats; chance is log 2. */
  readonly loss: number;
  /**
   * Features of twins, behind the pooling: how many of all have the same bits, how far they are apart at
   * most, and how large the largest of them is.
   */
  readonly features: { readonly same: number; readonly apart: number; readonly largest: number };
  readonly history: readonly EpochReport[];
}

export interface LearnedPosition {
  readonly plain: PositionFigures;
  readonly coordinates: PositionFigures;
}

const OPTIONS = [
  "side",
  "pairs",
  "testPairs",
  "pooling",
  "epochs",
  "batchSize",
  "rate",
  "seed",
  "threads",
  "onStep",
  "onEpoch",
] as const;

/** @throws OptionError for options that cannot be. */
export async function learnPosition(options: LearnPositionOptions = {}): Promise<LearnedPosition> {
  readOptions("learnPosition", options, OPTIONS);
  const { side = 16, pairs = 256, testPairs = 128, pooling = "max", seed = 1 } = options;
  const { epochs = 20, batchSize = 32, rate = 0.01, threads, onStep, onEpoch } = options;
  const sharing = threads === undefined ? {} : { threads };
  const examples = positionExamples(pairs, side, seed);
  const others = positionExamples(testPairs, side, seed + 1);
  const figures = async (which: LearnedNet) => {
    const coordinates = which === "coordinates";
    const how: PositionNetOptions = { side, coordinates, pooling, seed };
    const net = positionNet(how);
    const { history } = await train({
      net,
      ...positionTraining(examples, others, rate),
      ...{ epochs, batchSize, seed },
      ...sharing,
      ...(onStep && { onStep: (progress) => onStep(which, progress) }),
      ...(onEpoch && { onEpoch: (report) => onEpoch(which, report) }),
    });
    return await positionFigures(net, how, examples, others, history, sharing);
  };
  return { plain: await figures("plain"), coordinates: await figures("coordinates") };
}

/** How both nets are trained. */
export const positionTraining = (
  examples: Examples,
  validation: Examples,
  rate: number,
): Pick<TrainOptions, "examples" | "validation" | "loss" | "optimizer"> => ({
  examples,
  validation,
  loss: crossEntropy,
  optimizer: (steps) => adam({ rate: cosineRate({ rate, steps }) }),
});

/** What a trained net knows; examples are twins, one behind the other. */
export async function positionFigures(
  net: Net,
  options: PositionNetOptions,
  examples: Examples,
  others: Examples,
  history: readonly EpochReport[],
  sharing: Pick<PredictOptions, "threads"> = {},
): Promise<PositionFigures> {
  const { accuracy: known } = await evaluate(net, examples, crossEntropy, sharing);
  const { accuracy, loss } = await evaluate(net, others, crossEntropy, sharing);
  const { data, shape } = await predict(positionFeatures(net, options), others.inputs, sharing);
  const channels = shape[1];
  let [same, apart, largest] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 2 * channels)
    for (let c = 0; c < channels; c++) {
      const [left, right] = [data[i + c], data[i + channels + c]];
      if (left === right) same++;
      apart = Math.max(apart, Math.abs(left - right));
      largest = Math.max(largest, Math.abs(left), Math.abs(right));
    }
  const features = { same: (2 * same) / data.length, apart, largest };
  return { trainAccuracy: known!, accuracy: accuracy!, loss, features, history };
}
