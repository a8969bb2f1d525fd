/** `convoke train position`: left or right, by a net with coordinates and by one without, trained alike. */

import { inDigits } from "@convoke/studies/words";
import {
  type PositionFigures,
  type PositionNetOptions,
  positionExamples,
  positionFigures,
  positionNet,
  positionTraining,
} from "convoke/learn";
import { type EpochReport, train } from "convoke/nets";
import type { Words } from "../../strings.ts";
import { percent } from "../lines.ts";
import { curves } from "../picture/curves.ts";
import { checkNoData, type LearnOptions, type Lesson, type Task, threadsOf } from "../task.ts";

const [SIDE, PAIRS, TEST_PAIRS, EPOCHS] = [16, 256, 128, 20];

export const position: Task = {
  name: "position",
  title: "positionTask",
  about: "aboutPosition",
  defaults: { batchSize: 32, rate: 0.01 },
  load: async (data) => {
    checkNoData("position", data);
    return {
      source: `${SIDE}×${SIDE}`,
      train: 2 * PAIRS,
      test: 2 * TEST_PAIRS,
      epochs: EPOCHS,
      pace: "imagesPerSecond",
      begin: lesson,
    };
  },
};

/** The net with coordinates is the one whose training is shown; the other's comes behind it. */
function lesson(options: LearnOptions): Lesson {
  const { seed, rate, epochs, batchSize } = options;
  const examples = positionExamples(PAIRS, SIDE, seed);
  const others = positionExamples(TEST_PAIRS, SIDE, seed + 1);
  const how = positionTraining(examples, others, rate);
  const located: PositionNetOptions = { side: SIDE, coordinates: true, seed };
  const net = positionNet(located);
  const figures = (own: typeof net, made: PositionNetOptions, history: readonly EpochReport[]) =>
    positionFigures(own, made, examples, others, history);
  return {
    net,
    how,
    results: async ({ history }, t) => {
      const made = { ...located, coordinates: false };
      const rival = positionNet(made);
      const went = await train({
        net: rival,
        ...how,
        ...{ seed, epochs, batchSize },
        ...threadsOf(options),
      });
      const plain = await figures(rival, made, went.history);
      const coordinates = await figures(net, located, history);
      return {
        report: { accuracy: coordinates.accuracy, plain, coordinates },
        headline: `${percent(coordinates.accuracy)} ${t.withCoordinates}, ${percent(plain.accuracy)} ${t.without}`,
        words: [featuresLine(t.without, plain, t), featuresLine(t.withCoordinates, coordinates, t)],
        panels: [compared(plain, coordinates, t)],
      };
    },
  };
}

const featuresLine = (name: string, { features }: PositionFigures, t: Words): string =>
  `${name}: ${t.sameFeatures} ${percent(features.same)}, ${t.featuresApart} ${inDigits(features.apart, 2)}`;

const compared = (plain: PositionFigures, located: PositionFigures, t: Words): string =>
  curves(
    `${t.accuracy}, ${t.testSet}`,
    [plain, located].map(({ history }) => history.map((report) => report.validation!.accuracy!)),
    [t.without, t.withCoordinates],
    (share) => `${Math.round(100 * share)} %`,
  );
