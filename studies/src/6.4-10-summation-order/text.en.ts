import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Two ways to one sum",
  claim:
    "Computed as a matrix product and as a sum over channels, the results Y1 and Y2 of a 1×1 convolution are not exactly equal.",
  why: [
    "Both add the same products, $y = \\sum_c w_c x_c$. In the real numbers their order does not matter. In float32 every product and every sum is rounded to the nearest number that there is, $\\mathrm{fl}(a + b) = (a + b)(1 + \\delta)$ with $|\\delta| \\le u = 2^{-24}$, and what is lost depends on what was added before. So $(a + b) + c$ and $a + (b + c)$ may differ. Libraries choose an order that suits the machine: lanes, blocks, threads.",
    "A product passes through at most $n$ roundings in a sum of $n$ products, whatever the order, so $|\\hat y - y| \\le \\gamma_n \\sum_c |w_c||x_c|$ with $\\gamma_n = nu/(1 - nu)$, and two orders are at most twice that apart. Added in halves, a product passes through no more than $\\lceil \\log_2 n \\rceil + 1$.",
    "Where no addition is rounded the order does not matter: whole numbers whose sums stay below $2^{24}$, and such numbers divided by a common power of two. With one or two products there is only one order, since $a + b = b + a$ in float32 too.",
  ],
  steps: {
    example: {
      title: "The book's example",
      text: "With {=channels} input channels, {=different} of {=outputs} outputs differ; the largest difference in units in the last place is {=most}. The bound for one order is {=bound}. In {=ofEngine} outputs the engine's convolution equals the sum in order, bit for bit.",
    },
    photo: {
      title: "On a photograph",
      text: "A mean over 3×3 pixels of {=source}, its nine weights rounded: {=ninthsDiffer} of {=pixels} pixels depend on the order, the most in units in the last place by {=photoMost}. With weights in sixteenths, all sums are exact: {=sixteenthsDiffer} pixels depend on it.",
    },
    many: {
      title: "With more channels",
      text: "With {=last} channels the sum in order is off by {=lastInOrder}, the sum in halves by {=lastPairwise}; the bound for any order is {=lastBound}. Rounding goes up and down, so that errors stay far below it.",
    },
  },
  statements: {
    different: "Y1 and Y2 are not exactly equal.",
    whole: "On whole numbers they are equal, bit for bit, and so is the engine's convolution.",
    few: "With one or two input channels they are equal.",
    bounded: "In any order a sum of n products is off by at most γ(n) Σ|w||x|.",
    pairwise: "Added in halves, it is off by at most γ(⌈log₂ n⌉ + 1) Σ|w||x|.",
    lastBit: "They differ by the last bit at most.",
    ofResult: "They differ by at most 2 n u of the result.",
    doubles: "In float64 the order does not matter.",
    random: "Rounding is a matter of chance: run again, the same code gives another result.",
  },
  errors: {
    same: "In place of adding in halves stands adding in order.",
    lost: "The last product of a sum is left out.",
    coarse: "Sums in halves are rounded to a few digits.",
    brighter: "Every result of the engine is larger by one.",
  },
  boundary:
    "They are equal where nothing is rounded: whole numbers, weights in sixteenths, one or two channels. The bound is a share of the sum of absolute values, not of the result: where products cancel, no digit of the result need be right. A comparison of two layers needs this bound as its tolerance, and whole numbers where it should be exact.",
  words: {
    inOrder: "one after the other",
    pairwise: "in halves",
    steps: "units in the last place between them",
    sums: "the output that differs most",
    photo: "photograph",
    photoSteps: "units in the last place between the two means",
    growth: "largest error",
    bound: "bound",
    channels: "input channels",
    numbers: "numbers",
    wholeNumbers: "whole",
    fractions: "fractions",
    value: "value",
    other: "instead of",
    row: "row",
    column: "column",
    shape: "shape",
    otherShape: "instead of shape",
    difference: "difference",
    equal: "equal",
    apart: "units in the last place apart",
    allowed: "2 n u of the result",
    true: "yes",
  },
};
