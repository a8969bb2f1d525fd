import type { StudyText } from "../model/study.ts";

export const en: StudyText = {
  title: "Blur kernels",
  claim:
    "A blur kernel has weights that sum to 1: it keeps what is constant, weakens noise, softens edges, and boxes one after another become a Gaussian.",
  why: [
    "On a constant $c$ the result is $c \\sum k = c$. Noise that is independent from pixel to pixel, of variance $s^2$, comes out with $s^2 \\sum k^2$; for weights of at least zero that sum to $1$ this is never more than $s^2$, and least when all are equal: $s^2 / n^2$ for $n \\times n$ taps.",
    "On a step the result climbs by one column of weights at a time: no jump is larger than the largest column's sum. What weakens noise softens edges as well, for a kernel of fixed weights cannot tell one from the other.",
    "Variances add under convolution: $r$ boxes of $n$ taps have $r (n^2 - 1) / 12$. A sum of $r$ independent numbers tends to the normal distribution, and weights convolved are the distribution of such a sum; so boxes tend to a Gaussian. The binomial is $n - 1$ boxes of two taps.",
  ],
  steps: {
    kernels: {
      title: "Three blurs",
      text: "A box; a binomial kernel, from Pascal's triangle; and a Gaussian with the binomial's σ = {=spread}, rounded to whole numbers over their sum. Each has {=size} taps a side.",
    },
    photo: {
      title: "Noise and detail",
      text: "{=source} with noise of {=noise} shades added: {=before} from the clean photograph (root mean square). After each blur: the noise left, by the formula and as found; the detail lost; and the distance from the clean photograph. The box leaves the least noise.",
    },
    repeated: {
      title: "Boxes one after another",
      text: "A box of {=size} taps, {=times} times, and the Gaussian of the same σ = {=sigma}: they differ by at most {=off} % of the peak; a single box and its Gaussian by {=offOne} %.",
    },
  },
  statements: {
    constant: "A blur leaves what is constant as it is, exactly.",
    noise: "The variance of independent noise is multiplied by Σk², within five standard errors.",
    soft: "A step's largest jump becomes the height times the largest sum of a column, which is less.",
    repeated: "Each further box brings the weights nearer to the Gaussian of their variance.",
    variance: "The variance of r boxes of n taps is r(n² − 1)/12.",
    pascal: "The binomial kernel of n×n taps is n − 1 boxes of 2×2, exactly.",
    separable: "Box and binomial are a column times a row.",
    least: "Of all blurs with as many taps, the box leaves the least noise.",
    edgesStay: "A blur takes noise and leaves edges as they are.",
    weakens: "A blur only weakens waves; it never turns them over.",
    round: "A box blurs alike in all directions.",
  },
  boundary:
    "The price of less noise is detail: both come from the same weights. A box is the cheapest and takes most noise for its size, but it turns some waves over and is not round; a few boxes, a binomial or a Gaussian are smoother.",
  words: {
    box: "box",
    binomial: "binomial",
    gaussian: "Gaussian",
    noisy: "photograph with noise",
    boxPhoto: "after the box",
    binomialPhoto: "after the binomial",
    gaussianPhoto: "after the Gaussian",
    errors: "in shades",
    kernel: "kernel",
    noiseLeft: "noise, formula",
    noiseFound: "noise, found",
    lost: "detail lost",
    total: "from the clean one",
    repeated: "weights",
    place: "place",
    boxes: "repeated box",
    bell: "Gaussian",
    blur: "kernel",
    size: "size",
    value: "value",
    height: "height",
    other: "instead of",
    before: "before",
    waveLeft: "left of the wave",
    straight: "fourth moment along an axis",
    mixed: "were it round",
  },
};
