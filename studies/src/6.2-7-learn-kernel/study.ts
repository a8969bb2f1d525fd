/** Exercise 6.2-7: a kernel learned from pictures before and after it, and solved for. */
import { conv2d, type FloatArray, type Tensor, tensor } from "convoke";
import { conv2dBackward } from "convoke/backward";
import { learnKernel } from "convoke/learn";
import { curve } from "../curve.ts";
import { readKernel } from "../kernel-text.ts";
import { matrixOf } from "../matrices.ts";
import type { Formula, Table } from "../model/exhibit.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { texOf } from "../tex.ts";
import { errors } from "./errors.ts";
import {
  apart,
  asImage,
  asPlanes,
  beginning,
  descend,
  diagonalPicture,
  gramOf,
  largestEigenvalue,
  type Pair,
  withNoise,
} from "./pairs.ts";
import { type Subject, statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject: Subject = {
  learn: (options) => learnKernel({ threads: 1, ...options }),
  correlate: async (x, w) => {
    const y = await conv2d(asImage(x), asImage(w), { accuracy: "exact" });
    return tensor(y.shape.slice(2), y.data);
  },
  gradient: async (x, w, dy) => {
    const needs = { dx: false, db: false } as const;
    const tensors = { x: asImage(x), w: asImage(w), dy: asImage(dy) };
    const { dw } = await conv2dBackward(tensors, {}, { needs });
    return tensor(dw.shape.slice(2), dw.data);
  },
};

export const learnedKernel = study({
  id: "6.2-7",
  slug: "learn-kernel",
  parameters: {
    kernel: {
      kind: "text",
      label: { en: "kernel to be learned", zh: "要学的卷积核" },
      standard: "1 -1",
    },
    side: {
      kind: "whole",
      label: { en: "side of the diagonal's image", zh: "对角线图像的边长" },
      from: 3,
      to: 24,
      standard: 6,
    },
    rate: {
      kind: "number",
      label: { en: "learning rate", zh: "学习率" },
      from: 0,
      to: 1,
      standard: 0.02,
    },
    steps: { kind: "whole", label: { en: "steps", zh: "步数" }, from: 1, to: 1000, standard: 60 },
    noise: {
      kind: "number",
      label: { en: "noise after the kernel", zh: "滤波后的噪声" },
      from: 0,
      to: 50,
      standard: 2,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run(
    { kernel, side, rate, steps, noise },
    { effort, seed, data, onProgress, onSample },
    subject,
  ) {
    const typed = readKernel(kernel);
    const k = tensor(typed.shape, typed.values);
    const before = diagonalPicture(side);
    const own: Pair = { before, kernel: k, after: await subject.correlate(before, k) };
    const start = beginning(k, seed);
    const { correlate, gradient } = subject;
    const [losses, weights] = [
      curve("losses", "step", ["loss"], onSample),
      curve("weights", "step", weightNames(k), onSample),
    ];
    const grown = async (step: number, loss: number, w: Float32Array) => {
      // A logarithm has no 0.
      await losses.add("loss", step, Math.max(loss, 1e-12));
      if (step > 0)
        for (const [i, name] of weightNames(k).entries()) await weights.add(name, step, w[i]);
    };
    const descent = await descend(own, start, rate, steps, correlate, gradient, grown);
    const taken = descent.weights.length;
    const last = descent.weights[taken - 1];
    const gram = gramOf(before, k.shape);
    const right = await subject.gradient(before, k, own.after);
    const size = [k.shape[0], k.shape[1]] as const;
    const both = await subject.learn({
      before: asPlanes(before),
      after: asPlanes(own.after),
      size,
    });

    const photo = await data.image();
    const pixels = middleOf(photo, 128);
    const clean = await subject.correlate(pixels, k);
    const seen = withNoise(clean, noise, seed);
    const found = await subject.learn({ before: asPlanes(pixels), after: asPlanes(seen), size });
    const rows = Array.from(k.data, (v, i) => [
      v,
      found.learned.kernel[i],
      found.solved.kernel[i],
      found.solved.found[i],
    ]);
    return {
      facts: {
        side,
        rate,
        steps: taken,
        noise,
        most: 1 / largestEigenvalue(gram),
        windows: own.after.data.length,
        unknowns: k.data.length,
        rank: both.solved.rank,
        firstLoss: descent.losses[0],
        lastLoss: descent.losses[taken],
        off: apart(last, k.data),
        solvedOff: apart(both.solved.kernel, k.data),
        conjugateSteps: both.learned.steps,
        difference: found.difference,
        outputs: found.outputs,
        rms: found.solved.rms,
        photoOff: apart(found.solved.kernel, k.data),
        source: photo.source,
      },
      steps: [
        {
          key: "pair",
          exhibits: [
            matrixOf("before", before),
            matrixOf("after", own.after),
            matrixOf("kernel", k),
          ],
        },
        {
          key: "descent",
          exhibits: [
            { ...losses.series, scale: "logarithmic" },
            weights.series,
            matrixOf("learned", tensor(k.shape, last)),
          ],
        },
        {
          key: "solved",
          exhibits: [
            ...equations(gram, own, right, both.solved.kernel),
            estimates(own, last, both),
          ],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            pictureOf("filtered", seen),
            {
              kind: "table",
              name: "recovered",
              head: ["kernel", "learned", "solved", "deviation"],
              rows,
            },
          ],
        },
      ],
      statements: await statementsOf(
        subject,
        { before: pixels, kernel: k, after: clean },
        effort === "quick" ? { many: 12, some: 6 } : { many: 2400, some: 120 },
        seed,
        onProgress,
      ),
    };
  },
});

/** At most six weights, one line each. */
const weightNames = (k: Tensor): string[] =>
  Array.from(k.data.subarray(0, 6), (_, i) => `w${i + 1}`);

/** XᵀX w = Xᵀy with the numbers of the run, while they fit on a line. */
function equations(
  gram: Tensor<Float64Array>,
  { kernel }: Pair,
  right: Tensor,
  solved: Float64Array,
): Formula[] {
  const column = (data: FloatArray) => texOf({ shape: [kernel.data.length, 1], data });
  const tex = `${texOf(gram)}\\,${column(solved)}=${column(right.data)}`;
  return kernel.data.length > 6 ? [] : [{ kind: "formula", name: "equations", tex }];
}

function estimates(
  { kernel }: Pair,
  last: Float32Array,
  both: Awaited<ReturnType<Subject["learn"]>>,
): Table {
  const rows = Array.from(kernel.data, (v, i) => [
    v,
    last[i],
    both.learned.kernel[i],
    both.solved.kernel[i],
  ]);
  return {
    kind: "table",
    name: "estimates",
    head: ["kernel", "descent", "conjugate", "solved"],
    rows,
  };
}
