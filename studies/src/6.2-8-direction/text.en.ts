import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "An edge kernel for a given direction",
  claim:
    "For a direction v, the kernel v₁·Dx + v₂·Dy detects the edges across v and is blind to those along it; to a second derivative, points and lines respond most strongly.",
  why: [
    "The slope along a unit vector $v = (\\cos\\theta, \\sin\\theta)$ is $v \\cdot \\nabla f = \\cos\\theta\\,\\partial_x f + \\sin\\theta\\,\\partial_y f$. Correlation is linear in the kernel, so $K_\\theta = \\cos\\theta\\,D_x + \\sin\\theta\\,D_y$ computes the same sum: two responses are enough for every direction. On an edge whose normal is turned by $\\varphi$ from $v$, the slope along $v$ is the full slope times $\\cos\\varphi$: most across, nothing along.",
    "That is said of smooth images. Differences of pixels are exact on polynomials of degree $2$; what is left on an edge along $v$ comes from $\\partial^3 f$. Along an axis or a diagonal the weights cancel in pairs by symmetry, whatever the edge.",
    "The Laplacian, the second derivative used here, adds up by how much each neighbour exceeds the pixel. Of four neighbours, a point of height $h$ differs from $4$ of them, the end of a line from $3$, a line and the tip of a corner from $2$, a step from $1$; on a ramp the neighbours average to the pixel. The size of the answer is $h$ times that count.",
  ],
  steps: {
    kernel: {
      title: "Two kernels make every other",
      text: "$K_\\theta = {=cos} \\cdot D_x + {=sin} \\cdot D_y$ for {=degrees}°, counted from the right downward.",
    },
    turning: {
      title: "Sharp edges of all directions",
      text: "The largest answer to a sharp edge, by the angle between its normal and the direction. It follows a cosine only roughly: along the direction {=left} is left, of at most {=most}.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source}: changes to the right, changes downward, and along {=degrees}°, which is a mixture of the two. Middle gray is zero.",
    },
    structures: {
      title: "What answers to a second derivative",
      text: "Structures of height {=height}: the size of the slope, and the Laplacian with four neighbours, in the middle of each and where it is largest. In the middle of a point and of a line the slope is zero; the second derivative is largest there. The slope sees a ramp, the second derivative does not.",
    },
  },
  statements: {
    across: "An edge across v is answered; one of the same slope along v is not.",
    along: "An edge along v is not answered at all.",
    pointsMost:
      "Points respond more strongly to the second derivative than lines, lines more than steps, and ramps not at all.",
    slope:
      "On planes of brightness, the kernel for v gives exactly 8 times the slope along v, with Sobel's kernels for Dx and Dy.",
    counts:
      "The Laplacian's largest answer is 4h to a point, 3h to the end of a line, 2h to a line or a corner, h to a step, 0 to a ramp.",
    eighths: "Along an axis or a diagonal, an edge is not answered at all, however sharp.",
    soft: "In any direction, what bends like a quadratic is not answered along v.",
    fromTwo:
      "The kernels for any two directions that are not parallel make up every other, exactly.",
    pair: "A step is answered twice, with opposite signs, on either side of it.",
    stepMost: "Steps respond most strongly to a second derivative.",
    lineFirst: "A first derivative responds in the middle of a line.",
    ring: "Turning the ring of Sobel's weights by 45° gives the same as steering.",
  },
  errors: {
    opposite: "Kernels look in the opposite direction.",
    exchanged: "The two parts of a direction are exchanged.",
    doubled: "The kernel of the second derivative has twice its weights.",
    transposed: "Every response is transposed.",
  },
  boundary:
    "A kernel of a few taps is blind along its direction only where that is an axis or a diagonal, or the image is smooth: for {=degrees}°, {=left} of at most {=most} is left on a sharp edge, so blur first. A second derivative finds points and lines; steps it finds by its change of sign.",
  words: {
    across: "Dx",
    down: "Dy",
    steered: "kernel for the direction",
    turning: "largest answer to a sharp edge",
    turn: "degrees between normal and direction",
    answer: "answer",
    cosine: "cosine",
    photo: "photograph",
    right: "to the right",
    below: "downward",
    oriented: "along the direction",
    structures: "by structure",
    structure: "structure",
    firstMiddle: "slope, middle",
    firstPeak: "slope, most",
    secondMiddle: "second, middle",
    secondPeak: "second, most",
    point: "point",
    end: "end of a line",
    line: "line",
    corner: "corner",
    step: "step",
    ramp: "ramp",
    height: "height",
    value: "value",
    other: "instead of",
    along: "along it",
    before: "before it",
    after: "behind it",
  },
};
