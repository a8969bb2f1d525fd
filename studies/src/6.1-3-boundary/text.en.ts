import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "What to ask of pixels at the border",
  claim:
    "At a border one has to ask: what is missing there, does position matter, does the treatment add features of its own, and what does it cost?",
  why: [
    "A window over the edge lacks pixels, so something must be said about $x$ outside. Zero says: it is dark there. A kernel whose weights sum to $S$ makes $S v$ of a constant image $v$; where some of them meet zeros, the sum is different, which is a feature that the image does not have.",
    "A treatment that takes what stands outside from the image itself (mirrored, repeated, wrapped around) shows every kernel the constant $v$ there, too, and so keeps $S v$. It has to invent something nevertheless: a slope does not go on as a slope.",
    "Dividing by what is inside (partial convolution) is right for a mean, whose weights are all equal: $\\tfrac{n}{m}\\sum_{I} w v = n w v$, where $I$ holds the $m$ of $n$ weights that are inside. It is not for other weights, because the missing ones need not have the mean of the others.",
    "With kernels of odd side $k$, each layer looks $(k-1)/2$ pixels farther to every side. After $L$ of them the padding has reached all but $(H - L(k-1))^2$ of $H^2$ outputs; without padding, just these are left.",
  ],
  steps: {
    constant: {
      title: "A constant image",
      text: "{=side}×{=side} pixels of {=value}. Every response at the border that differs from the one inside is invented. In the last column, the Laplacian of an even slope at its left end, which is zero inside. In the corner, {=cornerCount} of {=fullCount} pixels of a window are there, and a pixel there takes part in {=ofCorner} windows instead of {=ofMiddle}.",
    },
    photo: {
      title: "On a photograph",
      text: "The Laplacian with zeros outside draws a frame; mirrored it does not; wrapped around, it finds the seam between opposite edges.",
    },
    depth: {
      title: "Deeper",
      text: "Of {=stackSide}×{=stackSide} outputs, after {=depth} layers of 3×3, the padding has reached a share of {=reachedShare}. Without padding, {=left}×{=left} are left.",
    },
    cost: {
      title: "What it costs",
      text: "A layer of {=channels} channels, {=extent}×{=extent}: a padded copy takes {=copied} bytes and {=copyTime} ms, and the layer over it {=wholeTime} ms; with the padding inside the layer, {=insideTime} ms. Measured now, on this machine.",
    },
  },
  statements: {
    missing:
      "What is missing: in every place just the rows and columns that the window reaches beyond the edge, so one in the corner has fewer pixels than one inside.",
    position:
      "Position matters: a pixel in the corner takes part in fewer windows than one inside.",
    ownEdge:
      "Zero padding adds an edge of its own: the Laplacian of a constant image is not zero there.",
    ownFeature:
      "What zeros add, in every place and under every kernel, is the value of the constant image times the weights that meet them, taken away.",
    paid: "It costs: a padded copy takes more bytes than the image, and gives the same result.",
    kept: "Mirrored, repeated or wrapped around, a constant image stays constant under every kernel.",
    normalisedMean: "Divided by what is inside, it stays constant under every mean.",
    inside: "Away from the border all treatments give the same.",
    reach: "After L layers the padding has reached all but (H − L(k − 1))² outputs.",
    shrinks: "Without padding the side of a result is smaller by k − 1.",
    normalisedAny: "Divided by what is inside, it stays constant under every kernel.",
    free: "There is a treatment that adds nothing to any image: a slope has no Laplacian at the border either.",
    farAway:
      "Whatever stands outside, an output at the left edge does not depend on the right edge.",
  },
  errors: {
    mirrored: "Where zeros should be padded, the image is mirrored.",
    dark: "Where the border should wrap around, zeros stand.",
    thin: "Under kernels larger than three by three, the edge is repeated where zeros should be padded.",
    bare: "The padded copy is the image itself.",
    far: "The padding is said to reach one output more than it does.",
  },
  boundary:
    "The questions have no answer for all images: mirroring keeps constants and breaks slopes, wrapping joins edges that are far apart, leaving the border out costs size, and a position that zeros give away can be what is wanted.",
  words: {
    kernel: "kernel",
    zeroAnswer: "constant image, zeros outside",
    normalisedAnswer: "constant image, divided by what is inside",
    answers: "answers to a constant image, and to a slope",
    treatment: "outside",
    corner: "corner",
    edge: "edge",
    inside: "inside",
    slopeEdge: "slope, left end",
    zero: "zeros",
    reflect: "mirrored",
    symmetric: "mirrored with the edge",
    replicate: "edge repeated",
    wrap: "wrapped around",
    none: "no padding",
    normalised: "divided by what is inside",
    zeroPhoto: "zeros",
    reflectPhoto: "mirrored",
    wrapPhoto: "wrapped around",
    share: "share of outputs that the padding reaches, 3×3",
    shrinking: "side that is left without padding",
    layers: "layers",
    times: "cost of the padding",
    way: "way",
    bytes: "bytes",
    milliseconds: "ms",
    copying: "padded copy",
    afterCopy: "layer over the copy",
    inKernel: "padding inside the layer",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
    shape: "shape",
    otherShape: "instead of shape",
    answer: "answer",
    side: "side",
    taps: "taps",
    count: "outputs",
  },
};
