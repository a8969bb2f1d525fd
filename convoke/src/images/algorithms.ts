import type { ImageAlgorithm, ImageAlgorithmName } from "./algorithm.ts";
import { boxes } from "./boxes.ts";
import { fft } from "./fft.ts";
import { floats } from "./floats.ts";
import { integers } from "./integers.ts";
import { pairs } from "./pairs.ts";
import { separable } from "./separable.ts";

/** Every algorithm there is; `floats` never refuses. */
export const ALGORITHMS: readonly ImageAlgorithm[] = [
  integers,
  boxes,
  pairs,
  separable,
  fft,
  floats,
];

export function imageAlgorithm(name: ImageAlgorithmName): ImageAlgorithm {
  return ALGORITHMS.find((a) => a.name === name)!;
}
