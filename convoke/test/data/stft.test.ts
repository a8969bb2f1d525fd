import fc from "fast-check";
import { expect, test } from "vitest";
import { conv1d } from "../../src/conv.ts";
import { fourier } from "../../src/data/sound/fourier.ts";
import { fourierKernels } from "../../src/data/sound/fourier-kernels.ts";
import { realFourier } from "../../src/data/sound/real-fourier.ts";
import { type StftOptions, spectrogram, stft } from "../../src/data/sound/stft.ts";
import { windowOf } from "../../src/data/sound/windows.ts";
import { sourceIndex } from "../../src/semantics/border.ts";
import { random } from "../../src/tensor/random.ts";
import type { Tensor } from "../../src/tensor/tensor.ts";

/** The definition, summed in float64 with every angle reduced before it is turned. */
function definition(re: Float64Array, im: Float64Array) {
  const n = re.length;
  const turn = (k: number) => (2 * Math.PI * (k % n)) / n;
  const sum = (term: (i: number, angle: number) => number) =>
    Float64Array.from({ length: n }, (_, k) => {
      let total = 0;
      for (let i = 0; i < n; i++) total += term(i, turn(k * i));
      return total;
    });
  return [
    sum((i, a) => re[i] * Math.cos(a) + im[i] * Math.sin(a)),
    sum((i, a) => im[i] * Math.cos(a) - re[i] * Math.sin(a)),
  ] as const;
}

test("every length to 70, and the usual ones, is the definition to 4ε·√n·‖x‖", () => {
  const lengths = [...Array.from({ length: 70 }, (_, i) => i + 1), 97, 400, 441, 512, 1000];
  for (const n of lengths) {
    const next = random(n);
    const [re, im] = [0, 1].map(() => Float64Array.from({ length: n }, () => 2 * next() - 1));
    const [wantedRe, wantedIm] = definition(re, im);
    const norm = Math.sqrt([...re, ...im].reduce((sum, v) => sum + v * v, 0));
    fourier(n)(re, im);
    // The reference adds n terms, each rounded: √n·ε·‖x‖ is what independent roundings give, and 4
    // leaves room for those that are not. The transform itself adds far fewer.
    const bound = 4 * 2 ** -52 * Math.sqrt(n) * norm;
    for (let k = 0; k < n; k++) {
      expect(Math.abs(re[k] - wantedRe[k]), `${n}: ${k}`).toBeLessThanOrEqual(bound);
      expect(Math.abs(im[k] - wantedIm[k]), `${n}: ${k}`).toBeLessThanOrEqual(bound);
    }
  }
});

test("real numbers: the same bound, and no imaginary part at either end", () => {
  const lengths = [...Array.from({ length: 70 }, (_, i) => i + 1), 97, 194, 400, 441, 512, 1000];
  for (const n of lengths) {
    const next = random(n);
    const signal = Float64Array.from({ length: n }, () => 2 * next() - 1);
    const given = signal.slice();
    const bins = Math.floor(n / 2) + 1;
    const [re, im] = [new Float64Array(bins), new Float64Array(bins)];
    const transform = realFourier(n);
    transform(signal, re, im);
    expect(signal).toEqual(given);
    const [wantedRe, wantedIm] = definition(signal, new Float64Array(n));
    const norm = Math.sqrt(signal.reduce((sum, v) => sum + v * v, 0));
    const bound = 4 * 2 ** -52 * Math.sqrt(n) * norm;
    for (let k = 0; k < bins; k++) {
      expect(Math.abs(re[k] - wantedRe[k]), `${n}: ${k}`).toBeLessThanOrEqual(bound);
      expect(Math.abs(im[k] - wantedIm[k]), `${n}: ${k}`).toBeLessThanOrEqual(bound);
    }
    if (n % 2 === 0) expect([im[0], im[n / 2]]).toEqual([0, 0]);
    // Nothing of a run is left for the next.
    const [again, other] = [new Float64Array(bins), new Float64Array(bins)];
    transform(new Float64Array(n).fill(1), again, other);
    transform(signal, again, other);
    expect([again, other]).toEqual([re, im]);
  }
});

