import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Kernels that average, and a σ that is not what it is said to be",
  claim:
    "A 3×3 kernel of 1/9 gives the mean of each window; the 5×5 Gaussian in whole numbers has the sum 159, and its σ is about 1.0.",
  why: [
    "A blur is a weighted mean: weights that add up to one leave constant brightness as it is. The mean has $k_{ab} = 1/n^2$; a Gaussian has $k_{ab} \\propto e^{-(a^2+b^2)/2\\sigma^2} = e^{-a^2/2\\sigma^2}\\,e^{-b^2/2\\sigma^2}$, a column times a row, and so rank one.",
    "The $\\sigma$ of a kernel can be read in several ways: from the nearest Gaussian by least squares, from the second moment $\\sum a^2 k / \\sum k$, from the quotient of two weights, $k_d / k_0 = e^{-d^2/2\\sigma^2}$, from the peak $1/2\\pi\\sigma^2$. For a whole Gaussian they agree. For one that was cut off, the moment comes out too small, for it misses the tails; rounding to whole numbers moves the others a little.",
    "Rounding also raises the rank: the rows are no longer multiples of each other. What was separable as a formula is so only nearly as whole numbers.",
  ],
  steps: {
    sum: {
      title: "The two kernels",
      text: "The mean, and the Gaussian in whole numbers to be divided by their sum, {=total}.",
    },
    sigma: {
      title: "Which σ?",
      text: "By least squares {=fitted}, with {=error} of the kernel left over; by the second moment {=moment}. The whole numbers with the sum {=total} are those of a Gaussian with its peak in the middle, rounded, for every σ from {=lowest} to {=highest}.",
    },
    rank: {
      title: "Is it separable?",
      text: "Its rank is {=classicRank}. The nearest product of a column and a row is {=away} % away: near enough for the eye, not equal. The kernel that was measured has rank {=rank}.",
    },
    make: {
      title: "A Gaussian of your own",
      text: "σ = {=sigma} on {=size}×{=size}: sampled and divided by its sum, which was off by {=cutOff} % before; and the nearest whole numbers over {=sum}. Their second moment says a σ that is off by {=sigmaError}, and no weight is further than {=sampledError} % of the peak from the sampled one.",
    },
    photo: {
      title: "On a photograph",
      text: "{=source}: the mean and the Gaussian in whole numbers.",
    },
  },
  statements: {
    mean: "The kernel of 1/9 gives the mean of every window, exactly.",
    sum: "The whole numbers add up to 159.",
    sigma: "Its σ is 1.0, to one decimal.",
    constant: "Both kernels add up to 1: constant brightness stays.",
    fit: "No other σ gives a Gaussian nearer to it than the fitted one.",
    recovered: "For sampled Gaussians the fit finds the σ they were made with.",
    cut: "For Gaussians that were cut off, the second moment finds a smaller σ.",
    rounded: "Its numbers are those of a Gaussian of σ = 1.4, rounded.",
    rank: "It has rank 3.",
    apart: "A sampled Gaussian has rank 1.",
    designed:
      "Generated whole-number Gaussians keep their sum within the limit, add up to 1 once divided by it, and are as near as the kernel of 159 or nearer.",
    separable: "Being a Gaussian, it is a column times a row.",
    weakens: "A mean only weakens what it averages: no pattern comes out with the other sign.",
  },
  errors: {
    alwaysOne: "Every kernel is said to have a σ of one.",
    heavier: "One weight of the 5×5 kernel is too large.",
    narrower: "In place of the 5×5 kernel stands one that was made with a σ of one.",
    flat: "Every kernel is said to be one column times one row.",
    wider: "Sampled Gaussians are wider than was asked for.",
    more: "Generated kernels may have a larger sum than was asked for.",
    leaning: "In every kernel that is applied, two neighbouring weights are off.",
  },
  boundary:
    "The mean and the sum {=total} are right. The σ is not: the moment says {=classicMoment}, least squares {=classicFitted}, and these are the rounded values of a Gaussian with σ between {=lowest} and {=highest}. The formula is separable, its rounded numbers are not.",
  words: {
    box: "mean",
    classic: "Gaussian in whole numbers",
    readings: "σ, by reading",
    reading: "reading",
    sigma: "σ",
    distances: "distance of the nearest Gaussian of each σ",
    distance: "share of the kernel left over",
    sampled: "Gaussian, sampled",
    whole: "in whole numbers",
    photo: "photograph",
    mean: "mean",
    gaussian: "Gaussian",
    place: "place",
    value: "value",
    other: "instead of",
    size: "size",
    rank: "rank",
    made: "made of it",
  },
};
