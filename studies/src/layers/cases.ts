/** Layers to try what is said of costs on: small enough to be counted product by product. */
import { type Problem, resolve } from "convoke";
import { random } from "convoke/data";

export interface CaseOptions {
  /** Most images; default 1. */
  readonly batch?: number;
  /** Kernels of one tap only. */
  readonly pointwise?: boolean;
}

/** Layers of two axes with zeros around: every third keeps its size, some have groups or dilation. */
export function layerCases(count: number, seed: number, options: CaseOptions = {}): Problem[] {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  return Array.from({ length: count }, (_, i) => {
    const groups = upTo(4) === 4 ? 2 : 1;
    const [inChannels, outChannels] = [groups * upTo(3), groups * upTo(3)];
    const dilation = upTo(4) === 4 ? 2 : 1;
    const kernel = options.pointwise ? [1, 1] : [upTo(4), upTo(3)];
    const extents = kernel.map((k) => (k - 1) * dilation + upTo(6));
    return resolve({
      input: [upTo(options.batch ?? 1), inChannels, ...extents],
      weight: [outChannels, inChannels / groups, ...kernel],
      groups,
      dilation,
      stride: i % 3 === 0 ? 1 : upTo(3),
      padding: i % 3 === 0 ? "same" : upTo(3) - 1,
    });
  });
}

/** What a counterexample says of a layer. */
export const factsOf = ({ batch, inChannels, outChannels, groups, axes }: Problem) => ({
  ...(batch > 1 ? { batch } : {}),
  inChannels,
  outChannels,
  ...(groups > 1 ? { groups } : {}),
  input: axes.map((a) => a.input).join("×"),
  kernel: axes.map((a) => a.kernel).join("×"),
  stride: axes.map((a) => a.stride).join("×"),
  output: axes.map((a) => a.output).join("×"),
});
