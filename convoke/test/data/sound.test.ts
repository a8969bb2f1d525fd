import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addNoise,
  frequencyMask,
  gain,
  timeMask,
  timeShift,
} from "../../src/data/sound/augment.ts";
import { resample } from "../../src/data/sound/resample.ts";
import { random } from "../../src/tensor/random.ts";
import type { FloatArray, Tensor } from "../../src/tensor/tensor.ts";

const sound = (sampleRate: number, length: number, wave: (seconds: number) => number) => ({
  sampleRate,
  samples: {
    shape: [1, length],
    data: Float64Array.from({ length }, (_, i) => wave(i / sampleRate)),
  },
});

describe("resampling", () => {
  test("every sample is the definition's sum over all inputs, for any rates and widths", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        (before, after, length, lowpassFilterWidth, rolloff) => {
          fc.pre(before !== after);
          const next = random(length);
          const given = sound(before, length, () => 2 * next() - 1);
          const { samples, sampleRate } = resample(given, after, { lowpassFilterWidth, rolloff });
          expect(sampleRate).toBe(after);
          expect(samples.shape).toEqual([1, Math.ceil((length * after) / before)]);
          const cut = rolloff * Math.min(before, after);
          samples.data.forEach((value, n) => {
            let wanted = 0;
            for (let m = 0; m < length; m++) {
              const t = cut * (n / after - m / before);
              if (Math.abs(t) >= lowpassFilterWidth) continue;
              const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
              const fade = Math.cos((Math.PI * t) / (2 * lowpassFilterWidth)) ** 2;
              wanted += (cut / before) * sinc * fade * given.samples.data[m];
            }
            expect(Math.abs(value - wanted)).toBeLessThan(1e-10);
          });
        },
      ),
    );
  });

  test.each([
    [8000, 16_000],
    [16_000, 8000],
    [44_100, 16_000],
    [22_050, 16_000],
    [16_000, 44_100],
  ])("a tone far below the limit stays the tone, from %i to %i Hz", (before, after) => {
    const tone = (seconds: number) => Math.sin(2 * Math.PI * 440 * seconds + 1);
    const { samples } = resample(sound(before, 2000, tone), after, { lowpassFilterWidth: 64 });
    // A window of 64 crossings leaves ripples of about 1e-4 in the pass band; ends see the zeros.
    const margin = Math.ceil(samples.data.length / 5);
    for (let n = margin; n < samples.data.length - margin; n++)
      expect(Math.abs(samples.data[n] - tone(n / after))).toBeLessThan(1e-3);
  });

  test("a tone above the new limit is gone", () => {
    const tone = sound(16_000, 2000, (s) => Math.sin(2 * Math.PI * 6000 * s));
    const { samples } = resample(tone, 8000, { lowpassFilterWidth: 32 });
    expect(Math.max(...samples.data.slice(200, -200).map(Math.abs))).toBeLessThan(1e-3);
  });

  test("channels stay apart, float32 stays float32, the same rate copies", () => {
    const data = Float32Array.from({ length: 20 }, (_, i) => (i < 10 ? 0 : 1));
    const stereo = { sampleRate: 2, samples: { shape: [2, 10], data } };
    const twice = resample(stereo, 4).samples;
    expect(twice.shape).toEqual([2, 20]);
    expect(twice.data).toBeInstanceOf(Float32Array);
    expect([...twice.data.slice(0, 20)]).toEqual(new Array(20).fill(0));
    const same = resample(stereo, 2).samples;
    expect(same).toEqual(stereo.samples);
    expect(same.data.buffer).not.toBe(data.buffer);
  });

  test.each<[string, () => unknown, string]>([
    [
      "half a hertz",
      () =>
        resample(
          sound(8000, 9, () => 0),
          0.5,
        ),
      "expected whole numbers of hertz for the sampling rates, got [8000,0.5]",
    ],
    [
      "a wild ratio",
      () =>
        resample(
          sound(8000, 9, () => 0),
          2_000_003,
        ),
      "expected a ratio whose lowest terms are below 1048576",
    ],
    [
      "no width",
      () =>
        resample(
          sound(8, 9, () => 0),
          4,
          { lowpassFilterWidth: 0 },
        ),
      "expected a number from 1 to below 1024 for lowpassFilterWidth",
    ],
    [
      "no rolloff",
      () =>
        resample(
          sound(8, 9, () => 0),
          4,
          { rolloff: 0 },
        ),
      "expected a number above 0, at most 1 for rolloff",
    ],
  ])("%s is refused", (_, run, sentence) => {
    expect(run).toThrow(sentence);
  });
});

