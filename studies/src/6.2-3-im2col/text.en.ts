import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "A correlation is a product of matrices",
  claim:
    "Unfold the image so that each window is a column, lay each kernel flat as a row: the product of the two matrices is the cross-correlation. For the image 1 to 9 and the kernel [1, 2; 3, 4] it is [37, 47; 67, 77].",
  why: [
    "One output is a sum of products, $y_{o,p} = \\sum_{c,a,b} w_{o,c,a,b}\\, x^{(p)}_{c,a,b}$, where $x^{(p)}$ is what window $p$ sees. Give the triple $(c,a,b)$ one number $t$, write the weights as $W_{o,t}$ and what window $p$ sees as $X_{t,p}$: then $y_{o,p} = \\sum_t W_{o,t} X_{t,p}$, which is the definition of a matrix product. Stride, padding and dilation only decide what a window sees, so they change $X$ and not the argument.",
    "The kernel can be unfolded instead. Every output is a linear function of all pixels, so there is a matrix $T$ with $\\mathrm{vec}(Y) = T\\,\\mathrm{vec}(X)$; its row $p$ holds the weights where window $p$ lies and zeros elsewhere. With stride one each row is the one above, shifted: equal numbers stand along diagonals, and equal blocks too (a doubly blocked Toeplitz matrix).",
    "A gradient goes back through a linear map by its transpose: $\\bar X = T^{T}\\,\\bar Y$. That is what a transposed convolution computes, and also what folding does: make columns $W^{T}\\bar Y$ and add each number to the pixel it came from.",
  ],
  steps: {
    unfold: {
      title: "Unfold the image",
      text: "Each of the {=windows} windows becomes a column of {=taps} numbers. The kernel, laid flat, times this matrix is the whole result at once.",
    },
    spread: {
      title: "Unfold the kernel",
      text: "One row an output, one column a pixel. Of its {=elements} numbers {=zeros} are zero: this matrix is for thinking, not for computing.",
    },
    back: {
      title: "And back",
      text: "The transposed matrix takes a gradient of the result to the gradient of the image. With ones for a gradient, a pixel gets the sum of all weights that ever met it.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source}: {=photoNumbers} numbers become {=patchNumbers} in the matrix of patches, {=timesAsMany} times as many. The picture below is the product of the matrices.",
    },
    cost: {
      title: "Why fast engines do not build it",
      text: "With padding that keeps the size, the matrix has $k_h k_w / s^2$ numbers for each of the image. For {=channels} channels of {=side} rows and columns and a 3×3 kernel, {=imageKiB} KiB become {=matrixKiB} KiB, which must be written and read again. A layer that gathers each block of patches into the cache when its turn comes took {=gatheredMs} ms here; the product alone, over a matrix that lies ready, {=productMs} ms. Making the matrix is not in that; a mere copy of so many numbers takes {=copyMs} ms.",
    },
  },
  statements: {
    columns:
      "The columns of the example are (1, 2, 4, 5), (2, 3, 5, 6), (4, 5, 7, 8), (5, 6, 8, 9).",
    result: "The example's result is [37, 47; 67, 77].",
    shape:
      "The matrix of patches has a row for each weight of a kernel and a column for each window.",
    product: "On whole numbers, the product equals the correlation exactly.",
    bound:
      "On any numbers, the product and the engine differ by no more than the rounding of sums explains.",
    spread: "The spread kernel times the image as a vector is the correlation.",
    gradient: "The transpose of the spread kernel gives the gradient of the image.",
    transposed: "The transposed convolution gives the gradient of the image.",
    folded: "Folding the columns that the transposed kernels make gives the gradient of the image.",
    even: "Where the stride divides the image and padding keeps a window for each step, the matrix has rows · columns / stride² numbers for each of the image.",
    always:
      "The matrix has rows · columns / stride² numbers for each of the image, whatever the layer.",
    bits: "Whichever order the products are summed in, the same bits come out.",
  },
  errors: {
    flipped: "The layer flips its kernel.",
    exchanged: "The matrix of patches has its numbers of rows and columns exchanged.",
    averaged: "Folding takes the mean of what several windows hold, not the sum.",
    off: "The first number of the matrix of patches is too large.",
  },
  boundary:
    "The equality is one of real numbers. In floating point the two forms may sum in different orders and then differ in the last bits; on whole numbers that stay within the type they are equal. The growth by $k_h k_w / s^2$ is exact only where padding keeps one window a step: with windows inside only, there are fewer.",
  words: {
    image: "image",
    kernel: "kernel",
    patches: "matrix of patches",
    output: "result",
    product: "kernel times patches",
    toeplitz: "spread kernel",
    vectors: "spread kernel times image",
    ones: "gradient of the result",
    gradient: "gradient of the image",
    backwards: "transposed, times the gradient",
    photo: "photograph",
    made: "made by a matrix product",
    blowUp: "numbers of the matrix for each of the image",
    stride: "stride",
    inside: "windows inside",
    kept: "size kept",
    formula: "rows · columns / stride²",
    row: "row",
    column: "column",
    value: "value",
    other: "instead of",
    shape: "shape",
    otherShape: "instead of shape",
    difference: "difference",
    atMost: "allowed difference",
    ratio: "times as many",
    said: "said",
  },
};
