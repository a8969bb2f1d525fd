/** Verdicts in words. */
import type { VerdictKind } from "@convoke/studies/model";
import type { Words } from "../strings.ts";

const WORDS = {
  holds: "verdictHolds",
  "holds-when": "verdictHoldsWhen",
  false: "verdictFalse",
  broken: "verdictBroken",
} as const satisfies Record<VerdictKind, keyof Words>;

/** "not run yet" for a kind that is not known. */
export const verdictWord = (kind: VerdictKind | undefined, t: Words): string =>
  kind !== undefined && Object.hasOwn(WORDS, kind) ? t[WORDS[kind]] : t.notRun;
