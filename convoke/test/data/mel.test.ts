import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sharedPath } from "../../../test/shared.ts";
import { amplitudeToDb } from "../../src/data/sound/decibels.ts";
import { hzToMel, melFilterBank, melToHz } from "../../src/data/sound/mel.ts";
import { logMelSpectrogram, melSpectrogram, mfcc } from "../../src/data/sound/mel-spectrogram.ts";
import { spectrogram } from "../../src/data/sound/stft.ts";
import { readWav } from "../../src/formats/wav-read.ts";

test("both scales: 1000 Hz is 1000 mel and 15, and back again", () => {
  expect(hzToMel(1000)).toBeCloseTo(999.9855371396246, 10);
  expect(hzToMel(60)).toBeCloseTo(92.681858131657, 10);
  expect(hzToMel(1000, "slaney")).toBe(15);
  expect(hzToMel(440, "slaney")).toBeCloseTo(6.6, 12);
  expect(hzToMel(8000, "slaney")).toBeCloseTo(45.24564047192497, 12);
  for (const scale of ["htk", "slaney"] as const) {
    for (const hertz of [0, 20, 999, 1000, 1001, 22050])
      expect(melToHz(hzToMel(hertz, scale), scale)).toBeCloseTo(hertz, 8);
  }
});

describe("filters", () => {
  test("neighbours overlap by half: between the first top and the last they add up to one", () => {
    for (const melScale of ["htk", "slaney"] as const) {
      const { shape, data } = melFilterBank(16_000, 1024, { nMels: 20, melScale });
      expect(shape).toEqual([20, 513]);
      const [low, high] = [hzToMel(0, melScale), hzToMel(8000, melScale)];
      const corner = (i: number) => melToHz(low + ((high - low) * i) / 21, melScale);
      for (let bin = 0; bin < 513; bin++) {
        const hertz = (bin * 16_000) / 1024;
        let sum = 0;
        for (let m = 0; m < 20; m++) {
          const weight = data[m * 513 + bin];
          sum += weight;
          expect(weight > 0).toBe(hertz > corner(m) && hertz < corner(m + 2));
        }
        if (hertz >= corner(1) && hertz <= corner(20)) expect(sum).toBeCloseTo(1, 12);
      }
    }
  });

  test("Slaney's norm: every filter has the area 1", () => {
    const hop = 8000 / 4096;
    const { data } = melFilterBank(16_000, 8192, {
      nMels: 12,
      norm: "slaney",
      fMin: 100,
      fMax: 7000,
    });
    for (let m = 0; m < 12; m++) {
      const area = data.slice(m * 4097, (m + 1) * 4097).reduce((a, b) => a + b) * hop;
      // The trapezoid rule misses at most one step's share of the two bends and the top.
      expect(Math.abs(area - 1)).toBeLessThan(0.002);
    }
  });

  test.each<[string, () => unknown, string]>([
    [
      "too many",
      () => melFilterBank(16_000, 256, { nMels: 128 }),
      "a multiple of 62.5 Hz, for nMels, got 128",
    ],
    [
      "beyond half the rate",
      () => melFilterBank(16_000, 512, { fMax: 9000 }),
      "expected 0 ≤ fMin < fMax ≤ 8000 for the band, got [0,9000]",
    ],
    [
      "another scale",
      () => melFilterBank(16_000, 512, { melScale: "bark" as "htk" }),
      'expected "htk" or "slaney" for melScale, got "bark"',
    ],
    [
      "another norm",
      () => melFilterBank(16_000, 512, { norm: 1 as unknown as null }),
      'expected "slaney" or null for norm',
    ],
  ])("%s is refused", (_, make, sentence) => {
    expect(make).toThrow(sentence);
  });
});

const tone = (hertz: number, sampleRate = 16_000, length = 8000) => ({
  sampleRate,
  samples: {
    shape: [1, length],
    data: Float64Array.from(
      { length },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / sampleRate),
    ),
  },
});

test("the mel spectrogram is the filters times the spectrogram", () => {
  const sound = tone(440, 8000, 500);
  const stftOptions = { nFft: 128, hopLength: 50 } as const;
  const mel = melSpectrogram(sound, { ...stftOptions, nMels: 10, melScale: "slaney", power: 1 });
  const filters = melFilterBank(8000, 128, { nMels: 10, melScale: "slaney" });
  const spectrum = spectrogram(sound.samples, { ...stftOptions, power: 1 });
  const frames = spectrum.shape[2];
  expect(mel.shape).toEqual([1, 10, frames]);
  for (let m = 0; m < 10; m++) {
    for (let t = 0; t < frames; t++) {
      let sum = 0;
      for (let k = 0; k < 65; k++) sum += filters.data[m * 65 + k] * spectrum.data[k * frames + t];
      expect(mel.data[m * frames + t]).toBeCloseTo(sum, 12);
    }
  }
});

