/** The layers of the table, channels last, and the spectrogram as one of them. */
import { conv1d, conv2d, type Tensor, tensor } from "convoke";
import { fourierKernels } from "convoke/data";
import type { Case } from "./definition.ts";

/** Channels last, as the table has them; whole windows only. */
export async function layer({ x, kernel }: Case): Promise<Tensor> {
  const axes = x.shape.length - 1;
  const input = { shape: [1, ...x.shape], data: x.data };
  const options = { dataLayout: "nhwc", weightLayout: "hwio", accuracy: "exact" } as const;
  const y =
    axes === 1 ? await conv1d(input, kernel, options) : await conv2d(input, kernel, options);
  return { shape: y.shape.slice(1), data: y.data };
}

/** Real parts of all frequencies, then imaginary ones, a row each: [2·bins, frames]. */
export async function spectra(samples: Float32Array, nFft: number, hop: number): Promise<Tensor> {
  const y = await conv1d(tensor([1, 1, samples.length], samples), fourierKernels({ nFft }), {
    stride: hop,
    accuracy: "exact",
  });
  return { shape: y.shape.slice(1), data: y.data };
}

/** Samples that `time` frames side by side see, found by touching each. */
export async function reachOf(
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
