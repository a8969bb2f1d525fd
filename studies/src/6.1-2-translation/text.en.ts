import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Moved images, and where things are",
  claim: "Translation invariance throws position away, which is a defect where position matters.",
  why: [
    "Let $T$ move an image by $t$. A convolution of stride one takes the same weights everywhere: $(T x \\star k)(n) = \\sum_m x(n + m - t)\\,k(m)$, which is $(x \\star k)(n - t)$. So it is equivariant: a moved image gives the moved result. It holds everywhere if the border wraps around, and away from the edges with any border.",
    "It is not invariant yet: the position is still there, in the place of the response. Pooling over all places drops it: the maximum and the sum of a moved map are those of the map. A net of convolutions that wrap around and global pooling therefore has the same features for an image and the moved image, whatever its weights are, and no training can tell them apart.",
    "Two channels that hold the row and the column of each pixel break the symmetry: they do not move with the image.",
  ],
  steps: {
    photo: {
      title: "Equivariant",
      text: "A photograph and the same one moved by {=down} down and {=right} right, behind one layer. With a border that wraps around, the share of outputs that differ from the moved result after {=depth} layers is {=wrapShare}; with zeros outside it is {=zeroShare}: padding reaches inwards.",
    },
    twins: {
      title: "Left or right?",
      text: "Twins of {=side}×{=side} pixels: the right one is the left one, moved by half its width.",
    },
    learned: {
      title: "Trained",
      text: "Two nets learn from {=pictures} pictures which half the shape is in. On pictures not seen before, the one without coordinates has an accuracy of {=plain}; its features of twins are at most {=apart} apart, the largest being {=largest}: what rounding leaves. With coordinates the accuracy is {=located}, and features are up to {=locatedApart} apart.",
    },
    stride: {
      title: "A stride forgets, too",
      text: "A dot, seen with a stride of two, and the same dot moved by one: it falls between the places that are computed.",
    },
  },
  statements: {
    forgets:
      "With a border that wraps around, maximum and sum over all places are the same for a moved image.",
    defect:
      "So a net of such layers and global pooling cannot learn left from right: it stays at chance.",
    moves: "The result of a moved image is the moved result, with a border that wraps around.",
    inside: "With zeros outside it is, wherever no window meets an edge.",
    sameFeatures: "The trained net has the same features for twins, but for rounding.",
    located: "With two channels of coordinates, the same net learns it.",
    wholeStride: "A layer of stride 2 follows moves by 2.",
    invariant: "A convolution is invariant: a moved image gives the same result.",
    zeros: "With zeros outside, the result of a moved image is the moved result, edges and all.",
    anyStride: "A layer of stride 2 follows every move.",
  },
  errors: {
    dark: "Where the border should wrap around, zeros stand.",
    told: "The net that should know no place is given coordinates too.",
    untold: "The net that should be given coordinates gets none.",
  },
  boundary:
    "Exactly invariant is only what wraps around, takes a stride of one and pools over everything. Zeros at the border tell where it is, a stride breaks moves that it does not divide; such a net can know something of position, and is not quite invariant.",
  words: {
    still: "photograph, one layer",
    moved: "moved photograph, one layer",
    spoiled: "share of outputs that differ from the moved result",
    wrap: "wrapped around",
    zero: "zeros",
    layers: "layers",
    left: "left",
    rightTwin: "right",
    losses: "loss by step, on the pictures of the step",
    step: "step",
    accuracies: "accuracy on pictures not seen before",
    epoch: "epoch",
    plainNet: "without coordinates",
    locatedNet: "with coordinates",
    nets: "both nets",
    net: "net",
    knownShare: "training accuracy",
    otherShare: "test accuracy",
    apart: "twins apart",
    largest: "largest feature",
    dot: "dot",
    dotStrided: "stride 2",
    dotMoved: "moved by one, stride 2",
    side: "image",
    shift: "moved by",
    row: "row",
    column: "column",
    other: "moved",
    accuracy: "accuracy",
  },
};