test("transforms of 4 are exact on whole numbers; an impulse is ones, ones are an impulse", () => {
  const [re, im] = [Float64Array.of(1, 2, 3, 5), Float64Array.of(0, -1, 4, 2)];
  fourier(4)(re, im);
  expect([...re]).toEqual([11, -5, -3, 1]);
  expect([...im]).toEqual([5, -1, 3, -7]);
  for (const n of [8, 15, 400]) {
    const impulse = [new Float64Array(n).fill(1, 0, 1), new Float64Array(n)] as const;
    fourier(n)(...impulse);
    expect(new Set(impulse[0])).toEqual(new Set([1]));
  }
});

test("windows are SciPy's", () => {
  // scipy.signal.get_window("hann", 8) and ("hamming", 7, fftbins=False), SciPy 1.10.1
  const hann = [0, 0.14644660940672627, 0.5, 0.8535533905932738];
  const hamming = [0.08, 0.31, 0.77, 1, 0.77, 0.31, 0.08];
  windowOf("hann", 8).forEach((w, i) => {
    expect(w).toBeCloseTo([...hann, 1, ...hann.toReversed()][i], 15);
  });
  windowOf("hamming", 7, false).forEach((w, i) => {
    expect(w).toBeCloseTo(hamming[i], 14);
  });
  expect([...windowOf("rectangular", 3)]).toEqual([1, 1, 1]);
  expect([...windowOf("hann", 1)]).toEqual([1]);
});

const options = fc.record({
  nFft: fc.integer({ min: 1, max: 24 }),
  hopLength: fc.integer({ min: 1, max: 9 }),
  window: fc.constantFrom("hann", "hamming", "rectangular"),
  center: fc.boolean(),
  border: fc.constantFrom("zero", "replicate", "reflect", "symmetric", "wrap"),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  channels: fc.integer({ min: 1, max: 2 }),
  extra: fc.integer({ min: 0, max: 30 }),
  seed: fc.integer(),
});

test("every coefficient of every frame is the definition's, over all options", () => {
  fc.assert(
    fc.property(options, ({ share, channels, extra, seed, ...rest }) => {
      const { nFft, hopLength, center, border } = rest;
      const winLength = 1 + Math.floor(share * (nFft - 1));
      const length = (center ? 1 : nFft) + extra;
      const next = random(seed);
      const data = Float64Array.from({ length: channels * length }, () => 2 * next() - 1);
      const { real, imaginary } = stft({ shape: [channels, length], data }, { ...rest, winLength });

      const before = center ? Math.floor(nFft / 2) : 0;
      const frames = Math.floor((length + 2 * before - nFft) / hopLength) + 1;
      const bins = Math.floor(nFft / 2) + 1;
      expect(real.shape).toEqual([channels, bins, frames]);
      expect(imaginary.shape).toEqual(real.shape);
      const weights = windowOf(rest.window, winLength);
      const margin = Math.floor((nFft - winLength) / 2);
      for (let c = 0; c < channels; c++) {
        for (let t = 0; t < frames; t++) {
          const frame = Float64Array.from({ length: nFft }, (_, n) => {
            const source = sourceIndex({ kind: border }, length, t * hopLength - before + n);
            return source < 0 ? 0 : (weights[n - margin] ?? 0) * data[c * length + source];
          });
          const [re, im] = definition(frame, new Float64Array(nFft));
          for (let k = 0; k < bins; k++) {
            const at = (c * bins + k) * frames + t;
            // At most 24 terms below 1: 24 roundings of sums below 24.
            expect(Math.abs(real.data[at] - re[k])).toBeLessThan(24 * 24 * 2 ** -52);
            expect(Math.abs(imaginary.data[at] - im[k])).toBeLessThan(24 * 24 * 2 ** -52);
          }
        }
      }
    }),
  );
});

const signal = {
  shape: [1, 20],
  data: Float64Array.from({ length: 20 }, (_, i) => (((i * i * 7 + i * 3) % 23) - 11) / 16),
};