test("a tone is loudest in the filter whose top is nearest, for every filter", () => {
  const corner = (i: number) => melToHz((hzToMel(8000) * i) / 41);
  for (let m = 4; m < 40; m++) {
    const { data, shape } = logMelSpectrogram(tone(corner(m + 1)), { nFft: 512, hopLength: 160 });
    const middle = Math.floor(shape[2] / 2);
    const levels = Array.from({ length: 40 }, (_, i) => data[i * shape[2] + middle]);
    expect(levels.indexOf(Math.max(...levels))).toBe(m);
  }
});

test("the log-mel spectrogram is the natural logarithm of the mel spectrogram, of each channel", () => {
  const one = tone(440, 8000, 500).samples.data;
  const data = Float64Array.from({ length: 1000 }, (_, i) =>
    i < 500 ? one[i] : 0.1 * one[i % 83],
  );
  const sound = { sampleRate: 8000, samples: { shape: [2, 500], data } };
  const options = { nFft: 128, hopLength: 50, nMels: 10 } as const;
  const [mel, log] = [melSpectrogram(sound, options), logMelSpectrogram(sound, options)];
  expect(log.shape).toEqual([2, 10, 11]);
  expect([...log.data]).toEqual([...mel.data].map((value) => Math.log(Math.max(value, 1e-10))));
  expect(new Set(log.data).size).toBeGreaterThan(200);
});

test("silence is the floor's logarithm", () => {
  const silence = {
    sampleRate: 16_000,
    samples: { shape: [1, 1600], data: new Float32Array(1600) },
  };
  expect(new Set(logMelSpectrogram(silence, { floor: 1e-6 }).data)).toEqual(
    new Set([Math.fround(Math.log(1e-6))]),
  );
  expect(() => logMelSpectrogram(silence, { floor: 0 })).toThrow(
    "expected a positive number for floor, got 0",
  );
});

test("decibels", () => {
  const db = (values: number[], options = {}) => [
    ...amplitudeToDb({ shape: [values.length], data: Float64Array.from(values) }, options).data,
  ];
  expect(db([1, 10, 1e-10, 0])).toEqual([0, 10, -100, -100]);
  expect(db([1, 10, 0.1], { stype: "magnitude", ref: 10 })).toEqual([-20, 0, -40]);
  expect(db([1000, 1, 0], { topDb: 20 })).toEqual([30, 10, 10]);
  expect(db([0.001, 0], { topDb: 20 })).toEqual([-30, -50]);
  expect(() => db([1], { topDb: -1 })).toThrow(
    "expected a number of at least 0, or null for topDb",
  );
  expect(() => db([1], { ref: 0 })).toThrow("expected a positive number for ref, got 0");
});

test("cepstra: the orthonormal cosine transform of decibels", () => {
  const sound = tone(700, 8000, 400);
  const options = { nFft: 128, nMels: 12 } as const;
  const all = mfcc(sound, { ...options, nMfcc: 12 });
  const decibels = amplitudeToDb(melSpectrogram(sound, options), { topDb: 80 });
  const frames = all.shape[2];
  for (let t = 0; t < frames; t++) {
    const column = (of: typeof all) =>
      Array.from({ length: 12 }, (_, i) => of.data[i * frames + t]);
    const [c, x] = [column(all), column(decibels)];
    // Orthonormal: lengths stay, and the transposed matrix leads back.
    expect(Math.hypot(...c)).toBeCloseTo(Math.hypot(...x), 9);
    x.forEach((value, m) => {
      const back = c.reduce(
        (sum, v, k) =>
          sum + v * Math.sqrt((k ? 2 : 1) / 12) * Math.cos((Math.PI * k * (2 * m + 1)) / 24),
        0,
      );
      expect(back).toBeCloseTo(value, 9);
    });
    expect(c[0]).toBeCloseTo(x.reduce((a, b) => a + b) / Math.sqrt(12), 9);
  }
  expect([...mfcc(sound, { ...options, nMfcc: 3 }).data]).toEqual([
    ...all.data.slice(0, 3 * frames),
  ]);
  expect(() => mfcc(sound, { ...options, nMfcc: 13 })).toThrow(
    "expected a whole number from 1 to 12 for nMfcc",
  );
});

const word = (name: string) => sharedPath("data/audio", `keyword-${name}-16k-1s.wav`);
test.skipIf(!existsSync(word("yes")))(
  "spoken words (skipped without the shared folder: set CONVOKE_SHARED): the s of yes is high, no has none",
  () => {
    const high = (name: string) => {
      const sound = readWav(new Uint8Array(readFileSync(word(name))));
      const { shape, data } = melSpectrogram(sound, { nFft: 512, winLength: 400, hopLength: 160 });
      expect(shape).toEqual([1, 40, 101]);
      const energy = (from: number, to: number) =>
        data.slice(from * 101, to * 101).reduce((a, b) => a + b);
      return energy(32, 40) / energy(0, 40);
    };
    expect(high("yes")).toBeGreaterThan(10 * high("no"));
  },
);
