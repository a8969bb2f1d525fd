/** `convoke train kernel`: [1, -1] from the picture with the diagonal, step by step. */

import { inDigits } from "@convoke/studies/words";
import { input, meanSquaredError, sgd } from "convoke/grad";
import { type Diagonal, diagonal, learnKernel } from "convoke/learn";
import { build, conv2d, loadParameters, type Net } from "convoke/nets";
import { weights } from "../../learn/picture.ts";
import type { Words } from "../../strings.ts";
import {
  checkNoData,
  type LearnOptions,
  type Lesson,
  type Results,
  type Task,
  threadsOf,
} from "../task.ts";
import { type Point, pathPanel } from "./path.ts";

const SIDE = 6;

/**
 * Of the mean squared error over its 30 outputs, the eigenvalues of the second derivative are 3 and 1/3:
 * windows hold two ones, or a one and a zero, 20 and 5 times each. 2 / (3 + 1/3) = 0.6 is the rate at which
 * errors along both shrink alike, by 0.8 a step: 40 steps make a ten-thousandth of them.
 */
const [RATE, STEPS] = [0.6, 40];

export const kernel: Task = {
  name: "kernel",
  title: "kernelTask",
  about: "aboutKernel",
  defaults: { batchSize: 1, rate: RATE },
  load: async (data) => {
    checkNoData("kernel", data);
    return {
      source: `${SIDE}×${SIDE}`,
      train: 1,
      test: null,
      epochs: STEPS,
      pace: "stepsPerSecond",
      begin: (options) => lesson(diagonal(SIDE), options),
    };
  },
};

function lesson(pictures: Diagonal, options: LearnOptions): Lesson {
  const layer = conv2d(1, 1, { kernelSize: [1, 2], bias: false });
  const net = build(layer, input("picture", [1, 1, SIDE, SIDE]), { seed: options.seed });
  const path: Point[] = [kernelOf(net)];
  const batch = ({ shape: [, height, width], data }: Diagonal["before"]) => ({
    shape: [1, 1, height, width],
    data,
  });
  return {
    net,
    how: {
      examples: { inputs: batch(pictures.before), targets: batch(pictures.after) },
      loss: meanSquaredError,
      optimizer: sgd({ rate: options.rate }),
    },
    note: (checkpoint) => {
      loadParameters(net, checkpoint);
      path.push(kernelOf(net));
      return `[${kernelOf(net)
        .map((w) => w.toFixed(5))
        .join(", ")}]`;
    },
    results: (_, t) => resultsOf(kernelOf(net), path, pictures, options, t),
  };
}

const kernelOf = (net: Net): Point => {
  const [first, second] = net.parameters.get("weight")!.origin.data;
  return [first, second];
};

async function resultsOf(
  found: Point,
  path: readonly Point[],
  { before, after, kernel: wanted }: Diagonal,
  options: LearnOptions,
  t: Words,
): Promise<Results> {
  const { solved } = await learnKernel({ before, after, size: [1, 2], ...threadsOf(options) });
  const farthest = Math.max(...found.map((w, i) => Math.abs(w - wanted[i])));
  return {
    report: { kernel: found, farthest, solved: [...solved.kernel], path },
    headline: `[${found.map((w) => inDigits(w, 6)).join(", ")}], ${t.farthest} ${inDigits(farthest, 2)}`,
    words: [`${t.leastSquares}: [${[...solved.kernel].map((w) => inDigits(w, 6)).join(", ")}]`],
    panels: [pathPanel(t.kernelPath, path, wanted), weights(t.learned, [found])],
  };
}
