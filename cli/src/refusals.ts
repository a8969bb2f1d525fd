/** What the command refuses, in Chinese: every sentence of a `Failure`, and those of commander. */

import type { Language } from "@convoke/studies";
import { type InChinese, inChinese, LIBRARY, type Refusals } from "@convoke/studies/refusals";
import { FILES_REFUSED } from "./refusals/files.ts";
import { KERNELS_REFUSED } from "./refusals/kernels.ts";
import { TRAININGS_REFUSED } from "./refusals/trainings.ts";
import { TYPED_REFUSED } from "./refusals/typed.ts";

export const COMMAND: readonly Refusals[] = [
  TYPED_REFUSED,
  FILES_REFUSED,
  KERNELS_REFUSED,
  TRAININGS_REFUSED,
];

/** A sentence of an error in Chinese, or null where no table knows it. */
export const chinese: InChinese = inChinese([...LIBRARY, ...COMMAND]);

/** A sentence of an error, or of a refusal, as a person reads it. */
export const spoken = (sentence: string, language: Language): string =>
  (language === "zh" ? chinese(sentence) : null) ?? sentence;
