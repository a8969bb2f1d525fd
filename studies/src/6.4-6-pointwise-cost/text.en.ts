import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "What 1×1 costs",
  claim: "A layer of 1×1 kernels takes c_o h_o w_o c_i multiplications.",
  why: [
    "Put $k_h = k_w = 1$ into $c_o h_o w_o c_i k_h k_w$. What is left is the product of a $c_o \\times c_i$ matrix with one of $c_i \\times h_o w_o$: every pixel is a column, and every column is multiplied on its own.",
    "So the matrix of patches is the image itself, and nothing has to be copied. A kernel of $k \\times k$ with an output of the same size takes $k^2$ times the products. The bytes do not fall in the same way: input and output stay, only the weights shrink. A 1×1 layer does less for each byte and is sooner limited by memory.",
    "That is why networks spend 1×1 layers to save others: narrow the channels, work, widen again; or filter each channel on its own and mix them with 1×1, for $1/c_o + 1/k^2$ of the products.",
  ],
  steps: {
    layer: {
      title: "The layer, and larger kernels",
      text: "{=products} products and {=bytes} bytes. Below, the same layer with larger kernels, padded so that the output keeps its size.",
    },
    matrix: {
      title: "It is a matrix product",
      text: "Three channels of four pixels, two output channels. Each column of the result comes from the column of the same pixel.",
    },
    blocks: {
      title: "What it is for",
      text: "A dense 3×3 layer, a bottleneck (1×1, 3×3, 1×1 with a quarter of the channels between) and a depthwise 3×3 with 1×1 behind it. The last column is the share of products that are in 1×1 layers.",
    },
    photo: {
      title: "On a photograph",
      text: "Two channels: {=source}, and its mean over 3×3. One output with the weights {=mix} takes {=photoProducts} products for {=photoPixels} pixels. With more of the photograph and less of the mean, edges become sharper, though a 1×1 kernel sees no neighbour: the mean has seen them.",
    },
    time: {
      title: "Time",
      text: "On one thread here: 1×1 in {=ms} ms ({=rate} GFLOP/s), 3×3 with the same output in {=threeMs} ms ({=threeRate} GFLOP/s), {=times} times as long for $9$ times the products. Fast algorithms for 3×3 skip products, and 1×1 has more to carry for each.",
    },
  },
  statements: {
    products:
      "A run by the definition takes c_o h_o w_o c_i products, those with padding included.",
    engine: "The run that is counted gives the engine's result exactly.",
    closed:
      "The closed form equals the count, with padding and without it, for groups and strides too.",
    noCopy: "Without stride and padding the matrix of patches is the image, number by number.",
    square: "3×3 and 5×5 kernels with the same output take 9 and 25 times the products.",
    depthwise:
      "A depthwise 3×3 layer and a 1×1 layer take 1/c_o + 1/9 of the products of the dense one.",
    padding: "All these products have to be done, with padding too.",
    groups: "Groups change nothing in the formula.",
    bytes: "A 3×3 layer takes nine times the bytes of a 1×1 layer.",
    everyPixel: "Every pixel is read.",
  },
  errors: {
    lost: "One product of every output is left out.",
    wasteful: "Products with padding are counted among those that have to be done.",
    reversed: "The matrix of patches is read from the last number to the first.",
    brighter: "The engine is given an image that is brighter by one.",
  },
  boundary:
    "The formula is for one image and without groups, and counts the zeros of padding, of which a 1×1 kernel makes nothing but zeros: {=onPadding} products here. With a stride, pixels between the steps are not read at all.",
  words: {
    products: "products",
    kernels: "larger kernels",
    kernel: "kernel",
    toOne: "to 1×1",
    weights: "weights",
    bytes: "bytes",
    intensity: "operations a byte",
    pixels: "a column for each pixel",
    output: "result",
    asProduct: "weights times pixels",
    blocks: "blocks of layers",
    block: "block",
    inPointwise: "share in 1×1",
    dense: "dense 3×3",
    bottleneck: "bottleneck",
    depthwise: "depthwise and 1×1",
    photo: "photograph",
    mean: "its mean over 3×3",
    mixed: "mixed by 1×1",
    inChannels: "input channels",
    outChannels: "output channels",
    groups: "groups",
    input: "input",
    stride: "stride",
    counted: "counted",
    said: "said",
    unseen: "pixels not read",
    blowUp: "growth",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
  },
};
