import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "What the backward pass costs",
  claim:
    "The weight gradient takes c_o c_i k_h k_w h_o w_o multiplications, the input gradient c_i h w c_o k_h k_w. Both are the forward pass's figure, so going back costs about twice as much as going forward, and takes twice the memory of input, output and weights.",
  why: [
    "An output is $y_{o,p} = \\sum_{t} w_{o,t}\\, x_{p,t}$, where $x_{p,t}$ is what tap $t$ of window $p$ sees. Every product $w \\cdot x$ of the forward pass gives two products going back: $\\bar y_{o,p}\\, x_{p,t}$ belongs to $\\bar w_{o,t}$, and $\\bar y_{o,p}\\, w_{o,t}$ to the gradient of the input that was seen. So each gradient has exactly as many useful products as the forward pass, whatever the stride: together they are twice as many.",
    "The weight gradient sums over all $h_o w_o$ windows for each weight: $c_o c_i k_h k_w h_o w_o$ products, and one addition less for each weight. A sum over several images takes one addition more for each weight and further image.",
    "The input gradient would take $c_i h w \\cdot c_o k_h k_w$ products if every pixel were met by all taps. It is met by a tap only where a window stands, and with stride $s$ only one place in $s^2$ has one. So the figure is an upper bound, and the two figures are equal only where $h_o w_o = h w$.",
  ],
  steps: {
    meetings: {
      title: "How often a pixel is met",
      text: "One channel of the layer, {=pixels} pixels of it. Each number says how many products the gradient of that pixel takes. The formula says {=taps} for every pixel, {=said} in all; there are {=counted}.",
    },
    layer: {
      title: "The whole layer",
      text: "Both figures with the layer's numbers, and the exact counts beside them: products that meet an input, each once. The input gradient takes {=exact} of the {=textbook} products that its formula gives, a share of {=share}. The last column compares with the forward pass.",
    },
    strides: {
      title: "The same layer with other strides",
      text: "Counted products for each one of the formula. The weight gradient loses only what falls on padding; the input gradient falls with the square of the stride, to about {=quarter} at stride two.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source} under a 3×3 kernel of ones with the stride of the layer. The gradient of the sum of all outputs is, at each pixel, the number of windows that see it: the pattern below. Its {=photoPixels} pixels take {=photoCounted} products; the formula says {=photoSaid}.",
    },
    memory: {
      title: "Memory",
      text: "Going back, there must be the gradients of input, output and weights, and what the gradients are computed from: input and weights. The output itself is needed only by an activation. So the claim's figure is right for a layer with an activation that looks at its output, and without a bias.",
    },
    time: {
      title: "Time",
      text: "On one thread here: forward {=forwardMs} ms, weight gradient {=weightMs} ms, input gradient {=inputMs} ms; both together {=timesForward} times the forward pass. Equal counts are not equal times: the passes read memory in different orders.",
    },
  },
  statements: {
    weight:
      "Written out for one image, the weight gradient has c_o c_i k_h k_w h_o w_o products, those with padding included.",
    input: "The input gradient takes c_i h w c_o k_h k_w products.",
    twice: "Both gradients together take twice the products of the forward pass.",
    memory: "Going back takes twice the bytes of input, output and weights.",
    engine:
      "The run that is counted gives the engine's gradients exactly, so it is the gradients that are counted.",
    closed:
      "The closed forms equal the count, product by product and addition by addition, for batches too.",
    upper: "The formula of the input gradient is never less than the count.",
    sameSize:
      "The formula equals the products of all windows where output and input have as many positions, and nowhere else.",
    strided:
      "Where the stride divides the image and every step has a window, the windows have 1/s² of the formula's products.",
    kept: "Going back takes input, weights, all gradients and the bias, and the output only for an activation.",
    because: "c_o h_o w_o c_i k_h k_w equals c_i h w c_o k_h k_w.",
    perSample: "A batch takes the additions of one image times the number of images.",
  },
  errors: {
    repeated: "Where zeros should be padded, the edge is repeated.",
    textbook: "The formula of the input gradient is taken for the exact count.",
    flipped: "The engine reads the weights from the last to the first.",
  },
  boundary:
    "The factor two is exact when useful products are counted, but not for the reason given: for this layer with stride {=stride} the input gradient's formula gives {=textbook} products, and {=exact} are needed. It becomes equal where output and input have the same size and every tap meets an input.",
  words: {
    perInput: "products for the gradient of each pixel",
    perOutput: "products of each output",
    ofWeight: "weight gradient, by the claim",
    ofInput: "input gradient, by the claim",
    passes: "products and additions",
    pass: "pass",
    textbookProducts: "products, claim",
    exactProducts: "products, counted",
    textbookAdditions: "additions, claim",
    exactAdditions: "additions, counted",
    toForward: "counted, to forward",
    forward: "forward",
    weightGradient: "weight gradient",
    inputGradient: "input gradient",
    both: "both gradients",
    shares: "counted products for each of the formula",
    stride: "stride",
    square: "1/s²",
    photo: "photograph",
    seen: "how many windows see each pixel",
    bytes: "most bytes at once",
    layerKind: "layer",
    linear: "linear",
    rectified: "with ReLU",
    biased: "with a bias",
    biasedRectified: "with a bias and ReLU",
    forwardBytes: "forward",
    backwardBytes: "backward",
    saidBytes: "the claim's figure",
    batch: "images",
    inChannels: "input channels",
    outChannels: "output channels",
    groups: "groups",
    input: "input",
    kernel: "kernel",
    output: "output",
    counted: "counted",
    said: "said",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
  },
};
