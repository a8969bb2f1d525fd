import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Convolutions on sound",
  claim:
    "An image [H, W, C] takes a kernel [k_h, k_w, C_in, C_out]; sound as samples [T, C] one of [k_t, C_in, C_out]; as a spectrogram [T, F, C] one of [k_t, k_f, C_in, C_out].",
  why: [
    "A convolution sums over a window along every axis on which things may move, and over all channels: $y_{t,o} = \\sum_a \\sum_c x_{t+a,c}\\,w_{a,c,o}$ for samples, one more sum over $b$ for $x_{t+a,f+b,c}$. Sound as samples has one such axis, time, so its kernel has one less than that of an image; nothing else changes.",
    "A spectrogram is itself such a layer: frame $m$, frequency $j$ is $\\sum_n w_n\\,x_{mh+n}\\,e^{-2\\pi i jn/N}$, a convolution along time with stride $h$ and two kernels, cosine and sine, for every frequency.",
    "So a kernel of $k_t$ frames sees $N + (k_t - 1)h$ samples, and one of $k_f$ frequencies a band of $k_f$ times the rate over $N$.",
  ],
  steps: {
    shapes: {
      title: "All three",
      text: "Shapes of a run, channels last. The image is a photograph, the sound {=source}, {=rate} samples a second.",
    },
    wave: {
      title: "Along the samples",
      text: "Two kernels of eight taps, {=waveReach} ms long: their mean keeps what is low, their difference what is high.",
    },
    spectrogram: {
      title: "Over time and frequency",
      text: "Frames of {=nFft} samples, {=frameReach} ms, every {=hop}; frequencies {=bin} Hz apart. A kernel of {=time} frames and {=frequency} frequencies sees {=reach} ms and {=hertz} Hz: one finds where sound begins, the other smooths. Low frequencies are at the bottom.",
    },
  },
  statements: {
    image:
      "[H, W, C] and [k_h, k_w, C_in, C_out] give [H − k_h + 1, W − k_w + 1, C_out], as the sum says.",
    samples: "[T, C] and [k_t, C_in, C_out] give [T − k_t + 1, C_out].",
    frames: "[T, F, C] and [k_t, k_f, C_in, C_out] give [T − k_t + 1, F − k_f + 1, C_out].",
    isLayer: "The spectrogram's transform is a convolution along time with a stride.",
    reach: "A kernel of k_t frames sees N + (k_t − 1)h samples.",
    windowOnly: "A kernel of k_t frames sees k_t samples.",
    pitch: "A higher note is the lower one, moved along the frequencies.",
    transposed: "Time and frequency can be exchanged in the kernel.",
  },
  errors: {
    reversed: "The numbers of a result are written in reverse order.",
    shorter: "The result is said to have one window less.",
    faster: "The spectrogram moves on by half the step.",
  },
  boundary:
    "The shapes hold always. But a kernel that slides over frequencies takes for granted that sounds look alike when moved there, and they do not quite: harmonics of a low note at {=low}, of a higher one at {=high}, lie farther apart. And the two axes of a spectrogram are not of one kind.",
  words: {
    shapes: "shapes",
    what: "what",
    input: "input",
    kernel: "kernel",
    output: "output",
    imageRow: "image",
    waveRow: "samples",
    spectrumRow: "spectrogram",
    sound: "recording",
    low: "low",
    high: "high",
    spectrum: "spectrogram",
    onsets: "where sound begins: white; where it ends: black",
    means: "smoothed",
    value: "value",
    other: "instead of",
    at: "at",
    samples: "samples",
    taps: "taps",
  },
};
