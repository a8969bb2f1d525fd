import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "What the forward pass costs",
  claim:
    "A layer takes c_o h_o w_o c_i k_h k_w multiplications and c_o h_o w_o (c_i k_h k_w − 1) additions; its memory is input, output and weights.",
  why: [
    "There are $c_o h_o w_o$ outputs. Each is a sum of $c_i k_h k_w$ products: every tap of the window in every input channel, once. A sum of $n$ products takes $n$ multiplications and $n - 1$ additions. A bias is one addition more for each output.",
    "The formula also counts products with the zeros of the padding, which need not be done. With $g$ groups an output sees $c_i / g$ channels, so multiplications and weights fall to a $g$-th, and additions become $c_o h_o w_o (c_i k_h k_w / g - 1)$; with $N$ images operations, input and output are $N$ times as many, and the weights stay.",
    "Input, output and weights must be somewhere, each number in the bytes of its type. What an algorithm needs beside them, such as a matrix of patches, is its own.",
  ],
  steps: {
    windows: {
      title: "Products of each output",
      text: "One channel of the layer, {=smallSize} rows and columns of it. The formula says {=taps} products for each output, {=said} in all. Of these {=counted} meet a pixel and {=zeros} meet a zero of the padding.",
    },
    layer: {
      title: "The whole layer",
      text: "Of {=products} products {=onPadding} fall on padding, a share of {=share}. With a bias there are exactly as many additions as multiplications.",
    },
    variants: {
      title: "Images, groups",
      text: "The same layer with four images, with two groups, and with a group for each channel. Intensity is operations for each byte of the tensors: where it is low, memory sets the pace.",
    },
    bytes: {
      title: "Bytes by type",
      text: "The same numbers stored in other types.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source} under a mean of the layer's kernel size: {=photoProducts} products as written, {=photoNeeded} that meet a pixel, {=photoBytes} bytes.",
    },
    time: {
      title: "Counted in the engine's loops, and timed",
      text: "The engine would take “{=algorithm}” for exact results. Its loops, counted, do {=own} multiplications (a tile at an edge may do some in vain). They took {=ms} ms on one thread here, which is {=rate} GFLOP/s of the formula.",
    },
  },
  statements: {
    products:
      "A run by the definition takes c_o h_o w_o c_i k_h k_w products, those with padding included.",
    additions: "It takes c_o h_o w_o (c_i k_h k_w − 1) additions.",
    memory: "The tensors of the run take the bytes of input, output and weights.",
    engine:
      "The run that is counted gives the engine's result exactly, so it is the layer that is counted.",
    closed:
      "The closed form equals the count, with padding and without it, for groups, batches and dilation too.",
    groups: "With g groups there are a g-th of the products.",
    bias: "A bias is one addition an output: then there are exactly twice as many operations as products.",
    types: "Bytes are numbers times the bytes of their type.",
    all: "All products of the formula have to be done.",
    anyGroups: "Groups change nothing in the formula.",
    twice: "Without a bias there are twice as many operations as multiplications.",
  },
  errors: {
    lost: "One product of every output is left out.",
    repeated: "Where zeros should be padded, the edge is repeated.",
    halved: "Half of the bytes are counted.",
    flipped: "The engine reads the weights from the last to the first.",
  },
  boundary:
    "The formula counts a layer as it is written: without groups, one image, zeros multiplied like numbers. {=onPadding} of its {=products} products meet padding here. Fast algorithms do fewer multiplications than it says, or more.",
  words: {
    perOutput: "products with a pixel, for each output",
    multiplications: "multiplications",
    additions: "additions",
    counts: "operations of the layer",
    way: "layer",
    asWritten: "as written",
    needed: "without padding",
    withBias: "with a bias",
    biasAdditions: "additions of a bias",
    operations: "operations",
    variants: "the layer otherwise",
    one: "as it is",
    fourImages: "four images",
    twoGroups: "two groups",
    depthwise: "a group a channel",
    weights: "weights",
    totalBytes: "bytes",
    intensity: "operations a byte",
    bytes: "bytes of the tensors",
    type: "type",
    inputBytes: "input",
    weightBytes: "weights",
    outputBytes: "output",
    photo: "photograph",
    mean: "mean over the kernel",
    batch: "images",
    inChannels: "input channels",
    outChannels: "output channels",
    groups: "groups",
    input: "input",
    kernel: "kernel",
    stride: "stride",
    output: "output",
    counted: "counted",
    said: "said",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
  },
};
