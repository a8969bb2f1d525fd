import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "A diagonal through two taps",
  claim:
    "An image of ones with a diagonal of zeros, correlated with [1, −1], gives −1 on the diagonal and 1 just below it; transposing the image changes nothing, transposing the kernel moves the 1 to the right.",
  why: [
    "The kernel takes a pixel less its right neighbour: $y_{ij} = x_{ij} - x_{i,j+1}$. On the diagonal that is $0 - 1$; where the right neighbour is the diagonal, $1 - 0$; everywhere else the two are equal.",
    "The image is its own transpose, so transposing it changes nothing. In general, exchanging rows and columns of both exchanges them in the result: $\\mathrm{corr}(X^{T}, K^{T}) = \\mathrm{corr}(X, K)^{T}$, because both sides sum the same products. An image with $X = X^{T}$ leaves only the kernel to be transposed: $\\mathrm{corr}(X, K^{T}) = \\mathrm{corr}(X, K)^{T}$.",
  ],
  steps: {
    image: {
      title: "The image, the kernel, the result",
      text: "{=side} columns become {=columns}: a window of two taps has {=lost} place fewer to stand in.",
    },
    turned: {
      title: "Transposed",
      text: "With the image transposed the result is the same; with the kernel transposed it has {=rows} rows and {=side} columns.",
    },
    photo: {
      title: "On a photograph",
      text: "The same kernel on {=source}: vertical edges answer, horizontal ones do not. Gray is zero.",
    },
  },
  statements: {
    diagonal: "The result is −1 on the diagonal, 1 just below it, and 0 elsewhere.",
    same: "With the image transposed, the result is the same.",
    beside:
      "With the kernel transposed, it is −1 on the diagonal, 1 just right of it, and 0 elsewhere.",
    anyDiagonal:
      "In an image of any size, a diagonal of value b on ground of value a, wherever it lies, becomes b − a on it, a − b just below it, and 0 elsewhere; with the kernel transposed, a − b stands just right of it.",
    symmetric:
      "On every image that is its own transpose, transposing the kernel, whichever it is, transposes the result.",
    transposes:
      "The correlation of both transposed is the correlation transposed, for any image and kernel.",
    smaller: "Along a kernel of k taps, a result is smaller than its image by k − 1.",
    smallerBy:
      "Along a kernel of k taps, a result is smaller than its image, of size n, by n − k + 1.",
    horizontal: "[1, −1] answers to horizontal edges.",
  },
  errors: {
    flipped: "The kernel is flipped.",
    shorter: "The first column of each result is lost.",
    skewed: "In images that are not square, every row begins at the wrong place.",
  },
  boundary:
    "$n - k + 1$ is the width of the result ({=said} of {=side} columns here), not what it lost. And a difference of horizontal neighbours answers to vertical edges ({=acrossVertical} in sum), not to horizontal ones ({=acrossHorizontal}).",
  words: {
    image: "image",
    kernel: "kernel",
    output: "result",
    ofTurnedImage: "result of the image transposed",
    ofTurnedKernel: "result of the kernel transposed",
    photo: "photograph",
    edges: "horizontal differences",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
    shape: "shape",
    otherShape: "instead of shape",
    width: "width",
    taps: "taps",
    less: "smaller by",
    said: "said",
    acrossVertical: "answer to a vertical edge",
    acrossHorizontal: "answer to a horizontal edge",
  },
};
