/** Exercise 6.4-1: two convolutions with nothing between them are one. */
import { conv2d, type Tensor, tensor } from "convoke";
import { agreement, composeLayers, type Layer } from "convoke/workshop";
import { readKernel } from "../kernel-text.ts";
import { matrixOf } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { texOf } from "../tex.ts";
import { single } from "./cases.ts";
import { costOf } from "./cost.ts";
import { errors } from "./errors.ts";
import { composedMatrix, plane, stridesTable } from "./exhibits.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = {
  /** Two layers as one, and where along each axis they agree. */
  composeLayers,
  agreement,
  /** A layer on the engine. */
  run({ weight, bias, stride, padding, dilation, groups }: Layer, x: Tensor): Promise<Tensor> {
    const options = { stride, padding, dilation, groups, accuracy: "exact" } as const;
    const w = tensor(weight.shape, weight.values);
    return conv2d(x, w, bias ? { ...options, bias: tensor(bias.shape, bias.values) } : options);
  },
};
export type Subject = typeof subject;

export const compose = study({
  id: "6.4-1",
  slug: "compose",
  parameters: {
    first: {
      kind: "text",
      label: { en: "first kernel", zh: "第一个卷积核" },
      standard: "1 2 1; 2 4 2; 1 2 1",
    },
    second: {
      kind: "text",
      label: { en: "second kernel", zh: "第二个卷积核" },
      standard: "0 1 0; 1 -4 1; 0 1 0",
    },
    stride: {
      kind: "whole",
      label: { en: "stride of the first", zh: "第一层的步幅" },
      from: 1,
      to: 3,
      standard: 1,
    },
    padding: {
      kind: "whole",
      label: { en: "padding of both", zh: "两层的填充" },
      from: 1,
      to: 3,
      standard: 1,
    },
    channels: {
      kind: "whole",
      label: { en: "channels", zh: "通道数" },
      from: 1,
      to: 64,
      standard: 16,
    },
  },
  subject,
  errors,
  text: { en, zh },
  async run(
    { first, second, stride, padding, channels },
    { effort, seed, data, onProgress },
    subject,
  ) {
    const own = [readKernel(first), readKernel(second)] as const;
    const [one, two] = [single(own[0], stride), single(own[1])];
    const composed = subject.composeLayers(one, two);
    const [rows, columns] = composed.weight.shape.slice(2);

    const photo = await data.image();
    const pixels = middleOf(photo, 256);
    const x = tensor([1, 1, ...pixels.shape], pixels.data);
    const steps = await subject.run(two, await subject.run(one, x));
    const once = await subject.run(composed, x);

    // Ones under a border of zeros: what padding between the layers changes is plain to see.
    const around = [single(own[0], stride, padding), single(own[1], 1, padding)] as const;
    const side = Math.max(8, rows + 1, columns + 1) * stride;
    const ones = tensor([1, 1, side, side], new Float32Array(side * side).fill(1));
    const padded = await subject.run(around[1], await subject.run(around[0], ones));
    const whole = await subject.run(subject.composeLayers(...around), ones);
    const less = whole.data.map((v, i) => padded.data[i] - v);
    const spans = subject.agreement(...around, [side, side]);
    const width = whole.shape[3];
    const interior = Array.from(less, (_, i) => i).filter((i) =>
      [Math.floor(i / width), i % width].every(
        (at, axis) => at >= spans[axis].from && at < spans[axis].to,
      ),
    );
    return {
      facts: {
        rows,
        columns,
        stride,
        padding,
        source: photo.source,
        apart: steps.data.reduce((most, v, i) => Math.max(most, Math.abs(v - once.data[i])), 0),
        outputs: less.length,
        changed: less.reduce((count, v) => count + (v === 0 ? 0 : 1), 0),
        interior: interior.length,
      },
      steps: [
        {
          key: "kernels",
          exhibits: [
            matrixOf("first", plane(own[0])),
            matrixOf("second", plane(own[1])),
            composedMatrix(one, own[1], composed),
            {
              kind: "formula",
              name: "formula",
              tex: `${texOf(plane(own[0]))} * ${texOf(plane(own[1]))}${stride > 1 ? `_{\\uparrow ${stride}}` : ""} = ${texOf({ shape: [rows, columns], data: composed.weight.values }, 9)}`,
            },
          ],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            pictureOf("steps", steps),
            pictureOf("once", once),
          ],
        },
        { key: "strides", exhibits: [stridesTable(own)] },
        {
          key: "padding",
          exhibits: [
            {
              ...matrixOf("difference", { shape: whole.shape.slice(2), data: less }),
              marks: [interior],
            },
          ],
        },
        { key: "cost", ...(await costOf(own, channels)) },
      ],
      statements: await statementsOf(
        subject,
        own,
        effort === "quick" ? 24 : 2000,
        seed,
        onProgress,
      ),
    };
  },
});
