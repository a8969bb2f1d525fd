import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Convolution commutes",
  claim: "For the two-sided infinite sum, f ∗ g = g ∗ f.",
  why: [
    "By definition $(f*g)(n) = \\sum_m f(m)\\,g(n-m)$. Put $k = n - m$. As $m$ runs through all whole numbers, so does $k$, each once, and the sum becomes $\\sum_k f(n-k)\\,g(k)$, which is $(g*f)(n)$.",
    "Where only finitely many values are not zero, this is a finite sum, and its order does not matter: nothing else is needed. The same holds for infinitely many terms where the sum converges towards each end on its own: the two partial sums differ in a fixed number of terms at the ends, and these vanish.",
    "Seen as a table: write $f(i)\\,g(j)$ in row $i$ and column $j$. Each value of the result is the sum of one antidiagonal, $i + j = n$. Exchanging $f$ and $g$ transposes the table, and an antidiagonal stays where it is. It is how the coefficients of two polynomials are multiplied.",
  ],
  steps: {
    table: {
      title: "All products in one table",
      text: "The {=taps} values of the result are the antidiagonals of the table. Transposed, it has the same ones.",
    },
    image: {
      title: "A photograph as the kernel",
      text: "The middle of {=source}, {=rows}×{=columns}, convolved with a small pattern; then the pattern convolved with the photograph. The engine gives the same numbers.",
    },
    other: {
      title: "What layers compute does not commute",
      text: "The cross-correlation of f with g, and of g with f: the same values, the other way round.",
    },
  },
  statements: {
    commutes: "f ∗ g = g ∗ f, in exact fractions.",
    engine:
      "The engine's full convolution gives the same whole numbers when image and kernel are exchanged.",
    photograph: "It does so on the photograph.",
    definition: "What is computed is the sum of the definition, at every place.",
    flipped:
      "Cross-correlation exchanged is cross-correlation flipped: f ⋆ g is g ⋆ f read backwards.",
    correlation: "Cross-correlation commutes.",
    size: "A convolution cropped to the size of its input commutes.",
    cropped: "Two layers that keep the size can be exchanged.",
    strided: "Two layers can be exchanged, the first of them with a stride of 2.",
    bits: "In floating point, both orders give the same bits.",
    anySum: "Any two sequences commute, however the infinite sum is taken.",
  },
  errors: {
    unflipped: "The kernel is not flipped.",
    off: "The first number of each convolution is too large.",
    cut: "The engine cuts every result to the size of its input.",
  },
  boundary:
    "The sum must be finite or converge towards each end on its own, and nothing may be cut off or skipped on the way. For $f = 1$ everywhere and $g$ the sign, the sum from −{=reach} to {=reach} at one place is {=oneSign} one way and {=signOne} the other, however far it goes. Zero padding between two layers, or a stride in the first, spoils the exchange, and floats round differently in another order.",
  words: {
    f: "f",
    g: "g",
    products: "products: a row for each value of f",
    result: "f ∗ g",
    middle: "the value in the middle",
    photo: "photograph",
    pattern: "pattern",
    imageFirst: "photograph ∗ pattern",
    patternFirst: "pattern ∗ photograph",
    correlation: "f ⋆ g",
    correlationTurned: "g ⋆ f",
    at: "at",
    row: "row",
    column: "column",
    value: "value",
    other: "the other way",
    shape: "shape",
    otherShape: "the other way, shape",
    oneSign: "one ∗ sign",
    signOne: "sign ∗ one",
  },
};
