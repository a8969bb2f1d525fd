import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "The second derivative, and edges where it crosses zero",
  claim:
    "The kernels [0 1 0; 1 −4 1; 0 1 0] and [1 1 1; 1 −8 1; 1 1 1] give the second derivative ∇²f of an image, and its edges are where the response crosses zero.",
  why: [
    "By Taylor's series, $\\sum k_{ab} f(x+a, y+b) = \\sum_{m,n} \\mu_{mn} / (m!\\,n!) \\; \\partial_x^{m}\\partial_y^{n} f$ with the moments $\\mu_{mn} = \\sum k_{ab}\\,a^{m} b^{n}$. Both kernels sum to $0$ and are symmetric, so the second moments come first: $\\mu_{20} = \\mu_{02} = 2$ with four neighbours gives $\\nabla^2 f$; with eight each is $3 \\cdot 2$, because three rows have a neighbour on either side, and the response is $3\\nabla^2 f$. Divided by three it is a derivative too.",
    "The errors are $\\frac{1}{12}(\\partial_x^4 + \\partial_y^4) f$ with four neighbours, and that plus $\\frac{1}{3}\\partial_x^2\\partial_y^2 f$ with eight, divided by three. Neither is a multiple of $\\nabla^4 = \\partial_x^4 + 2\\partial_x^2\\partial_y^2 + \\partial_y^4$, which would look the same from all sides; their mean is.",
    "A soft edge is steepest in its middle; there the slope has a maximum and its derivative crosses zero. But a slope has minima too, between two steps for instance, and the second derivative crosses zero there as well. And on a curved edge $\\nabla^2 f = f_{rr} + f_r / r$: where the slope is steepest, $f_{rr} = 0$ and $f_r / r$ is left, so the crossing moves outward.",
  ],
  steps: {
    kernels: {
      title: "What they estimate",
      text: "With four neighbours {=gainFour} times the Laplacian, with eight {=gainEight} times. Ranks {=rankFour} and {=rankEight}: neither is a column times a row, both are the sum of two such products.",
    },
    isotropy: {
      title: "Alike in all directions?",
      text: "How far the response on a circle of frequencies is from being constant, in percent. Both kernels are off by the same amount for low frequencies, to opposite sides; the mean of the two (the second divided by three) is not.",
    },
    profile: {
      title: "A crossing that is no edge",
      text: "{=stepCount} steps up, {=count} crossings, at columns {=places}: the one in the middle is where the brightness is flattest.",
    },
    photo: {
      title: "Edges of a photograph",
      text: "{=source}, with {=neighbours} neighbours. Unblurred, the sign changes at {=rawShare} % of the pixels, for noise changes it too. After a Gaussian of σ = {=sigma}, where the change is more than {=threshold}, {=edgeShare} % are left.",
    },
  },
  statements: {
    laplacian: "On cubic polynomials, each of the two kernels gives ∇²f.",
    edges:
      "On a straight soft edge the response crosses zero, within a quarter of a pixel of where the edge is.",
    crossings: "Where the response crosses zero, there is an edge: the slope is steepest there.",
    moments: "The second moments are (2, 0, 2) with four neighbours and (6, 0, 6) with eight.",
    multiple: "On cubic polynomials they give exactly ∇²f and 3∇²f.",
    third: "A third of the kernel with eight neighbours estimates ∇²f.",
    rank: "Both have rank 2 and are the sum of two separable kernels, exactly.",
    mean: "Half the first plus a sixth of the second is [1 4 1; 4 −20 4; 1 4 1] / 6.",
    round: "The error of that one is ∇⁴f / 12: alike in all directions.",
    separable: "These kernels are separable.",
    rounder: "With the diagonals counted, the error depends less on direction.",
    curved: "On a curved edge the crossing lies where the slope is steepest.",
  },
  errors: {
    leaning: "In every kernel, two neighbouring weights are off.",
    doubled: "Every kernel has twice its weights.",
    flat: "Every kernel is said to be one column times one row.",
    louder: "The response is three times as strong as it should be.",
    beside: "Every crossing is found one pixel beside its place.",
  },
  boundary:
    "For a derivative, the kernel with eight neighbours must be divided by {=gainEight}. Edges are crossings, straight ones within a fraction of a pixel, curved ones moved outward; but not all crossings are edges: noise and the flat places between steps cross zero too, so a detector blurs first and asks how steep the crossing is.",
  words: {
    four: "4 neighbours",
    eight: "8 neighbours",
    round: "mean of both",
    taylor: "by Taylor's series",
    kernel: "kernel",
    estimates: "estimates",
    error: "error",
    rank: "rank",
    isotropy: "deviation from a circle (%)",
    frequency: "cycles a pixel",
    answers: "response to them",
    profile: "two steps",
    column: "column",
    brightness: "brightness",
    response: "response",
    photo: "photograph",
    blurred: "Laplacian after the blur",
    edges: "zero crossings",
    neighbours: "neighbours",
    value: "value",
    other: "instead of",
    row: "row",
    place: "at column",
    slope: "slope",
    steeper: "slope a pixel away",
    radius: "radius",
  },
};
