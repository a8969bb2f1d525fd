/** Exercise 6.3-1: a stride on a sound is a lower sampling rate, with or without what that asks for. */
import { conv1d, tensor } from "convoke";
import { normal, random } from "convoke/data";
import { study } from "../model/study.ts";
import { decibels, loudestPart, soundOf, spectrogramOf, strengthOf } from "../sounds.ts";
import { errors } from "./errors.ts";
import { foldedOf, gainOf, KERNELS, kernelsFor, lowPass, toneOf } from "./kernels.ts";
import { AUDIBLE, RATE, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

/** Whole windows only: [samples] → [⌊(samples − taps) / stride⌋ + 1]. */
async function strided(
  x: Float32Array,
  kernel: Float32Array,
  stride: number,
): Promise<Float32Array> {
  const y = await conv1d(tensor([1, 1, x.length], x), tensor([1, 1, kernel.length], kernel), {
    stride,
    accuracy: "exact",
  });
  return y.data as Float32Array;
}

export const audioStride = study({
  id: "6.3-1",
  slug: "audio-stride",
  parameters: {
    stride: { kind: "whole", label: { en: "stride", zh: "步幅" }, from: 2, to: 4, standard: 2 },
    hertz: {
      kind: "whole",
      label: { en: "tone in hertz", zh: "音调，赫兹" },
      from: 100,
      to: 7900,
      standard: 5000,
    },
    reach: {
      kind: "whole",
      label: {
        en: "half length of the designed kernel, in strides",
        zh: "设计的核的半长，以步幅计",
      },
      from: 12,
      to: 60,
      standard: 24,
    },
    recording: {
      kind: "whole",
      label: { en: "stride on the recording", zh: "录音的步幅" },
      from: 2,
      to: 8,
      standard: 4,
    },
  },
  subject: { strided, kernelsFor },
  errors,
  text: { en, zh },
  async run({ stride, hertz, reach, recording }, { effort, seed, data, onProgress }, subject) {
    const kernels = subject.kernelsFor(stride, reach);
    const tone = toneOf(hertz / RATE, RATE);
    const heard = Object.fromEntries(
      await Promise.all(
        KERNELS.map(
          async (name) => [name, await subject.strided(tone, kernels[name], stride)] as const,
        ),
      ),
    );
    const steps = effort === "quick" ? 40 : 400;
    const tones = Array.from({ length: steps }, (_, i) => (0.5 * (i + 0.5)) / steps);
    const measured = await Promise.all(
      KERNELS.flatMap((name) =>
        tones.map(async (frequency) => {
          // Cosine and sine together have one strength everywhere, however slow the tone is.
          const [y, sine] = await Promise.all(
            [0, 0.25].map((late) =>
              subject.strided(toneOf(frequency, 1500, late), kernels[name], stride),
            ),
          );
          const level = decibels(Math.hypot(strengthOf(y), strengthOf(sine)));
          return { name, frequency, y, level };
        }),
      ),
    );
    const voice = await data.sound();
    const part = loudestPart(voice, 2);
    const own = kernelsFor(recording, 24);
    const spoken = await Promise.all(
      (["none", "box", "gaussian", "designed"] as const).map(async (name) => {
        const y = await subject.strided(part, own[name], recording);
        return {
          name,
          y,
          level: decibels(
            strengthOf(await aliasOf(part, own, name, recording, subject.strided)) / strengthOf(y),
          ),
        };
      }),
    );
    const spokenOf = (name: string) => spoken.find((one) => one.name === name)!;
    const noises = Array.from({ length: effort === "quick" ? 3 : 30 }, (_, i) => {
      const next = normal(random(seed + i));
      return Float32Array.from({ length: 4000 }, next);
    });
    const sensitivities = await Promise.all(
      KERNELS.flatMap((name) =>
        noises.map(async (noise) => {
          const [still, moved] = [noise.subarray(1), noise.subarray(0, -1)];
          const [a, b] = [
            await subject.strided(still, kernels[name], stride),
            await subject.strided(moved, kernels[name], stride),
          ];
          const change =
            strengthOf(a.map((v, i) => v - b[i])) / strengthOf(still.map((v, i) => v - moved[i]));
          return { name, change };
        }),
      ),
    );
    const table = KERNELS.map((name) => [
      name,
      decibels(gainOf(kernels[name], hertz / RATE)),
      decibels(Math.SQRT2 * strengthOf(heard[name])),
      sensitivities.find((one) => one.name === name)!.change,
    ]);
    return {
      facts: {
        stride,
        hertz,
        rate: RATE,
        newRate: RATE / stride,
        newHalf: RATE / stride / 2,
        heardAt: (foldedOf(hertz / RATE, stride) * RATE) / stride,
        recording,
        source: voice.source,
        voiceRate: voice.rate,
        voiceHalf: voice.rate / recording / 2,
        noneLevel: spokenOf("none").level,
        boxLevel: spokenOf("box").level,
        gaussianLevel: spokenOf("gaussian").level,
        designedLevel: spokenOf("designed").level,
        designedTaps: kernels.designed.length,
        audible: AUDIBLE,
      },
      steps: [
        {
          key: "tone",
          exhibits: [
            soundOf(
              "tone",
              tone.map((v) => v / 2),
              RATE,
            ),
            soundOf(
              "toneNone",
              heard.none.map((v) => v / 2),
              RATE / stride,
            ),
            soundOf(
              "toneBox",
              heard.box.map((v) => v / 2),
              RATE / stride,
            ),
            soundOf(
              "toneDesigned",
              heard.designed.map((v) => v / 2),
              RATE / stride,
            ),
            {
              kind: "formula",
              name: "folding",
              tex: `\\left|${hertz} - ${Math.round((hertz / RATE) * stride)}\\cdot\\tfrac{${RATE}}{${stride}}\\right| = ${(foldedOf(hertz / RATE, stride) * RATE) / stride}\\;\\mathrm{Hz}`,
            },
            {
              kind: "table",
              name: "levels",
              head: ["kernel", "formulaLevel", "measuredLevel", "moved"],
              rows: table,
            },
          ],
        },
        {
          key: "sweep",
          exhibits: [
            {
              kind: "series",
              name: "curves",
              axis: "hertz",
              x: tones.map((f) => f * RATE),
              lines: KERNELS.map((name) => ({
                name,
                y: measured.filter((one) => one.name === name).map(({ level }) => level),
              })),
            },
          ],
        },
        {
          key: "voice",
          exhibits: [
            soundOf("voice", part, voice.rate),
            spectrogramOf("voiceSpectrum", part, 512),
            soundOf("voiceNone", spokenOf("none").y, voice.rate / recording),
            spectrogramOf("voiceNoneSpectrum", spokenOf("none").y, 128),
            soundOf("voiceDesigned", spokenOf("designed").y, voice.rate / recording),
            spectrogramOf("voiceDesignedSpectrum", spokenOf("designed").y, 128),
          ],
        },
      ],
      statements: await statementsOf(
        subject,
        { kernels, measured, sensitivities, stride, reach },
        { sounds: effort === "quick" ? 40 : 2000, seed },
        onProgress,
      ),
    };
  },
});

type Layer = typeof strided;

/** What a strided layer makes of all that is above half the new rate: none of it should be there. */
async function aliasOf(
  x: Float32Array,
  kernels: ReturnType<typeof kernelsFor>,
  name: "none" | "box" | "gaussian" | "designed",
  stride: number,
  layer: Layer,
): Promise<Float32Array> {
  const ideal = lowPass(stride, 150, 1);
  const margin = (ideal.length - 1) / 2;
  if (x.length <= ideal.length) return new Float32Array(1);
  const low = await layer(x, ideal, 1);
  const high = low.map((v, i) => x[i + margin] - v);
  return layer(high, kernels[name], stride);
}
