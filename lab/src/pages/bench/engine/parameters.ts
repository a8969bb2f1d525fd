import { ACCURACIES, ALGORITHM_NAMES } from "convoke";

/** Layers worth a look: each is won by another algorithm. */
export const EXAMPLES = [
  "ic64ih56oc64kh3ph1",
  "ic256ih14oc256kh3ph1",
  "ic64ih56oc256kh1",
  "g96ic96ih56oc96kh3ph1",
  "ic3ih224oc64kh7sh2ph3",
  "ic64ih28oc64kh3sh2ph1",
  "ic16iw16000oc16kw9pw4",
] as const;

export const ENGINE = {
  layer: { kind: "text", label: { en: "layer", zh: "层" }, standard: EXAMPLES[0] },
  algorithm: {
    kind: "choice",
    label: { en: "algorithm", zh: "算法" },
    of: ["auto", ...ALGORITHM_NAMES],
    standard: "auto",
  },
  accuracy: {
    kind: "choice",
    label: { en: "accuracy", zh: "精度" },
    of: ACCURACIES,
    standard: "faithful",
  },
  code: {
    kind: "choice",
    label: { en: "code", zh: "代码" },
    of: ["loops", "wat"],
    standard: "loops",
  },
} as const;
