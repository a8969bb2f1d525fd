/** What the address of the cost page holds: two layers, and what is drawn. */
import { CHANGES, ELEMENT_TYPES, FIGURES } from "convoke/cost";

export const STANDARD = "ic64ih56oc64kh3ph1";

/** Layers worth a look, each by another name. */
export const EXAMPLES = {
  resnet: STANDARD,
  lenet: "ic1ih28oc6kh5ph2",
  alexnet: "ic3ih224oc96kh11sh4ph1",
  vgg: "ic256ih28oc512kh3ph1",
  pointwise: "ic64ih56oc256kh1",
  depthwise: "g96ic96ih56oc96kh3ph1",
  dilated: "ic64ih28oc64kh3dh2ph2",
  transposed: "ic16ih28oc8kh4sh2ph1_transposed",
  sound: "ic16iw16000oc16kw9pw4",
} as const;
export type ExampleName = keyof typeof EXAMPLES;

export const COST = {
  layer: { kind: "text", label: { en: "layer", zh: "层" }, standard: STANDARD },
  pinned: { kind: "text", label: { en: "pinned layer", zh: "对照层" }, standard: STANDARD },
  dtype: {
    kind: "choice",
    label: { en: "stored as", zh: "存储类型" },
    of: ELEMENT_TYPES,
    standard: "float32",
  },
  change: {
    kind: "choice",
    label: { en: "along", zh: "横轴" },
    of: CHANGES,
    standard: "channels",
  },
  figure: {
    kind: "choice",
    label: { en: "what", zh: "纵轴" },
    of: FIGURES,
    standard: "multiplications",
  },
  to: { kind: "whole", label: { en: "up to", zh: "直到" }, from: 2, to: 512, standard: 128 },
  scale: {
    kind: "choice",
    label: { en: "scale", zh: "刻度" },
    of: ["linear", "log"],
    standard: "linear",
  },
} as const;