describe("augmentation", () => {
  const ramp: Tensor<Float32Array> = {
    shape: [2, 50],
    data: Float32Array.from({ length: 100 }, (_, i) => i + 1),
  };
  const cube: Tensor<Float32Array> = { shape: [2, 6, 7], data: new Float32Array(84).fill(1) };

  test("the same seed gives the same, another seed another, and the source stays", () => {
    const before = ramp.data.slice();
    const runs: [string, (next: () => number) => Tensor<FloatArray>][] = [
      ["shift", (next) => timeShift(ramp, 20, next)],
      ["gain", (next) => gain(ramp, [-6, 6], next)],
      ["noise", (next) => addNoise(ramp, [10, 20], next)],
      ["frequencies", (next) => frequencyMask(cube, 4, next)],
      ["frames", (next) => timeMask(cube, 4, next)],
    ];
    for (const [name, run] of runs) {
      expect(run(random(7)), name).toEqual(run(random(7)));
      const others = [1, 2, 3].map((seed) => JSON.stringify([...run(random(seed)).data]));
      expect(new Set(others).size, name).toBeGreaterThan(1);
    }
    expect(ramp.data).toEqual(before);
    expect(new Set(cube.data)).toEqual(new Set([1]));
  });

  test("a shift moves both channels alike, zeros come in; every distance occurs", () => {
    const seen = new Set<number>();
    const next = random(3);
    for (let run = 0; run < 200; run++) {
      const { data } = timeShift(ramp, 3, next);
      const shift = data.indexOf(26) - 25;
      seen.add(shift);
      for (let i = 0; i < 50; i++) {
        const inside = i - shift >= 0 && i - shift < 50;
        expect(data[i]).toBe(inside ? i - shift + 1 : 0);
        expect(data[50 + i]).toBe(inside ? i - shift + 51 : 0);
      }
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    const far = timeShift(ramp, 1000, () => 0);
    expect(new Set(far.data)).toEqual(new Set([0]));
  });

  test("gain is in decibels, noise at the ratio asked for", () => {
    expect(gain(ramp, [20, 20], random(1)).data[4]).toBe(50);
    const tone = sound(8000, 20_000, (s) => Math.sin(2 * Math.PI * 440 * s)).samples;
    const power = (data: Float64Array) => data.reduce((sum, v) => sum + v * v, 0);
    const noisy = addNoise(tone, [10, 10], random(5));
    const noise = noisy.data.map((v, i) => v - tone.data[i]);
    // 20,000 squares of normal numbers: their mean is 1 with a standard deviation of 1 %.
    expect(Math.abs(power(tone.data) / power(noise) / 10 - 1)).toBeLessThan(0.04);
    expect(
      new Set(addNoise({ shape: [2], data: new Float32Array(2) }, [0, 0], random(1)).data),
    ).toEqual(new Set([0]));
  });

  test("masks: one band, equal in all channels, of every width from none to the most", () => {
    const widths = { frequency: new Set<number>(), time: new Set<number>() };
    const next = random(11);
    for (let run = 0; run < 300; run++) {
      const rows = frequencyMask(cube, 3, next, -5);
      const hidden = (t: Tensor<Float32Array>, c: number, k: number, f: number) =>
        t.data[(c * 6 + k) * 7 + f] === -5;
      const bins = [0, 1, 2, 3, 4, 5].filter((k) => hidden(rows, 0, k, 0));
      widths.frequency.add(bins.length);
      const columns = timeMask(cube, 9, next, -5);
      const frames = [0, 1, 2, 3, 4, 5, 6].filter((f) => hidden(columns, 0, 0, f));
      widths.time.add(frames.length);
      for (const list of [bins, frames])
        if (list.length > 0) expect(list.at(-1)! - list[0] + 1).toBe(list.length);
      for (let c = 0; c < 2; c++)
        for (let k = 0; k < 6; k++)
          for (let f = 0; f < 7; f++) {
            expect(hidden(rows, c, k, f)).toBe(bins.includes(k));
            expect(hidden(columns, c, k, f)).toBe(frames.includes(f));
          }
    }
    expect([...widths.frequency].sort()).toEqual([0, 1, 2, 3]);
    expect([...widths.time].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test.each<[string, () => unknown, string]>([
    [
      "half a sample",
      () => timeShift(ramp, 0.5, random(1)),
      "expected a whole number of at least 0 for the shift, got 0.5",
    ],
    [
      "a range backwards",
      () => gain(ramp, [6, -6], random(1)),
      "expected [least, most], finite for decibels, got [6,-6]",
    ],
    [
      "a mask of sound",
      () => timeMask(ramp, 1, random(1)),
      "expected [channels, frequencies, frames] for the shape of spectrogram",
    ],
  ])("%s is refused", (_, run, sentence) => {
    expect(run).toThrow(sentence);
  });
});
