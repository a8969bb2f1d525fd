import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "The smallest kernel of a derivative",
  claim:
    "The smallest kernel for a derivative of order d has d + 1 taps along a line, and (d + 1)² in the plane where all directions count alike.",
  why: [
    "A kernel for the derivative of order $d$ must make $0$ of $1, x, \\ldots, x^{d-1}$ and something of $x^{d}$. On $n \\le d$ different nodes the first $n$ of these conditions read $V w = 0$ with $V_{ij} = x_j^{\\,i}$. Its determinant $\\prod_{i<j}(x_j - x_i)$ is not $0$, so $w = 0$, and nothing is left for $x^{d}$: the kernel needs $d + 1$ taps at least.",
    "On $d + 1$ nodes there are $d + 1$ conditions, a square system with the same kind of determinant: one kernel and no other. On neighbours it is the binomial difference $(-1)^{d-j}\\, d! / (j!\\,(d-j)!)$. Every node more is one more condition that can be met, for more accuracy.",
    "In the plane, let a kernel estimate $\\nabla^{d}$, $d$ even. Applied to functions of $x$ alone it is a derivative of order $d$ along a line, with its columns summed up: it has $d + 1$ columns at least, and as many rows. That is a box of $(d+1) \\times (d+1)$. It need not be full: the Laplacian $\\nabla^{2} = \\partial_x^{2} + \\partial_y^{2}$ needs a cross. For odd $d$ there is nothing isotropic: a half turn changes the sign of $x^{i} y^{j}$ with $i + j$ odd, so a kernel that looks the same after it makes $0$ of them.",
  ],
  steps: {
    rank: {
      title: "{=few} taps are too few",
      text: "The conditions on the first {=few} of the nodes {=ofNodes}, one row a power. The determinant is not zero, so every weight is.",
    },
    enough: {
      title: "One more is enough",
      text: "On neighbours, the one kernel with a tap more than the order: binomial coefficients with alternating signs.",
    },
    nodes: {
      title: "On any nodes",
      text: "Order {=derivative} on the {=nodesUsed} nodes {=ofNodes}, in fractions. For $e^x$ the error falls with the step to the power {=errorOrder}, until the rounding of doubles, divided by $h^{d}$, takes over.",
    },
    plane: {
      title: "In the plane",
      text: "The Laplacian fills {=planeTaps} of {=boxTaps} places of its box, its powers a diamond. The box is as large as claimed; the taps are fewer.",
    },
    four: {
      title: "Four taps, if the box may grow",
      text: "Three points about a fourth, placed so that first moments cancel and second ones are equal, make the Laplacian as well, though not with the same error in all directions. Three taps never do: on a line they miss a direction, off a line the conditions on $1, x, y$ leave no weight.",
    },
    photo: {
      title: "On a photograph",
      text: "The cross of {=planeTaps} taps on {=source}. Gray is zero.",
    },
  },
  statements: {
    line: "On random nodes, d of them do not suffice for order d, and d + 1 do.",
    box: "The box of an isotropic derivative of even order in the plane has (d + 1) × (d + 1) places.",
    square: "In the plane, an isotropic derivative of even order takes (d + 1)² taps.",
    fewer: "The conditions on d nodes have rank d: they leave no weight but 0.",
    binomial: "On d + 1 neighbours the kernel is the binomial difference.",
    exact:
      "A kernel on n nodes makes of every power below n exactly what the derivative makes of it.",
    order: "Kernels designed for an order of accuracy have that order and no other.",
    plane:
      "Powers of the Laplacian make of every polynomial up to their order exactly what the derivative makes of it.",
    shadow: "Summed along one axis they have more than d taps: the box cannot be narrower.",
    noOdd: "Kernels that look the same after a quarter turn make 0 of every odd power.",
    five: "In a box of 3×3, no four taps make the Laplacian: its five are the fewest.",
    three: "In a box of 5×5, no three taps make the Laplacian.",
    four: "In a larger box, four taps do.",
    gradient: "A first derivative in the plane takes (1 + 1)² taps.",
    better: "On d + 1 neighbours from the point on, the error falls faster than the step.",
  },
  errors: {
    off: "The first weight of every kernel on given nodes is one.",
    eight: "In place of the Laplacian stands the kernel of eight neighbours.",
    fewer: "When the rank is counted, one condition is left out.",
    unproven: "The kernel that proves how many weights are enough has a wrong one.",
  },
  boundary:
    "Along a line the claim is exact. In the plane $(d+1)^2$ counts the places of the smallest box, for isotropic derivatives of even order; the taps in it that are not zero are fewer, {=planeTaps} of {=boxTaps} for the Laplacian.",
  words: {
    conditions: "powers (rows) of the nodes (columns)",
    determinant: "determinant",
    binomials: "smallest kernels on neighbours",
    derivative: "order",
    taps: "taps",
    weights: "weights",
    node: "node",
    weight: "weight",
    errors: "error by step",
    step: "step",
    found: "error",
    said: "said",
    laplace: "Laplacian",
    twice: "Laplacian of the Laplacian",
    counts: "boxes and taps",
    box: "box",
    boxTaps: "places",
    fourTaps: "a Laplacian of four taps",
    x: "x",
    y: "y",
    response: "response to the Laplacian",
    nodes: "nodes",
    rank: "rank",
    value: "value",
    other: "instead of",
    power: "powers",
    points: "points",
    accuracy: "accuracy",
  },
};
