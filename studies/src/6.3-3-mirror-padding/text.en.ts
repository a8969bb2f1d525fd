import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "A mirror at the border",
  claim:
    "Mirror padding continues a tensor beyond its edges by its own values, mirrored there; a layer does it by looking up another index, without a copy.",
  why: [
    "Padding is a map of indices: which element is shown at a position outside. With the mirror on the edge, position $-i$ shows element $i$, and the edge stands once: this is called reflect. With the mirror half a step behind the edge, it shows element $i - 1$, and the edge stands twice: symmetric.",
    "At the other edge stands another mirror, so the map goes on for ever, with the period $2(n-1)$ for reflect and $2n$ for symmetric. An axis is mapped by itself; a corner is mirrored twice.",
    "Every element outside is one of the inside. So a constant image $v$ goes on as $v$, and a kernel of the sum $S$ answers $S v$ up to the border, where zeros would change it.",
    "Under the symmetric mirror, each element stands twice in a period of $2n$. With a kernel that is even in every axis, the windows moved by $t$ and by $-t$ see each element twice between them, so that it enters the sum of all outputs with $S$: $\\sum y = S \\sum x$. With reflect the edges stand once in a period, the others twice, and the sum changes.",
  ],
  steps: {
    line: {
      title: "A line continued",
      text: "{=size} elements, and {=padding} more on either side: zeros, the mirror on the edge, the mirror behind it. Each element outside is linked to the one that it shows.",
    },
    answers: {
      title: "What kernels answer at the left end",
      text: "Under both mirrors the mean of a constant is that constant. A slope is folded: its difference is zero on the edge under reflect and half of what it is inside under symmetric, and the Laplacian finds a bend that is not there.",
    },
    photo: {
      title: "On a photograph",
      text: "Under a mean, {=source} gets a dark frame from zeros: its outermost pixels average {=rimZero}, against {=rimReflect} (reflect) and {=rimSymmetric} (symmetric); in the photograph itself they average {=rimPhoto}.",
    },
    cost: {
      title: "What it costs",
      text: "A padded copy of a layer of middle size takes {=copied} bytes; the index map takes none. The layer takes {=zeroTime} ms with zeros and {=mirrorTime} ms with a mirror. Measured now, on this machine.",
    },
  },
  statements: {
    map: "What stands beyond the edge is found by walking there and turning round at every edge.",
    padded: "A mirrored copy of an image has these elements, along rows and columns.",
    asLayer: "A layer with a mirror at its border equals whole windows over the mirrored copy.",
    periodic: "The map repeats after 2(n − 1) positions for reflect, after 2n for symmetric.",
    constant: "A constant image stays constant, up to the border, under every kernel.",
    sum: "Under symmetric, a kernel that is even in every axis gives an image of S times the sum.",
    adjoint: "Going back, what comes to an element outside is added to the one that it shows.",
    same: "Reflect and symmetric give the same.",
    width: "A mirror reaches no farther than the image is wide.",
    eitherSum: "Reflect keeps the sum as symmetric does.",
    slope: "A mirror adds nothing: a slope has no Laplacian at the border either.",
    cropped: "Going back, what comes to the elements outside is dropped, as with zeros.",
  },
  errors: {
    halfStep: "The mirror of reflect stands half a pixel off.",
    zeros: "The padded copy has zeros outside.",
    dark: "The layer has zeros outside.",
    dropped: "Going back, what comes to elements outside is dropped.",
  },
  boundary:
    "A mirror keeps constants, not slopes: something is invented at every border. Only the mirror that repeats the edge keeps the sum. With a single element there is nothing to turn round on: it stands everywhere. Some libraries refuse a padding as wide as the image; the map itself goes on.",
  words: {
    line: "line",
    zero: "zeros",
    reflect: "reflect",
    symmetric: "symmetric",
    answers: "answers at the left end",
    probe: "kernel and line",
    inside: "inside",
    meanFlat: "mean of a constant",
    differenceSlope: "difference of a slope",
    laplacianSlope: "Laplacian of a slope",
    wide: "photograph, mirrored all around",
    zeroPhoto: "zeros outside",
    reflectPhoto: "reflect",
    symmetricPhoto: "symmetric",
    treatment: "outside",
    size: "length",
    position: "position",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
    shape: "shape",
    otherShape: "instead of shape",
  },
};
