/** Exercise 6.4-8: why fast convolutions work in strips, and how wide a strip should be. */
import { tensor } from "convoke";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { medianOf } from "../timed.ts";
import { errors } from "./errors.ts";
import { type Subject, statementsOf } from "./statements.ts";
import { fetches, inStrips, scanned } from "./strips.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject: Subject = { fetches, inStrips };
const WIDTHS = [1, 2, 3, 4, 6, 8, 12, 24];

export const strips = study({
  id: "6.4-8",
  slug: "strips",
  parameters: {
    taps: { kind: "whole", label: { en: "taps k", zh: "核边长 k" }, from: 2, to: 7, standard: 3 },
    cache: {
      kind: "whole",
      label: { en: "pixels in the cache", zh: "缓存的像素数" },
      from: 4,
      to: 400,
      standard: 48,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ taps, cache }, { effort, seed, data, onProgress }, subject) {
    const [rows, columns] = [32, 24];
    const counts = WIDTHS.map((width) => subject.fetches({ taps, rows, columns, width, cache }));
    const best = counts.indexOf(Math.min(...counts));
    const photo = await data.image();
    const pixels = middleOf(photo, 96);
    const [side, weights] = [1024, new Float32Array(taps * taps).fill(1 / taps ** 2)];
    const large = new Float32Array(side * side).fill(1);
    const timed = [1, 4, 16, 64, 256, side];
    const times = timed.map(() => Number.POSITIVE_INFINITY);
    // Twice, and the quicker counts: other work may have come between.
    for (let round = 0; round < 2; round++)
      for (const [i, width] of timed.entries()) {
        const run = async () => scanned(large, side, weights, taps, width);
        times[i] = Math.min(times[i], await medianOf(run, 20));
      }
    const mean = tensor([2, 2], [0.25, 0.25, 0.25, 0.25]);
    return {
      facts: { taps, cache, best: WIDTHS[best], source: photo.source },
      steps: [
        {
          key: "fetched",
          exhibits: [
            {
              kind: "table",
              name: "fetched",
              head: ["width", "columns", "needed", "bytes", "perOutput"],
              rows: WIDTHS.map((width, i) => [
                width,
                taps + width - 1,
                taps * (taps + width - 1),
                4 * counts[i],
                counts[i] / (rows * columns),
              ]),
            },
          ],
          facts: { least: counts[best] / (rows * columns), one: counts[0] / (rows * columns) },
        },
        {
          key: "time",
          exhibits: [
            {
              kind: "table",
              name: "time",
              head: ["width", "ms"],
              timed: ["ms"],
              rows: timed.map((width, i) => [width, times[i]]),
            },
          ],
          facts: { side },
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            pictureOf("mean", await subject.inStrips(pixels, mean, 32), [0, 255]),
          ],
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 30 : 2000, seed, onProgress),
    };
  },
});
