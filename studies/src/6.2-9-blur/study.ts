/** Exercise 6.2-9: blur kernels, what they do to noise and to edges, and what repeated boxes become. */
import { tensor } from "convoke";
import { normal, random } from "convoke/data";
import { kernel, noiseGain, power } from "convoke/workshop";
import { matrixOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { respond } from "../respond.ts";
import { errors } from "./errors.ts";
import { BLURS, blurOf, offGaussian, varianceOf } from "./kernels.ts";
import { type Subject, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject: Subject = { blurOf, respond, noiseGain, repeat: power };

export const blur = study({
  id: "6.2-9",
  slug: "blur",
  parameters: {
    size: {
      kind: "choice",
      label: { en: "size of the kernels", zh: "卷积核的大小" },
      of: ["3", "5", "7", "9"],
      standard: "5",
    },
    times: { kind: "whole", label: { en: "boxes", zh: "方框次数" }, from: 1, to: 8, standard: 4 },
    noise: {
      kind: "number",
      label: { en: "noise on the photograph (shades)", zh: "照片上的噪声（灰度级）" },
      from: 0,
      to: 100,
      standard: 20,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ size, times, noise }, { effort, seed, data, onProgress }, subject) {
    const side = Number(size);
    const kernels = BLURS.map((name) => subject.blurOf(name, side));
    const photo = await data.image();
    const clean = middleOf(photo, 192);
    const next = normal(random(seed));
    const noisy = tensor(
      clean.shape,
      clean.data.map((v) => v + noise * next()),
    );
    const blurred = await Promise.all(kernels.map((k) => subject.respond(noisy, k)));
    const soft = await Promise.all(kernels.map((k) => subject.respond(clean, k)));
    const off = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Math.sqrt(Array.from(a, (v, i) => (v - b[i]) ** 2).reduce((x, y) => x + y, 0) / a.length);
    const line = kernel([Array<string>(side).fill(`1/${side}`)]);
    const repeated = subject.repeat(line, times);
    const variance = varianceOf(repeated.values);
    const places = Array.from(repeated.values, (_, i) => i - (repeated.values.length - 1) / 2);
    return {
      facts: {
        size,
        times,
        noise,
        source: photo.source,
        off: 100 * offGaussian(repeated.values),
        offOne: 100 * offGaussian(line.values),
        spread: Math.sqrt((side - 1) / 4),
      },
      steps: [
        {
          key: "kernels",
          exhibits: kernels.map((k, i) => matrixOf(BLURS[i], tensor(k.shape, k.values))),
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("noisy", noisy, [0, 255]),
            ...blurred.map((one, i) => pictureOf(`${BLURS[i]}Photo`, one, [0, 255])),
            {
              kind: "table",
              name: "errors",
              head: ["kernel", "noiseLeft", "noiseFound", "lost", "total"],
              rows: kernels.map((k, i) => [
                BLURS[i],
                noise * Math.sqrt(subject.noiseGain(k).value),
                off(blurred[i].data, soft[i].data),
                off(soft[i].data, clean.data),
                off(blurred[i].data, clean.data),
              ]),
            },
          ],
          facts: { before: off(noisy.data, clean.data) },
        },
        {
          key: "repeated",
          exhibits: [
            {
              kind: "series",
              name: "repeated",
              axis: "place",
              x: places,
              lines: [
                { name: "boxes", y: [...repeated.values] },
                {
                  name: "bell",
                  y: places.map(
                    (x) => Math.exp(-(x * x) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance),
                  ),
                },
              ],
            },
          ],
          facts: { sigma: Math.sqrt(variance) },
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 36 : 3000, seed, onProgress),
    };
  },
});