test("centred frames, reflected ends: SciPy's numbers", () => {
  // scipy.signal.stft(x, hamming, nperseg=8, noverlap=5, boundary="even") times the window's sum
  const real = [
    [-1.020389520572, -0.882762040123, 0.503487959877, 1.008487959877, -0.526586399182],
    [0.602142045889, 0.524030438405, -0.489719561595, -0.754719561595, 0.693547077301],
    [-0.6975, -0.3025, 0.40875, 0.37375, -0.3225],
    [0.752857954111, 0.465969561595, -0.260280438405, -0.295280438405, -0.433547077301],
    [-0.374610479428, -0.532237959877, 0.179012040123, 0.144012040123, 0.691586399182],
  ];
  const imaginary = [
    [0, 0, 0, 0, 0],
    [0, -0.050152192024, 0.750205762086, -0.323469561595, -0.402628246381],
    [0, 0.336310200613, -0.488300278814, -0.377762040123, 0.041451839509],
    [0, 0.219847807976, 0.547705762086, 0.554030438405, 0.002371753619],
    [0, 0, 0, 0, 0],
  ];
  const spectra = stft(signal, { nFft: 8, hopLength: 3, window: "hamming" });
  expect(spectra.real.shape).toEqual([1, 5, 7]);
  for (let bin = 0; bin < 5; bin++) {
    for (let frame = 0; frame < 5; frame++) {
      expect(spectra.real.data[bin * 7 + frame]).toBeCloseTo(real[bin][frame], 11);
      expect(spectra.imaginary.data[bin * 7 + frame]).toBeCloseTo(imaginary[bin][frame], 11);
    }
  }
});

test("a convolution by the Fourier kernels is the transform, centred frames too", async () => {
  const next = random(4);
  const data = Float32Array.from({ length: 200 }, () => 2 * next() - 1);
  const options = { nFft: 30, winLength: 24, window: "hamming" } as const;
  const kernels = fourierKernels(options);
  expect(kernels.shape).toEqual([32, 1, 30]);
  for (const center of [false, true]) {
    const y = await conv1d({ shape: [1, 1, 200], data }, kernels, {
      stride: 7,
      padding: center ? [15] : 0,
      border: "reflect",
    });
    const spectra = stft(
      { shape: [1, 200], data: Float64Array.from(data) },
      { ...options, hopLength: 7, center },
    );
    const wanted = [...spectra.real.data, ...spectra.imaginary.data];
    expect(y.shape).toEqual([1, 32, spectra.real.shape[2]]);
    expect(y.data.length).toBe(wanted.length);
    // 24 products below 1, weights and sums rounded to float32: 24 times 25 half steps.
    y.data.forEach((value, i) => {
      expect(Math.abs(value - wanted[i])).toBeLessThan(24 * 25 * 2 ** -24);
    });
  }
});

test("power is the square of magnitude; float32 signals give float32, rounded once", () => {
  const given: StftOptions = { nFft: 8, hopLength: 3 };
  const power = spectrogram(signal, given);
  const magnitude = spectrogram(signal, { ...given, power: 1 });
  const cube = spectrogram(signal, { ...given, power: 3 });
  const { real, imaginary } = stft(signal, given);
  power.data.forEach((p, i) => {
    expect(p).toBe(real.data[i] ** 2 + imaginary.data[i] ** 2);
    expect(magnitude.data[i]).toBeCloseTo(Math.sqrt(p), 14);
    expect(cube.data[i]).toBeCloseTo(Math.sqrt(p) ** 3, 13);
  });
  // The signal's values are float32 already.
  const single = spectrogram({ ...signal, data: Float32Array.from(signal.data) }, given);
  expect(single.data).toEqual(Float32Array.from(power.data));
});

test.each<[string, Tensor<Float64Array>, object, string]>([
  [
    "an unknown option",
    signal,
    { nfft: 8 },
    'expected one of nFft, winLength, hopLength, window, center, border for the options of stft, got "nfft" (nearest legal: "nFft")',
  ],
  [
    "a window wider than the transform",
    signal,
    { nFft: 8, winLength: 9 },
    "expected a whole number from 1 to 8 for winLength, got 9",
  ],
  [
    "no hop",
    signal,
    { hopLength: 0 },
    "expected a whole number from 1 to 2147483647 for hopLength, got 0",
  ],
  [
    "another window",
    signal,
    { window: "kaiser" },
    'expected one of hann, hamming, rectangular for window, got "kaiser"',
  ],
  [
    "another border",
    signal,
    { border: "mirror" },
    "expected one of zero, replicate, reflect, symmetric, wrap for border",
  ],
  [
    "too few samples",
    signal,
    { nFft: 32, center: false },
    "expected at least 32, which fill a frame, for the samples of a channel, got 20",
  ],
  [
    "no samples",
    { shape: [1, 0], data: new Float64Array(0) },
    { nFft: 8 },
    "expected at least 1, which fill a frame,",
  ],
  [
    "no channels",
    { ...signal, shape: [20] },
    {},
    "expected [channels, samples] for the shape of samples, got [20]",
  ],
])("%s is refused", (_, samples, given, sentence) => {
  expect(() => stft(samples, given)).toThrow(sentence);
});
