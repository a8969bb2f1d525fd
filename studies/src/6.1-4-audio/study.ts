/** Exercise 6.1-4: convolutions on sound, as samples and as a spectrogram, beside those on an image. */
import { type Tensor, tensor } from "convoke";
import { stft } from "convoke/data";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { decibelsOf, largestOf, loudestPart, soundOf, spectrogramOf } from "../sounds.ts";
import type { Case } from "./definition.ts";
import { errors } from "./errors.ts";
import { peaksOf } from "./harmonics.ts";
import { layer, reachOf, spectra } from "./layers.ts";
import { shapeText, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

/** Two kernels each: what changes, and what stays. */
const DOWNWARDS = [
  [-1, 1],
  [-1, 1],
  [-1, 1],
  [1, 1],
  [1, 1],
  [1, 1],
].flatMap(([change, mean]) => [change / 6, mean / 6]);

const subject = { layer, spectra };
export type Subject = typeof subject;

export const audio = study({
  id: "6.1-4",
  slug: "audio",
  parameters: {
    bits: {
      kind: "whole",
      label: { en: "samples of a frame, as a power of 2", zh: "每帧样本数，2 的幂次" },
      from: 6,
      to: 10,
      standard: 9,
    },
    time: {
      kind: "whole",
      label: { en: "taps in time", zh: "时间方向的权重数" },
      from: 1,
      to: 9,
      standard: 6,
    },
    frequency: {
      kind: "whole",
      label: { en: "taps in frequency", zh: "频率方向的权重数" },
      from: 1,
      to: 9,
      standard: 3,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ bits, time, frequency }, { effort, seed, data, onProgress }, subject) {
    const recording = await data.sound();
    const { rate, source } = recording;
    const part = loudestPart(recording, 1.5);
    const [nFft, hop] = [2 ** bits, 2 ** (bits - 1)];
    // Samples: low and high, by the mean and the difference of eight neighbours.
    const wave: Case = {
      x: tensor([part.length, 1], part),
      kernel: tensor(
        [8, 1, 2],
        Array.from({ length: 16 }, (_, i) => (i % 2 === 0 || i < 8 ? 1 : -1) / 8),
      ),
    };
    const filtered = await subject.layer(wave);
    // A spectrogram in decibels, [time, frequency, 1].
    const upright = decibelsOf(part, nFft, hop);
    const [bins, frames] = upright.shape;
    const taps = Float32Array.from({ length: time * frequency * 2 }, (_, i) => {
      const [a, o] = [Math.floor(i / (2 * frequency)), i % 2];
      return (o === 1 || 2 * a >= time ? 1 : -1) / (time * frequency);
    });
    const spectral: Case = {
      x: tensor(
        [frames, bins, 1],
        Array.from(
          { length: frames * bins },
          (_, i) => upright.data[(bins - 1 - (i % bins)) * frames + Math.floor(i / bins)],
        ),
      ),
      kernel: tensor([time, frequency, 1, 2], taps),
    };
    const features = await subject.layer(spectral);
    const photo = await data.image();
    const image = middleOf(photo, 96);
    const seen: Case = {
      x: tensor([...image.shape, 1], image.data),
      kernel: tensor([6, 1, 1, 2], DOWNWARDS),
    };
    const pictured = await subject.layer(seen);
    const short = part.slice(0, Math.min(part.length, 8 * nFft));
    const [made, defined] = [
      await subject.spectra(short, nFft, hop),
      stft(tensor([1, short.length], short), { nFft, hopLength: hop, center: false }),
    ];
    const notes = [20, 30].map((base) => peaksOf(base));
    const reach = (nFft + (time - 1) * hop) / rate;
    const spanned = await reachOf(subject.spectra, 64, 32, time);
    return {
      facts: {
        source,
        rate,
        nFft,
        hop,
        waveReach: (1000 * wave.kernel.shape[0]) / rate,
        frameReach: (1000 * nFft) / rate,
        reach: 1000 * reach,
        bin: rate / nFft,
        hertz: (frequency * rate) / nFft,
        time,
        frequency,
        low: notes[0].join(", "),
        high: notes[1].join(", "),
      },
      steps: [
        {
          key: "shapes",
          exhibits: [
            {
              kind: "table",
              name: "shapes",
              head: ["what", "input", "kernel", "output"],
              rows: [
                ["imageRow", shapeText(seen.x), shapeText(seen.kernel), shapeText(pictured)],
                ["waveRow", shapeText(wave.x), shapeText(wave.kernel), shapeText(filtered)],
                [
                  "spectrumRow",
                  shapeText(spectral.x),
                  shapeText(spectral.kernel),
                  shapeText(features),
                ],
              ],
            },
          ],
        },
        {
          key: "wave",
          exhibits: [
            soundOf("sound", part, rate),
            soundOf("low", channelOf(filtered, 0, 2), rate),
            soundOf("high", channelOf(filtered, 1, 2), rate),
          ],
        },
        {
          key: "spectrogram",
          exhibits: [
            spectrogramOf("spectrum", part, nFft, hop),
            pictureOf("onsets", standing(features, 0), [-20, 20]),
            pictureOf("means", standing(features, 1), [
              largestOf(upright.data) - 80,
              largestOf(upright.data),
            ]),
          ],
        },
      ],
      statements: await statementsOf(
        subject,
        { made, defined, nFft, time, spanned, notes },
        effort === "quick" ? 60 : 2000,
        seed,
        onProgress,
      ),
    };
  },
});

/** One channel of [samples, channels]. */
const channelOf = ({ data }: Tensor, channel: number, channels: number): Float32Array =>
  data.filter((_, i) => i % channels === channel) as Float32Array;

/** One channel of [time, frequency, 2] as a picture: time to the right, low frequencies below. */
function standing({ shape: [frames, bins], data }: Tensor, channel: number): Tensor {
  const values = Float32Array.from({ length: frames * bins }, (_, i) => {
    const [row, frame] = [Math.floor(i / frames), i % frames];
    return data[(frame * bins + bins - 1 - row) * 2 + channel];
  });
  return { shape: [bins, frames], data: values };
}
