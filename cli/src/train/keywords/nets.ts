/** Two nets that hear keywords, of about as many multiplications, and a baseline. */
import { input } from "convoke/grad";
import {
  adaptiveAvgPool1d,
  build,
  conv1d,
  conv2d,
  flatten,
  kaimingNormal,
  linear,
  maxPool1d,
  maxPool2d,
  type Net,
  relu,
  sequential,
} from "convoke/nets";
import { FRAMES, MELS } from "./inputs.ts";
import { LENGTH } from "./sounds.ts";

const init = kaimingNormal({ nonlinearity: "relu" });
const halves = (extent: number) => Math.floor(Math.floor(Math.floor(extent / 2) / 2) / 2);

/** Over frequency × time: kernels of the first layer see 8 filters and 6 frames, 130 ms. */
export const spectrogramNet = (classes: number, seed: number): Net =>
  build(
    sequential({
      conv1: conv2d(1, 16, { kernelSize: [8, 6], padding: "same" }),
      relu1: relu(),
      pool1: maxPool2d({ kernelSize: 2 }),
      conv2: conv2d(16, 32, { kernelSize: 3, padding: "same" }),
      relu2: relu(),
      pool2: maxPool2d({ kernelSize: 2 }),
      conv3: conv2d(32, 32, { kernelSize: 3, padding: "same" }),
      relu3: relu(),
      pool3: maxPool2d({ kernelSize: 2 }),
      flatten: flatten(),
      fc: linear(32 * halves(MELS) * halves(FRAMES), classes),
    }),
    input("spectrograms", [1, 1, MELS, FRAMES]),
    { seed },
  );

/**
 * Over time alone: the first layer is a bank of 32 filters of 5 ms, one result a millisecond, and has
 * to find out about frequencies by itself.
 *
 * Source: Dai et al., "Very deep convolutional neural networks for raw waveforms", 2017 (their M5).
 */
export const waveformNet = (classes: number, seed: number): Net =>
  build(
    sequential({
      conv1: conv1d(1, 32, { kernelSize: 80, stride: 16, init }),
      relu1: relu(),
      pool1: maxPool1d({ kernelSize: 4 }),
      conv2: conv1d(32, 32, { kernelSize: 3, padding: "same", init }),
      relu2: relu(),
      pool2: maxPool1d({ kernelSize: 4 }),
      conv3: conv1d(32, 64, { kernelSize: 3, padding: "same", init }),
      relu3: relu(),
      pool3: maxPool1d({ kernelSize: 4 }),
      conv4: conv1d(64, 64, { kernelSize: 3, padding: "same", init }),
      relu4: relu(),
      pool4: adaptiveAvgPool1d({ outputSize: 1 }),
      flatten: flatten(),
      fc: linear(64, classes),
    }),
    input("waveforms", [1, 1, LENGTH]),
    { seed },
  );

/** Logistic regression: a weight for every point of the spectrogram. */
export const pointNet = (classes: number, seed: number): Net =>
  build(
    sequential({ flatten: flatten(), fc: linear(MELS * FRAMES, classes) }),
    input("spectrograms", [1, 1, MELS, FRAMES]),
    { seed },
  );
