/** Exercise 6.1-4: convolutions on sound, as samples and as a spectrogram, beside those on an image. */
import { conv1d, conv2d, type Tensor, tensor } from "convoke";
import { fourierKernels, stft } from "convoke/data";
import { inTurn, tried, triedOn } from "../model/statement.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { decibelsOf, largestOf, loudestPart, soundOf, spectrogramOf } from "../sounds.ts";
import { type Case, cases, expectedShape, summed } from "./definition.ts";
import { errors } from "./errors.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

/** Channels last, as the table has them; whole windows only. */
async function layer({ x, kernel }: Case): Promise<Tensor> {
  const axes = x.shape.length - 1;
  const input = { shape: [1, ...x.shape], data: x.data };
  const options = { dataLayout: "nhwc", weightLayout: "hwio", accuracy: "exact" } as const;
  const y =
    axes === 1 ? await conv1d(input, kernel, options) : await conv2d(input, kernel, options);
  return { shape: y.shape.slice(1), data: y.data };
}

/** Real parts of all frequencies, then imaginary ones, a row each: [2·bins, frames]. */
async function spectra(samples: Float32Array, nFft: number, hop: number): Promise<Tensor> {
  const y = await conv1d(tensor([1, 1, samples.length], samples), fourierKernels({ nFft }), {
    stride: hop,
    accuracy: "exact",
  });
  return { shape: y.shape.slice(1), data: y.data };
}

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
    const count = effort === "quick" ? 60 : 2000;
    const short = part.slice(0, Math.min(part.length, 8 * nFft));
    const [made, defined] = [
      await subject.spectra(short, nFft, hop),
      stft(tensor([1, short.length], short), { nFft, hopLength: hop, center: false }),
    ];
    const notes = [20, 30].map((base) => peaksOf(base));
    const reach = (nFft + (time - 1) * hop) / rate;
    const shown = (t: Pick<Tensor, "shape">) => `[${t.shape.join(", ")}]`;
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
                ["imageRow", shown(seen.x), shown(seen.kernel), shown(pictured)],
                ["waveRow", shown(wave.x), shown(wave.kernel), shown(filtered)],
                ["spectrumRow", shown(spectral.x), shown(spectral.kernel), shown(features)],
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
      statements: await inTurn(
        [
          ...(
            [
              ["image", 2, 0],
              ["samples", 1, 1],
              ["frames", 2, 2],
            ] as const
          ).map(
            ([key, axes, more]) =>
              () =>
                triedOn("claim", key, cases(count, axes, seed + more), async (one) => {
                  const y = await subject.layer(one);
                  const shapes = {
                    input: shown(one.x),
                    kernel: shown(one.kernel),
                    output: shown(y),
                  };
                  if (`${y.shape}` !== `${expectedShape(one)}`) return shapes;
                  const sums = summed(one);
                  const at = sums.findIndex((v, i) => v !== y.data[i]);
                  return at < 0 ? null : { ...shapes, value: y.data[at], other: sums[at] };
                }),
          ),
          () =>
            tried("truth", "isLayer", [defined.real, defined.imaginary], (part) => {
              const first = part === defined.real ? 0 : part.data.length;
              const most = largestOf(defined.real.data.map(Math.abs)) || 1;
              const at = part.data.findIndex(
                (v, i) => Math.abs(v - made.data[first + i]) > 1e-5 * nFft * most,
              );
              return made.data.length === 2 * part.data.length && at < 0 ? null : { at };
            }),
          () =>
            tried("truth", "reach", [spanned], (found) =>
              found === 64 + (time - 1) * 32 ? null : { samples: found },
            ),
          () =>
            triedOn("slip", "windowOnly", [spanned], async (found) =>
              found === time ? null : { samples: found, taps: time },
            ),
          () =>
            tried("slip", "pitch", [notes], ([low, high]) => {
              const gaps = [low, high].map((bins) => bins[1] - bins[0]);
              return gaps[0] === gaps[1] ? null : { low: low.join(", "), high: high.join(", ") };
            }),
          () =>
            triedOn("slip", "transposed", cases(60, 2, seed + 3), async ({ x, kernel }) => {
              // Time and frequency exchanged in the kernel alone.
              const [a, b, inputs, outputs] = kernel.shape;
              const turned = Float32Array.from({ length: kernel.data.length }, (_, i) => {
                const [rest, place] = [i % (inputs * outputs), Math.floor(i / (inputs * outputs))];
                return kernel.data[
                  ((place % a) * b + Math.floor(place / a)) * inputs * outputs + rest
                ];
              });
              if (a > x.shape[1] || b > x.shape[0]) return { kernel: `${b}×${a}` };
              const y = await subject.layer({ x, kernel });
              const z = await subject.layer({
                x,
                kernel: { shape: [b, a, inputs, outputs], data: turned },
              });
              return `${y.data}` === `${z.data}` ? null : { kernel: `${a}×${b}`, output: shown(y) };
            }),
        ],
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

/** Bins of the three lowest harmonics of a note, where a spectrum of 256 samples has its peaks. */
function peaksOf(base: number): number[] {
  const note = Float32Array.from({ length: 256 }, (_, n) =>
    [1, 2, 3].reduce((sum, h) => sum + Math.cos((2 * Math.PI * base * h * n) / 256) / h, 0),
  );
  const { real } = stft(tensor([1, 256], note), { nFft: 256, center: false, hopLength: 128 });
  return [...real.data.keys()].filter((i) => {
    const [before, own, after] = [i - 1, i, i + 1].map((bin) => Math.abs(real.data[bin] ?? 0));
    return own > 10 && own > before && own > after;
  });
}

/** Samples that `time` frames side by side see, found by touching each. */
async function reachOf(
  of: typeof spectra,
  nFft: number,
  hop: number,
  time: number,
): Promise<number> {
  // A window of cosines is zero at its first sample, which is part of the frame all the same.
  const length = nFft + (time + 1) * hop;
  const touched: number[] = [];
  for (let i = 0; i < length; i++) {
    const { shape, data } = await of(
      Float32Array.from({ length }, (_, n) => (n === i ? 1 : 0)),
      nFft,
      hop,
    );
    const frames = shape[1];
    if (data.some((v, at) => at % frames < time && v !== 0)) touched.push(i);
  }
  return touched[touched.length - 1] - touched[0] + 2;
}
