import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Two layers that are one",
  claim:
    "Two convolutions with nothing between them are one convolution: its kernel is W[o, i] = Σ W2[o, m] ∗ W1[m, i], of size k1 + k2 − 1; two of 3×3 make one of [1, 1, 5, 5].",
  why: [
    "Put the first layer into the second: $y_p = \\sum_b v_b \\sum_a w_a\\, x_{p+b+a}$. Collect what stands before each $x_{p+n}$: $u_n = \\sum_{a+b=n} v_b\\, w_a$. That is the full true convolution $v * w$: indices add up, so one kernel runs backwards. It has $k_1 + k_2 - 1$ taps, because $n$ goes from zero to $(k_1 - 1) + (k_2 - 1)$. With channels the same holds for every path from input $i$ over $m$ to output $o$, and paths add up.",
    "A bias $b_1$ of the first layer is seen by all taps of the second: $b = b_2 + \\sum_m \\left(\\sum W_2[o,m]\\right) b_1[m]$. If the first layer has stride $s_1$, neighbours of the second are $s_1$ inputs apart: its taps are spread first, the size is $k_1 + (k_2 - 1)\\,s_1$ and the stride $s_1 s_2$.",
    "Zero padding inside the second layer says that the first layer's output is zero beyond its edge. The one kernel does not know that: it goes on computing there. So near the border they differ.",
  ],
  steps: {
    kernels: {
      title: "The two kernels and the one",
      text: "Each of the {=rows} rows and {=columns} columns of the result collects the products whose places add up to its own.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source}, through two layers and through the one. The largest difference is {=apart}.",
    },
    strides: {
      title: "With strides",
      text: "The second layer here has stride $2$. A stride $s_1$ in the first spreads the taps of the second, so the size is $k_1 + (k_2 - 1)\\,s_1$ and not $k_1 + k_2 - 1$.",
    },
    padding: {
      title: "With zeros between",
      text: "An image of ones, both layers padded by {=padding}. Shown is two layers less one layer: {=changed} of {=outputs} outputs are not the same. In the marked interior, {=interior} outputs, they are equal for every image and all kernels.",
    },
    cost: {
      title: "What is cheaper",
      text: "With {=channels} channels everywhere and {=side} rows and columns, the one layer takes {=timesProducts} times the products of the two. One layer may still win in time where channels are few and memory is the limit: the middle is never written.",
    },
  },
  statements: {
    one: "Two layers without padding, one after the other, give exactly what the composed layer gives.",
    size: "The composed weight has shape [c_o, c_i, k1 + k2 − 1, k1 + k2 − 1].",
    example: "3×3 after 3×3 with one channel is [1, 1, 5, 5].",
    sum: "The composed weight is the sum over the middle channels of full true convolutions, exactly.",
    exact: "With the kernels given here, in fractions: one after the other equals the one.",
    bias: "With biases, b = b2 + Σ (Σ W2) b1 makes them equal.",
    stride:
      "With a stride s1, W2 is spread by s1: the size is k1 + (k2 − 1) s1, the stride s1 s2, and they are equal.",
    interior: "With zero padding in the second layer they are equal in the interior.",
    valid: "The ∗ is a convolution without padding.",
    correlated: "The ∗ is the cross-correlation that layers compute.",
    biases: "The biases of the two layers just add up.",
    unspread: "With a stride in the first layer the kernel is still W1 ∗ W2 of size k1 + k2 − 1.",
    padded: "With zero padding in the second layer they are equal everywhere.",
  },
  errors: {
    flipped: "The weights of the second layer are read from the last to the first.",
    lostBias: "The bias of the first layer is forgotten.",
    wide: "The interior is said to begin one place too early.",
    padded: "Every layer pads by one.",
  },
  boundary:
    "Anything between the layers that is not linear ends it, and so does zero padding between them, at the border: {=changed} of {=outputs} outputs differ in the example. Read ∗ as the full true convolution: without padding two kernels of one size would give a single number.",
  words: {
    first: "first kernel",
    second: "second kernel",
    composed: "the one kernel",
    formula: "full true convolution",
    photo: "photograph",
    steps: "through two layers",
    once: "through one layer",
    sizes: "size and stride of the one layer",
    stride: "stride of the first",
    unspreadSize: "k1 + k2 − 1",
    size: "size",
    strideOfBoth: "stride of the one",
    difference: "two padded layers less the one",
    costs: "cost",
    layers: "layers",
    weights: "weights",
    products: "products",
    milliseconds: "ms, one thread",
    twoLayers: "two",
    oneLayer: "one",
    padding: "padding",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
    shape: "shape",
    otherShape: "instead of shape",
  },
};
