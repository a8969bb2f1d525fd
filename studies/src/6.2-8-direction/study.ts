/** Exercise 6.2-8: an edge kernel for a given direction, and what answers to a second derivative. */
import { tensor } from "convoke";
import { add, fromNumber, kernel, namedKernel, scale, transpose } from "convoke/workshop";
import { matrixOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { respond } from "../respond.ts";
import { errors } from "./errors.ts";
import {
  atMiddle,
  edgeAlong,
  peakOf,
  STRUCTURE_NAMES,
  structure,
  type Vector,
} from "./pictures.ts";
import { type Subject, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const across = kernel([
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
]);
const down = transpose(across);

const subject: Subject = {
  steer: ([x, y]) => add(scale(across, fromNumber(x)), scale(down, fromNumber(y))),
  second: namedKernel("laplacian4").kernel,
  respond,
};

const unit = (degrees: number): Vector => {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
};

export const direction = study({
  id: "6.2-8",
  slug: "direction",
  parameters: {
    degrees: {
      kind: "number",
      label: { en: "direction in degrees, from the right downward", zh: "方向（度，由右向下转）" },
      from: -180,
      to: 180,
      standard: 30,
    },
    height: {
      kind: "whole",
      label: { en: "height of the structures", zh: "结构的高度" },
      from: 1,
      to: 1000,
      standard: 12,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ degrees, height }, { effort, seed, data, onProgress }, subject) {
    const vector = unit(degrees);
    const steered = subject.steer(vector);
    const photo = await data.image();
    const pixels = middleOf(photo, 192);
    const [right, below, answer] = await Promise.all(
      [subject.steer([1, 0]), subject.steer([0, 1]), steered].map((k) =>
        subject.respond(pixels, k),
      ),
    );
    const turns = Array.from({ length: 37 }, (_, i) => 5 * i - 90);
    const answers: number[] = [];
    for (const turn of turns)
      answers.push(peakOf(await subject.respond(edgeAlong(unit(degrees + 90 + turn), 1), steered)));
    const rows = [];
    for (const name of STRUCTURE_NAMES) {
      const one = structure(name, height);
      const [x, y, second] = await Promise.all(
        [subject.steer([1, 0]), subject.steer([0, 1]), subject.second].map((k) =>
          subject.respond(one, k),
        ),
      );
      const slopes = tensor(
        x.shape,
        Array.from(x.data, (v, i) => Math.hypot(v, y.data[i]) / 8),
      );
      rows.push([name, atMiddle(slopes), peakOf(slopes), atMiddle(second), peakOf(second)]);
    }
    return {
      facts: {
        degrees,
        height,
        source: photo.source,
        left: answers[0],
        most: Math.max(...answers),
      },
      steps: [
        {
          key: "kernel",
          exhibits: [
            matrixOf("across", tensor(across.shape, across.values)),
            matrixOf("down", tensor(down.shape, down.values)),
            matrixOf("steered", tensor(steered.shape, steered.values)),
          ],
          facts: { cos: vector[0], sin: vector[1] },
        },
        {
          key: "turning",
          exhibits: [
            {
              kind: "series",
              name: "turning",
              axis: "turn",
              x: turns,
              lines: [
                { name: "answer", y: answers },
                {
                  name: "cosine",
                  y: turns.map((t) => Math.max(...answers) * Math.cos((t * Math.PI) / 180)),
                },
              ],
            },
          ],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            pictureOf("right", right, [-512, 512]),
            pictureOf("below", below, [-512, 512]),
            pictureOf("oriented", answer, [-512, 512]),
          ],
        },
        {
          key: "structures",
          exhibits: [
            {
              kind: "table",
              name: "structures",
              head: ["structure", "firstMiddle", "firstPeak", "secondMiddle", "secondPeak"],
              rows,
            },
          ],
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 48 : 4000, seed, onProgress),
    };
  },
});
