/** Kernels in front of a stride, what they let through, and tones to try them on. */
import { windowOf } from "convoke/data";

export const KERNELS = ["none", "difference", "box", "gaussian", "designed"] as const;
export type KernelName = (typeof KERNELS)[number];

/** Where the designed kernel cuts, as a share of half the new rate. */
const CUT = 0.9;

/** Taps of each for a stride; `reach` is the designed one's half length, in strides. */
export function kernelsFor(
  stride: number,
  reach: number,
): Readonly<Record<KernelName, Float32Array>> {
  const bell = (t: number) => Math.exp(-(t * t) / (2 * (0.6 * stride) ** 2));
  return {
    none: Float32Array.of(1),
    difference: Float32Array.of(0.5, -0.5),
    box: new Float32Array(stride).fill(1 / stride),
    gaussian: ofSumOne(Array.from({ length: 4 * stride + 1 }, (_, i) => bell(i - 2 * stride))),
    designed: lowPass(stride, reach, CUT),
  };
}

/** The ideal low-pass filter, faded out; `cut` is where it cuts, as a share of half the new rate. */
export function lowPass(stride: number, reach: number, cut: number): Float32Array {
  const half = stride * reach;
  const sinc = (t: number) => (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));
  const window = windowOf("hamming", 2 * half + 1, false);
  return ofSumOne([...window].map((w, i) => w * sinc(((i - half) * cut) / stride)));
}

const ofSumOne = (values: readonly number[]): Float32Array => {
  const sum = values.reduce((a, b) => a + b);
  return Float32Array.from(values, (v) => v / sum);
};

/**
 * Frequencies, in cycles a sample, where the designed kernel lets pass and from where it stops:
 * the main lobe of a Hamming window is 4/N wide.
 */
export function bandsOf(stride: number, reach: number): { passes: number; stops: number } {
  const taps = 2 * stride * reach + 1;
  const middle = CUT / (2 * stride);
  return { passes: middle - 2 / taps, stops: middle + 2 / taps };
}

/** H(f) = Σ k[m]·e^(2πifm): what becomes of a tone of f cycles a sample. */
export function response(kernel: Float32Array, frequency: number): { re: number; im: number } {
  let [re, im] = [0, 0];
  kernel.forEach((value, m) => {
    re += value * Math.cos(2 * Math.PI * frequency * m);
    im += value * Math.sin(2 * Math.PI * frequency * m);
  });
  return { re, im };
}

export const gainOf = (kernel: Float32Array, frequency: number): number => {
  const { re, im } = response(kernel, frequency);
  return Math.hypot(re, im);
};

/** Samples of a tone of `frequency` cycles a sample, `late` by a share of a cycle. */
export const toneOf = (frequency: number, length: number, late = 0): Float32Array =>
  Float32Array.from({ length }, (_, n) => Math.cos(2 * Math.PI * (frequency * n - late)));

/** Where a tone is heard when only every s-th sample is left: in cycles a sample that is left, 0 to ½. */
export function foldedOf(frequency: number, stride: number): number {
  const cycles = frequency * stride;
  return Math.abs(cycles - Math.round(cycles));
}
