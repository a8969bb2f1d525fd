import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "A stride of one half",
  claim:
    "A stride of 1/2 puts a zero between neighbours and steps by one; it is the transposed convolution, and makes an image twice as large.",
  why: [
    "With a stride $s$ the output is $y_i = \\sum_t w_t x_{si + t - p}$. As a matrix this is $y = C x$, and its transpose sends every $y_i$ back to where it came from: $\\hat x_j = \\sum_{i:\\, t = j - si + p} w_t y_i$. The steps are now on the side of the output: seen from there, the input goes on by $1/s$.",
    "The same sum runs over all $j - t + p$ if zeros stand where $s$ does not divide it. So $\\hat x$ is a layer of stride one over the stuffed input, with the kernel turned and with $k - 1 - p$ zeros around.",
    "It has $(n - 1)s - 2p + k + a$ places, $a$ being the output padding. That is $sn$ just when $k - 2p + a = s$. A stride $s$ forgets the remainder of its input by $s$: inputs of $s$ different sizes give the same output. The output padding, $0 \\le a < s$, says which one is meant.",
    "An output at $j$ meets only the taps $t$ with $t \\equiv j + p \\pmod s$: each axis has $s$ small kernels in turn. Where their sums differ, a constant image turns into a pattern. A kernel of $s$ ones repeats; a triangle draws a line between neighbours.",
  ],
  steps: {
    matrices: {
      title: "Zeros between",
      text: "{=side}×{=side} elements at a stride of one over {=stride}, padding {=padding}, output padding {=outputPadding}: {=rows}×{=columns} outputs.",
    },
    uneven: {
      title: "A constant image, and three taps at steps of a half",
      text: "Inside, a kernel of ones meets one, two or four elements in turn. That is the checkerboard of nets that enlarge this way; a kernel whose length $s$ divides, or an even interpolation before a layer, avoids it.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source}, twice as large: by two ones each pixel is repeated, by a triangle what lies between is a mean, and by three equal taps a grid appears.",
    },
    cost: {
      title: "What it costs",
      text: "Twice as large in sixteen channels: over the stuffed input {=stuffedProducts} products, most of them with a zero; without those {=spreadProducts}, {=times} times fewer. It takes {=spreadTime} ms instead of {=stuffedTime} ms, measured now on this machine. Decoders, generators and segmentation enlarge this way, and every strided layer does when it sends its gradient back.",
    },
  },
  statements: {
    stuffed: "Zeros between neighbours and a layer of stride one give the transposed convolution.",
    larger: "With a stride of 1/s an image becomes s times as large.",
    sizes: "It does just when k − 2p + a = s.",
    adjoint:
      "It is the adjoint of the layer with stride s: the products of both pairs have the same sum.",
    ambiguous: "For every output padding below s, the layer with stride s leads back to one size.",
    nearest: "A kernel of s×s ones repeats every element.",
    linear: "A triangle of three taps puts the mean of neighbours between them, at s = 2.",
    inverse: "The transposed convolution undoes the convolution.",
    unturned: "Over the stuffed input the kernel is laid as it is.",
    even: "A constant image and a constant kernel give a constant result inside.",
    zeros: "Output padding adds rows of zeros.",
  },
  errors: {
    wrongWay: "Over the stuffed input, the kernel is laid the wrong way round.",
    noOutputPadding: "The output padding of the transposed convolution is forgotten.",
    flipped: "The layer with a whole stride flips its kernel.",
  },
  boundary:
    "An image becomes exactly s times as large only when kernel, padding and output padding fit. Shapes come back, values do not: what the stride has left out is lost. Output padding adds places at the end that kernels may reach, not zeros.",
  words: {
    image: "image",
    between: "zeros between",
    kernel: "kernel",
    output: "result",
    flat: "three ones on a constant, inside",
    photo: "photograph",
    nearest: "repeated",
    linear: "means between",
    checkerboard: "three equal taps",
    input: "input",
    stride: "one over the stride",
    padding: "padding",
    outputPadding: "output padding",
    taps: "taps",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
    shape: "shape",
    otherShape: "instead of shape",
  },
};
