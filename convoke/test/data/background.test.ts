import { describe, expect, test } from "vitest";
import { addBackground, random, resample, speed, stretch } from "../../src/data/index.ts";
import type { FloatArray, Tensor } from "../../src/tensor/tensor.ts";

const ramp = (channels: number, length: number): Tensor<Float32Array> => ({
  shape: [channels, length],
  data: Float32Array.from({ length: channels * length }, (_, i) => i + 1),
});
const power = (data: FloatArray) => Float64Array.from(data).reduce((sum, v) => sum + v * v, 0);

describe("speed", () => {
  test("a tone becomes as many times higher, and stays in the middle", () => {
    const length = 4001;
    const tone = (hertz: number, i: number) => Math.cos((2 * Math.PI * hertz * (i - 2000)) / 8000);
    const samples = {
      shape: [1, length],
      data: Float64Array.from({ length }, (_, i) => tone(440, i)),
    };
    for (const factor of [0.8, 1.25]) {
      const { data, shape } = speed(samples, [factor, factor], random(1));
      expect(shape).toEqual([1, length]);
      // The middle may be half a sample off, of the played sound and of the cut: by a phase of 0.35.
      const shifts = [-1, -0.5, 0, 0.5, 1].map((shift) => {
        let most = 0;
        for (let i = 800; i < length - 800; i++)
          most = Math.max(most, Math.abs(data[i] - tone(440 * factor, i + shift)));
        return most;
      });
      // Six zero crossings leave ripples of half a percent.
      expect(Math.min(...shifts)).toBeLessThan(0.01);
    }
  });

  test("what becomes shorter has zeros around it, what becomes longer loses its ends", () => {
    const ones = { shape: [2, 100], data: new Float32Array(200).fill(1) };
    const fast = speed(ones, [2, 2], random(1)).data;
    for (const channel of [fast.subarray(0, 100), fast.subarray(100)]) {
      const heard = channel.findIndex((v) => v !== 0);
      expect(heard).toBe(25);
      expect(channel.findLastIndex((v) => v !== 0)).toBe(74);
    }
    const slow = speed(ones, [0.5, 0.5], random(1)).data;
    expect(Math.min(...slow)).toBeGreaterThan(0.95);
    expect([...speed(ones, [1, 1], random(1)).data]).toEqual([...ones.data]);
  });

  test("speeds are whole hundredths, all of the range; each is a resampling, cut", () => {
    const one = ramp(1, 30);
    const [seen, next] = [new Set<number>(), random(4)];
    const wanted = [98, 99, 100, 101, 102].map((percent) => {
      const { shape, data } = resample({ sampleRate: percent, samples: one }, 100).samples;
      const before = Math.floor((shape[1] - 30) / 2);
      return Array.from({ length: 30 }, (_, i) => data[i + before] ?? 0).join();
    });
    for (let run = 0; run < 100; run++)
      seen.add(wanted.indexOf(speed(one, [0.98, 1.02], next).data.join()));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  test.each<[string, () => unknown, string]>([
    [
      "standing still",
      () => speed(ramp(1, 9), [0, 1], random(1)),
      "expected a range within 0.01 to 100 for factors, got [0,1]",
    ],
    [
      "no range",
      () => speed(ramp(1, 9), [2, 1], random(1)),
      "expected [least, most], finite for factors",
    ],
    [
      "a spectrogram",
      () => speed({ ...ramp(1, 9), shape: [1, 3, 3] }, [1, 1], random(1)),
      "expected [channels, samples] for the shape of samples",
    ],
  ])("%s is refused", (_, run, sentence) => {
    expect(run).toThrow(sentence);
  });
});

describe("stretches", () => {
  test("neighbours from every place, all channels from the same", () => {
    const [places, next] = [new Set<number>(), random(2)];
    for (let run = 0; run < 100; run++) {
      const { shape, data } = stretch(ramp(2, 7), 4, next);
      expect(shape).toEqual([2, 4]);
      places.add(data[0] - 1);
      expect([...data]).toEqual(
        [0, 7].flatMap((row) => [0, 1, 2, 3].map((i) => data[0] + row + i)),
      );
    }
    expect([...places].sort()).toEqual([0, 1, 2, 3]);
  });

  test("what is shorter goes round, from every sample; what is as long comes whole", () => {
    const [places, next] = [new Set<number>(), random(2)];
    for (let run = 0; run < 60; run++) {
      const { data } = stretch(ramp(1, 3), 8, next);
      places.add(data[0]);
      expect([...data]).toEqual(Array.from({ length: 8 }, (_, i) => ((data[0] - 1 + i) % 3) + 1));
    }
    expect([...places].sort()).toEqual([1, 2, 3]);
    expect(stretch(ramp(2, 5), 5, random(1))).toEqual(ramp(2, 5));
  });

  test("nothing to cut from, or nothing to cut, is refused", () => {
    expect(() => stretch(ramp(1, 0), 5, random(1))).toThrow(
      "expected at least 1 for the samples of a recording, got 0",
    );
    expect(() => stretch(ramp(1, 5), 0, random(1))).toThrow(
      "expected a whole number of at least 1 for the length of a stretch, got 0",
    );
  });
});

describe("backgrounds", () => {
  const clip: Tensor<Float64Array> = {
    shape: [2, 50],
    data: Float64Array.from({ length: 100 }, (_, i) => Math.sin(i)),
  };

  test("a stretch of the recording at exactly the ratio, and nothing else", () => {
    const recording = ramp(2, 80);
    for (const snr of [-10, 0, 10]) {
      const { data } = addBackground(clip, recording, [snr, snr], random(3));
      const added = data.map((v, i) => v - clip.data[i]);
      expect(10 * Math.log10(power(clip.data) / power(added))).toBeCloseTo(snr, 9);
      const step = added[1] - added[0];
      const first = Math.round(added[0] / step);
      added.forEach((v, i) => {
        const sample = first + (i < 50 ? i : 80 + i - 50);
        expect(v).toBeCloseTo(sample * step, 9);
      });
    }
  });

  test("a range is drawn from; the clip stays; silence stays silent and adds nothing", () => {
    const before = clip.data.slice();
    const ratios = [1, 2, 3, 4, 5].map((seed) => {
      const { data } = addBackground(clip, ramp(2, 80), [-5, 15], random(seed));
      return 10 * Math.log10(power(before) / power(data.map((v, i) => v - before[i])));
    });
    expect(new Set(ratios.map(Math.round)).size).toBeGreaterThan(2);
    for (const ratio of ratios) expect(Math.abs(ratio - 5)).toBeLessThanOrEqual(10);
    expect(clip.data).toEqual(before);
    const silence = { shape: [1, 6], data: new Float32Array(6) };
    expect(addBackground(silence, ramp(1, 9), [0, 0], random(1))).toEqual(silence);
    expect(addBackground(ramp(1, 6), silence, [0, 0], random(1))).toEqual(ramp(1, 6));
    const none = { shape: [1, 0], data: new Float32Array(0) };
    expect(addBackground(none, ramp(1, 9), [0, 0], random(1))).toEqual(none);
    expect(() => addBackground(clip, ramp(1, 9), [0, 0], random(1))).toThrow(
      "expected 2, as the samples have for the channels of a background, got 1",
    );
  });
});
