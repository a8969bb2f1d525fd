/** Exercise 6.4-2: whether a convolution can be taken apart into two smaller ones. */
import { conv2d, type Tensor, tensor } from "convoke";
import {
  channelChain,
  exactSum,
  factorLine,
  factorPlane,
  type Kernel,
  nearestPair,
  nearestSum,
  rankOfKernel,
  separable,
  spatialChain,
  sumOfTerms,
} from "convoke/workshop";
import { readKernel } from "../kernel-text.ts";
import { matrixOf } from "../matrices.ts";
import type { Matrix, Table } from "../model/exhibit.ts";
import { shown } from "../model/facts.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { sizeText } from "./cases.ts";
import { errors } from "./errors.ts";
import { chainsTable, drawnLayer, namedTable, shareTable, termsSeries } from "./exhibits.ts";
import { splitOf } from "./splits.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = {
  factorPlane,
  factorLine,
  rankOfKernel,
  separable,
  exactSum,
  nearestPair,
  nearestSum,
  spatialChain,
  channelChain,
};
export type Subject = typeof subject;

export const factor = study({
  id: "6.4-2",
  slug: "factor",
  parameters: {
    kernel: {
      kind: "text",
      label: { en: "kernel", zh: "卷积核" },
      standard: "2 4 5 4 2; 4 9 12 9 4; 5 12 15 12 5; 4 9 12 9 4; 2 4 5 4 2",
    },
    line: {
      kind: "text",
      label: { en: "kernel of one row", zh: "一行的核" },
      standard: "1 2 3 4 5",
    },
    channels: {
      kind: "whole",
      label: { en: "channels", zh: "通道数" },
      from: 4,
      to: 64,
      standard: 16,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run({ kernel, line, channels }, { effort, seed, data, onProgress }, subject) {
    const own = readKernel(kernel);
    const { count, factors, proof } = splitOf(own, subject);
    const row = readKernel(line);
    const { factors: pieces, roots, error: lineError } = subject.factorLine(row);
    const half = own.shape.map((extent) => Math.ceil((extent + 1) / 2));
    const pair = subject.nearestPair(own, [half[0], half[1]]);
    const one = subject.nearestSum(own, 1);

    const photo = await data.image();
    const pixels = middleOf(photo, 256);
    const exact = await filtered(pixels, own);
    const near = await filtered(pixels, sumOfTerms(one));
    const off = near.data.map((v, i) => v - exact.data[i]);
    const size = (values: ArrayLike<number>) =>
      Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0));

    return {
      facts: {
        kernelSize: sizeText(own.shape),
        rank: subject.rankOfKernel(own),
        count,
        provenRank: proof?.rank ?? "–",
        unknowns: proof?.unknowns ?? "–",
        source: photo.source,
        pairFirst: sizeText(pair.first.shape),
        pairSecond: sizeText(pair.second.shape),
        pairError: pair.residual,
        oneError: one.error,
        photoError: size(off) / (size(exact.data) || 1),
      },
      steps: [
        {
          key: "own",
          exhibits: [
            matrixOf("kernel", plane(own)),
            ...factors.map((k): Matrix => matrixOf("factor", plane(k))),
          ],
        },
        { key: "named", exhibits: [namedTable(subject)] },
        {
          key: "share",
          exhibits: [shareTable(subject, effort === "quick" ? 24 : 400, seed)],
        },
        {
          key: "line",
          exhibits: [
            matrixOf("row", plane(row)),
            piecesTable(pieces),
            {
              kind: "table",
              name: "roots",
              head: ["real", "imaginary"],
              rows: roots.map(({ re, im }) => [re, im]),
            },
          ],
          facts: { taps: row.values.length, rootCount: roots.length, lineError },
        },
        {
          key: "nearest",
          exhibits: [
            termsSeries(own, subject),
            matrixOf("pairFirst", plane(pair.first)),
            matrixOf("pairSecond", plane(pair.second)),
          ],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("exact", exact),
            pictureOf("near", near),
            pictureOf("off", { ...near, data: off }),
          ],
        },
        {
          key: "layers",
          exhibits: [await chainsTable(drawnLayer(channels, seed), subject)],
          facts: { channels },
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 24 : 1600, seed, onProgress),
    };
  },
});

const plane = ({ shape, values }: Kernel): Tensor => tensor(shape, values);

function filtered({ shape, data }: Tensor, k: Kernel): Promise<Tensor> {
  const weight = tensor([1, 1, ...k.shape], k.values);
  return conv2d({ shape: [1, 1, ...shape], data }, weight, { padding: "same" });
}

const piecesTable = (pieces: readonly Kernel[]): Table => ({
  kind: "table",
  name: "pieces",
  head: ["taps", "values"],
  rows: pieces.map(({ values }) => [values.length, [...values].map(shown).join(" ")]),
});
