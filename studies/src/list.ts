/** Every study, in the order of the book. */
import { pointwise } from "./6.1-1-pointwise/study.ts";
import { translation } from "./6.1-2-translation/study.ts";
import { boundary } from "./6.1-3-boundary/study.ts";
import { audio } from "./6.1-4-audio/study.ts";
import { text } from "./6.1-5-text/study.ts";
import { commutative } from "./6.1-6-commutative/study.ts";
import { diagonal } from "./6.2-1-diagonal/study.ts";
import { shape } from "./6.2-2-shape/study.ts";
import { im2col } from "./6.2-3-im2col/study.ts";
import { secondDerivative } from "./6.2-4-second-derivative/study.ts";
import { integral } from "./6.2-5-integral/study.ts";
import { derivativeSize } from "./6.2-6-derivative-size/study.ts";
import { learnedKernel } from "./6.2-7-learn-kernel/study.ts";
import { direction } from "./6.2-8-direction/study.ts";
import { blur } from "./6.2-9-blur/study.ts";
import { audioStride } from "./6.3-1-audio-stride/study.ts";
import { strideCost } from "./6.3-2-stride-cost/study.ts";
import { mirrorPadding } from "./6.3-3-mirror-padding/study.ts";
import { halfStride } from "./6.3-4-half-stride/study.ts";
import { compose } from "./6.4-1-compose/study.ts";
import { factor } from "./6.4-2-factor/study.ts";
import { forwardCost } from "./6.4-3-forward-cost/study.ts";
import { backwardCosts } from "./6.4-4-backward-cost/study.ts";
import { scaling } from "./6.4-5-scaling/study.ts";
import { pointwiseCost } from "./6.4-6-pointwise-cost/study.ts";
import { matrixForm } from "./6.4-7-matrix-form/study.ts";
import { strips } from "./6.4-8-strips/study.ts";
import { blockDiagonal } from "./6.4-9-block-diagonal/study.ts";
import { summationOrder } from "./6.4-10-summation-order/study.ts";
import type { Study } from "./model/study.ts";

export const STUDIES = [
  pointwise,
  translation,
  boundary,
  audio,
  text,
  commutative,
  diagonal,
  shape,
  im2col,
  secondDerivative,
  integral,
  derivativeSize,
  learnedKernel,
  direction,
  blur,
  audioStride,
  strideCost,
  mirrorPadding,
  halfStride,
  compose,
  factor,
  forwardCost,
  backwardCosts,
  scaling,
  pointwiseCost,
  matrixForm,
  strips,
  blockDiagonal,
  summationOrder,
] as unknown as readonly Study[];
