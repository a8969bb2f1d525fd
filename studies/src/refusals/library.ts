/** Everything that the library and the studies refuse, in Chinese. */
import { FILES } from "./files.ts";
import { GENERAL } from "./general.ts";
import { KERNELS } from "./kernels.ts";
import { LEARNING } from "./learning.ts";
import { NETWORKS } from "./networks.ts";
import { ONNX } from "./onnx.ts";
import { PROBLEMS } from "./problems.ts";
import { REASONS } from "./reasons.ts";
import type { Refusals } from "./refusals.ts";

export const LIBRARY: readonly Refusals[] = [
  GENERAL,
  PROBLEMS,
  FILES,
  ONNX,
  NETWORKS,
  KERNELS,
  LEARNING,
  REASONS,
];
