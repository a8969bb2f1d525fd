import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "A kernel learned from before and after",
  claim:
    "From pictures before and after it, a kernel can be learned by gradient descent: [1, −1] from the image with the diagonal, and any other.",
  why: [
    "The result is linear in the kernel: with what each window sees as a row of $X$, it is $X w$. The error $L = |y - X w|^2$ is a bowl with the gradient $2X^{T}(Xw - y)$, and that is a correlation as well: of the image with the error. So the layer's own backward pass is all that descent needs.",
    "At the bottom $X^{T}X\\,w = X^{T}y$. Where the windows span all directions, $X^{T}X$ has full rank and there is one solution; made by a kernel without noise, $y$ gives that kernel. With noise of deviation $\\sigma$ the weights are off by $\\sigma\\sqrt{(X^{T}X)^{-1}_{ii}}$: more windows, less error.",
    "A step $w - \\eta \\cdot 2X^{T}(Xw - y)$ multiplies the error along each eigenvector of $X^{T}X$ by $1 - 2\\eta\\lambda$. It shrinks everywhere exactly when $\\eta < 1/\\lambda_{\\max}$; how long it takes, the smallest $\\lambda$ decides.",
  ],
  steps: {
    pair: {
      title: "Before and after",
      text: "The image of {=side} rows with its diagonal, and what the kernel makes of it: {=windows} windows for {=unknowns} unknown weights, of which {=rank} can be determined.",
    },
    descent: {
      title: "Downhill",
      text: "{=steps} steps at the rate {=rate}, from random weights, each with the engine's gradient. The squared error goes from {=firstLoss} to {=lastLoss}, the worst weight is {=off} off. Rates from {=most} on do not come down here.",
    },
    solved: {
      title: "Solved at once",
      text: "The normal equations give a kernel without a step, {=solvedOff} off; where the image cannot tell several apart, the shortest of them. Conjugate gradients stand still after {=conjugateSteps} passes over the image: one for the first gradient, at most one for each of the {=unknowns} unknowns were nothing rounded, and one at least to see that nothing moves any more.",
    },
    photo: {
      title: "From a photograph",
      text: "{=source} before and after the kernel, with noise of deviation {=noise} added after it. From {=outputs} windows the weights come out {=photoOff} off at worst; what is left over has the deviation {=rms}, the noise itself. Learned and solved differ by {=difference}.",
    },
  },
  statements: {
    diagonal: "From images with a diagonal, gradient descent learns [1, −1].",
    any: "From the photograph and from random images, any kernel is learned.",
    determined:
      "The normal equations of a random image, with the engine's gradient on the right, have the kernel for their one solution, exactly.",
    gradient:
      "The engine's gradient is the sum over windows of what a weight sees times the gradient of the result, exactly.",
    solved: "The normal equations give the kernel back.",
    agree: "With noise too, learned and solved are the same kernel.",
    noise: "With noise, no weight is further off than six of its stated deviations.",
    falls: "Below 1/λ the error falls.",
    rates: "Any learning rate comes down, it only takes longer.",
    pictures: "Any picture will do.",
    filters: "Whatever filter was between two pictures, there is a kernel that does the same.",
  },
  errors: {
    flipped: "The kernel between the pictures is flipped.",
    halved: "The gradient is half of what it should be.",
    sideways: "The gradient of the kernel comes with rows and columns exchanged.",
    early: "Learning ends after a single step.",
  },
  boundary:
    "Only what the picture shows can be learned: under a flat one all weights look alike. The rate must stay below {=most} here. And the filter must be a kernel: a maximum of windows, or values that were cut at black and white, leave an error that no kernel takes away.",
  words: {
    before: "before",
    after: "after",
    kernel: "kernel",
    learned: "learned",
    losses: "squared error by step",
    loss: "squared error",
    step: "step",
    weights: "weights by step",
    w1: "weight 1",
    w2: "weight 2",
    w3: "weight 3",
    w4: "weight 4",
    w5: "weight 5",
    w6: "weight 6",
    equations: "normal equations",
    estimates: "the same kernel, found three ways",
    descent: "descent",
    conjugate: "conjugate gradients",
    solved: "solved",
    photo: "photograph",
    filtered: "after the kernel",
    recovered: "found from the photograph",
    deviation: "deviation",
    side: "side",
    image: "image",
    off: "off by",
    value: "value",
    other: "instead of",
    rate: "rate",
    first: "first error",
    last: "last error",
    rank: "rank",
    unknowns: "unknowns",
    rms: "error left over",
  },
};
