/** The short-time Fourier transform as a layer: a convolution along time, whose weights may be learnt. */
import type { Tensor } from "../../tensor/tensor.ts";
import { fourier } from "./fourier.ts";
import { readStft, type StftOptions } from "./stft.ts";
import { windowOf } from "./windows.ts";

/**
 * Weights [2·bins, 1, nFft] of which `conv1d(x, weights, { stride: hopLength })` is the transform of
 * x, [batch, 1, samples]: the real parts of all bins = nFft/2 + 1 frequencies, then the imaginary
 * ones. Frames are centred with `padding: [nFft/2], border: "reflect"`. It costs nFft products a
 * coefficient where `stft` needs a few dozen, and has a gradient.
 *
 * @throws OptionError as `stft`; hopLength, center and border are the convolution's to say.
 */
export function fourierKernels(
  options: Pick<StftOptions, "nFft" | "winLength" | "window"> = {},
): Tensor<Float32Array<ArrayBuffer>> {
  const { nFft, winLength, window } = readStft(options);
  const bins = Math.floor(nFft / 2) + 1;
  const weights = windowOf(window, winLength);
  const margin = Math.floor((nFft - winLength) / 2);
  const transform = fourier(nFft);
  const data = new Float32Array(2 * bins * nFft);
  // Column n of the weights is what an impulse at n is transformed to.
  for (let n = 0; n < winLength; n++) {
    const [re, im] = [new Float64Array(nFft), new Float64Array(nFft)];
    re[margin + n] = weights[n];
    transform(re, im);
    for (let bin = 0; bin < bins; bin++) {
      data[bin * nFft + margin + n] = re[bin];
      data[(bins + bin) * nFft + margin + n] = im[bin];
    }
  }
  return { shape: [2 * bins, 1, nFft], data };
}
