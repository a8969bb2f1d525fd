import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "A 1×1 kernel is a fully connected layer at every pixel",
  claim:
    "With Δ = 0 the kernel is 1×1, and the layer is one fully connected layer h = σ(W x + b), applied at every pixel on its own.",
  why: [
    "The convolution sums over the window and the channels: $h_{ijo} = \\sigma(b_o + u_{ijo})$ with $u_{ijo} = \\sum_{a,b=-\\Delta}^{\\Delta}\\sum_c W_{abco}\\,x_{i+a,j+b,c}$. With $\\Delta = 0$ only $a = b = 0$ is left: $h_{ij} = \\sigma(W x_{ij} + b)$, where $x_{ij}$ is the vector of the channels of one pixel.",
    "No other pixel occurs in it, and $W$ is the same for all. With the pixels as columns of one matrix $X$, the whole layer is one product $W X$: nothing has to be gathered first.",
    "With groups, an output sees only the channels of its group: every other weight is zero, so $W$ is block diagonal.",
  ],
  steps: {
    product: {
      title: "All pixels in one product",
      text: "{=pixels} pixels of {=inputs} channels, {=outputs} outputs: {=products} multiplications with {=weights} weights. A fully connected layer from the whole image to the whole result would have {=dense}.",
    },
    photo: {
      title: "On a photograph",
      text: "The middle of {=source} with two channels, its brightness and that of its surroundings. One matrix makes two others of them: their difference, raised a little so that nothing is cut off in the middle, and their mean.",
    },
    groups: {
      title: "Groups",
      text: "With {=groups} groups of two inputs and two outputs, {=kept} of {=all} weights are left, in blocks on the diagonal.",
    },
  },
  statements: {
    perPixel:
      "The layer gives, bit for bit, what a fully connected layer gives at every pixel, channels summed in the same order.",
    alone: "A change of one pixel changes the result at this pixel only.",
    blockDiagonal: "A layer with groups is one without, whose matrix is block diagonal.",
    noCopy:
      "The engine multiplies the image as it stands, channels first or last: for a large one it takes less than half the room of a copy.",
    anyOrder: "The bits are the same in any order of the sum.",
    wider: "A 3×3 kernel works at every pixel on its own, too.",
  },
  errors: {
    rounded: "Every result is a few units of its last place too large.",
    leaking: "A little of each number of the result leaks into the next.",
    mixed: "A layer with groups reads its weights from the last to the first.",
    copied: "The engine copies the image before it multiplies.",
  },
  boundary:
    "It is the same function; the same bits need the same order of the sum, since floats are rounded after every addition. As soon as $\\Delta > 0$, neighbours take part.",
  words: {
    nchw: "NCHW",
    nhwc: "NHWC",
    weight: "W: a row for each output",
    pixels: "X: a column for each pixel",
    result: "h: a column for each pixel",
    first: "the first pixel",
    photo: "photograph",
    mixing: "W",
    detail: "difference",
    soft: "mean",
    blocks: "W with groups",
    layout: "layout",
    groups: "groups",
    inputs: "inputs",
    outputs: "outputs",
    channels: "channels",
    count: "numbers",
    value: "value",
    other: "against",
    apart: "apart",
    pixel: "pixel reached",
    bytes: "bytes beside",
    whole: "bytes of the image",
  },
};
