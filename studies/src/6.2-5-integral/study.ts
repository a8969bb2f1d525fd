/** Exercise 6.2-5: kernels that average, and what the σ of the 5×5 Gaussian of whole numbers is. */
import { conv2d, type FloatArray, type Tensor, tensor } from "convoke";
import {
  applied,
  convolve,
  equivalentSigma,
  integerGaussian,
  type Kernel,
  namedKernel,
  nearestSum,
  rankOfKernel,
  sampledGaussian,
  transpose,
  wholeValues,
} from "convoke/workshop";
import { readKernel } from "../kernel-text.ts";
import { matrixOf } from "../matrices.ts";
import type { Series } from "../model/exhibit.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { errors } from "./errors.ts";
import { distanceTo, readingsOf, sigmasOf } from "./readings.ts";
import { type Subject, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject: Subject = {
  box: () => namedKernel("box", { size: 3 }).kernel,
  classic: () => namedKernel("gaussian159").kernel,
  sigmaOf: equivalentSigma,
  rank: rankOfKernel,
  sampled: sampledGaussian,
  whole: integerGaussian,
  apply: applied,
};

export const integral = study({
  id: "6.2-5",
  slug: "integral",
  parameters: {
    kernel: {
      kind: "text",
      label: { en: "blur to be measured", zh: "要测量的模糊核" },
      standard: "2 4 5 4 2; 4 9 12 9 4; 5 12 15 12 5; 4 9 12 9 4; 2 4 5 4 2",
    },
    sigma: {
      kind: "number",
      label: { en: "σ of a Gaussian to be made", zh: "要生成的高斯核的 σ" },
      from: 0.3,
      to: 5,
      standard: 1,
    },
    radius: {
      kind: "whole",
      label: { en: "taps on each side of its middle", zh: "中心每侧的权重数" },
      from: 1,
      to: 7,
      standard: 2,
    },
    most: {
      kind: "whole",
      label: { en: "largest sum of its whole numbers", zh: "整数之和的上限" },
      from: 1,
      to: 4096,
      standard: 273,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ kernel, sigma, radius, most }, { effort, seed, data, onProgress }, subject) {
    const own = inThePlane(readKernel(kernel));
    const of = subject.sigmaOf(own);
    const classic = subject.classic();
    const ofClassic = subject.sigmaOf(classic);
    const numbers = wholeValues(classic).over.map(Number);
    const size = 2 * radius + 1;
    const sampled = subject.sampled(sigma, { size });
    const whole = subject.whole(sigma, { size, most });
    const written = wholeValues(whole.kernel);
    const range = sigmasOf(numbers, 5);
    const photo = await data.image();
    const pixels = middleOf(photo, 160);
    const box = subject.box();
    return {
      facts: {
        total: numbers.reduce((a, b) => a + b, 0),
        fitted: of?.fitted?.sigma ?? "-",
        moment: of?.moment[of.moment.length - 1] ?? "-",
        error: of?.fitted?.error ?? "-",
        rank: subject.rank(own),
        classicFitted: ofClassic?.fitted?.sigma ?? "-",
        classicMoment: ofClassic?.moment[1] ?? "-",
        classicRank: subject.rank(classic),
        away: 100 * nearestSum(classic, 1).error,
        lowest: range?.[0] ?? "-",
        highest: range?.[1] ?? "-",
        sigma,
        size,
        sum: Number(written.under),
        sigmaError: errorNamed(whole, "sigma"),
        sampledError: 100 * errorNamed(whole, "sampled"),
        cutOff: 100 * errorNamed(sampled, "sum"),
        source: photo.source,
      },
      steps: [
        {
          key: "sum",
          exhibits: [matrixOf("box", asTensor(box)), matrixOf("classic", square(numbers))],
        },
        {
          key: "sigma",
          exhibits: [
            {
              kind: "table",
              name: "readings",
              head: ["reading", "sigma"],
              rows: readingsOf(own, of).map(({ name, sigma }) => [name, sigma ?? "-"]),
            },
            distances(own),
          ],
        },
        { key: "rank", exhibits: [] },
        {
          key: "make",
          exhibits: [
            matrixOf("sampled", asTensor(sampled.kernel)),
            matrixOf("whole", square(written.over.map(Number))),
          ],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            pictureOf("mean", await blurred(pixels, box), [0, 255]),
            pictureOf("gaussian", await blurred(pixels, classic), [0, 255]),
          ],
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 60 : 2000, seed, onProgress),
    };
  },
});

const asTensor = ({ shape, values }: Kernel): Tensor<FloatArray> => ({ shape, data: values });

/** A line of weights is measured as a blur along both axes. */
const inThePlane = (k: Kernel): Kernel => (k.shape.includes(1) ? convolve(k, transpose(k)) : k);

function square(numbers: readonly number[]): Tensor {
  const side = Math.sqrt(numbers.length);
  return tensor([side, side], numbers);
}

const errorNamed = (
  { errors }: { readonly errors: readonly { name: string; value: number }[] },
  name: string,
): number => errors.find((e) => e.name === name)?.value ?? 0;

/** How far the nearest Gaussian of each σ is from the kernel. */
function distances(k: Kernel): Series {
  const x = Array.from({ length: 40 }, (_, i) => 0.6 + i * 0.05);
  return {
    kind: "series",
    name: "distances",
    axis: "sigma",
    x,
    lines: [{ name: "distance", y: x.map((sigma) => distanceTo(k, sigma)) }],
  };
}

async function blurred({ shape, data }: Tensor, k: Kernel): Promise<Tensor> {
  const y = await conv2d(tensor([1, 1, ...shape], data), tensor([1, 1, ...k.shape], k.values), {
    padding: [k.origin[0], k.origin[1]],
    border: "replicate",
  });
  return tensor(y.shape.slice(2), y.data);
}
