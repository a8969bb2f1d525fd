import type { Algorithm } from "./algorithm.ts";
import { constant } from "./constant.ts";
import { depthwise } from "./depthwise.ts";
import { direct } from "./direct.ts";
import { fft } from "./fft.ts";
import { im2col } from "./im2col.ts";
import { pointwise } from "./pointwise.ts";
import { polyphase } from "./polyphase.ts";
import { separable } from "./separable.ts";
import { stem } from "./stem.ts";
import { subpixel } from "./subpixel.ts";
import { winograd } from "./winograd.ts";

export { type Algorithm, type Algorithms, named } from "./algorithm.ts";

/** What computes a problem from its definition. */
const DENSE: readonly Algorithm[] = [depthwise, pointwise, stem, direct, im2col];

/** Every algorithm there is; the planner asks them in this order, `im2col` never refuses. */
export const ALGORITHMS: readonly Algorithm[] = [
  constant,
  separable,
  fft,
  subpixel(DENSE),
  polyphase([winograd]),
  winograd,
  ...DENSE,
];
