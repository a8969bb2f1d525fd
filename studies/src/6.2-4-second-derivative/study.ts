/** Exercise 6.2-4: kernels for the second derivative, and edges where they change sign. */
import { type Tensor, tensor } from "convoke";
import {
  convolve,
  estimateOf,
  isotropyOf,
  type Kernel,
  namedKernel,
  rankOfKernel,
  sampledGaussian,
  termsText,
} from "convoke/workshop";
import { matrixOf } from "../matrices.ts";
import type { Series } from "../model/exhibit.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { respond } from "../respond.ts";
import { crossingMap, crossings, pictureOfStairs, rowOf } from "./edges.ts";
import { errors } from "./errors.ts";
import { type Name, type Subject, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const NAMES = {
  four: "laplacian4",
  eight: "laplacian8",
  round: "laplacian-isotropic",
} as const satisfies Record<Name, string>;

const subject: Subject = {
  kernelOf: (name) => namedKernel(NAMES[name]).kernel,
  respond,
  crossings,
  rank: rankOfKernel,
};

export const secondDerivative = study({
  id: "6.2-4",
  slug: "second-derivative",
  parameters: {
    neighbours: {
      kind: "choice",
      label: { en: "neighbours", zh: "邻域" },
      of: ["4", "8"],
      standard: "4",
    },
    sigma: {
      kind: "number",
      label: { en: "σ of the blur before", zh: "预先模糊的 σ" },
      from: 0.5,
      to: 6,
      standard: 1.4,
    },
    threshold: {
      kind: "number",
      label: { en: "least change at a crossing", zh: "过零处的最小变化" },
      from: 0,
      to: 100,
      standard: 4,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ neighbours, sigma, threshold }, { effort, seed, data, onProgress }, subject) {
    const [four, eight, round] = (["four", "eight", "round"] as const).map(subject.kernelOf);
    const chosen = neighbours === "4" ? four : eight;
    const photo = await data.image();
    const pixels = middleOf(photo, 192);
    const raw = await subject.respond(pixels, chosen);
    const blurred = await subject.respond(pixels, convolve(sampledGaussian(sigma).kernel, chosen));
    const [all, edges] = [crossingMap(raw, 0), crossingMap(blurred, threshold)];
    const stairs = { steps: [14, 24], width: 1.6 };
    const picture = pictureOfStairs(stairs);
    const response = await subject.respond(picture, four);
    const found = subject.crossings(rowOf(response, 2));
    return {
      facts: {
        gainFour: gainOf(four),
        gainEight: gainOf(eight),
        rankFour: subject.rank(four),
        rankEight: subject.rank(eight),
        neighbours,
        sigma,
        threshold,
        source: photo.source,
      },
      steps: [
        {
          key: "kernels",
          exhibits: [
            matrixOf("four", asTensor(four)),
            matrixOf("eight", asTensor(eight)),
            {
              kind: "table",
              name: "taylor",
              head: ["kernel", "estimates", "error", "rank"],
              rows: [four, eight, round].map((k, i) => {
                const estimate = estimateOf(k);
                const [terms, error] = [estimate?.terms ?? [], estimate?.error ?? []];
                const name = ["4", "8", "½·4 + ⅙·8"][i];
                return [name, termsText(terms), termsText(error), subject.rank(k)];
              }),
            },
          ],
        },
        { key: "isotropy", exhibits: [isotropy([four, eight, round])] },
        {
          key: "profile",
          exhibits: [
            alongRow("profile", "brightness", picture),
            alongRow("answers", "response", response),
          ],
          facts: {
            places: found.map((x) => x.toFixed(1)).join(", "),
            count: found.length,
            stepCount: stairs.steps.length,
          },
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            pictureOf("blurred", blurred, [-24, 24]),
            pictureOf("edges", edges, [0, 1]),
          ],
          facts: { rawShare: percentOf(all), edgeShare: percentOf(edges) },
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 40 : 4000, seed, onProgress),
    };
  },
});

/** The third of five rows that are all alike. */
const alongRow = (name: string, line: string, picture: Tensor): Series => ({
  kind: "series",
  name,
  axis: "column",
  x: Array.from({ length: picture.shape[1] }, (_, i) => i),
  lines: [{ name: line, y: [...rowOf(picture, 2)] }],
});

const asTensor = ({ shape, values }: Kernel): Tensor => tensor(shape, values);

const gainOf = (k: Kernel): number => {
  const form = estimateOf(k)?.form;
  return form?.kind === "laplacian" ? form.gain.value : 0;
};

const percentOf = ({ data }: Tensor): number =>
  Math.round((1000 * data.reduce((sum, v) => sum + v, 0)) / data.length) / 10;

/** Largest deviation from a circle, in percent of the largest response, by frequency. */
function isotropy(kernels: readonly Kernel[]): Series {
  const radii = Array.from({ length: 24 }, (_, i) => (i + 1) / 48);
  return {
    kind: "series",
    name: "isotropy",
    axis: "frequency",
    x: radii,
    lines: kernels.map((k, i) => {
      const estimate = estimateOf(k);
      const worst = estimate ? isotropyOf(k, estimate, radii).worst : radii.map(() => 0);
      return { name: ["four", "eight", "round"][i], y: Array.from(worst, (v) => 100 * v) };
    }),
  };
}
