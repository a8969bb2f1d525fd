/** Exercise 6.2-2: the size of the result, forwards, backwards, transposed and pooled. */

import { conv2d, tensor } from "convoke";
import { maxPool2d } from "convoke/pool";
import { whole } from "../model/parameters.ts";
import { inTurn, triedOn } from "../model/statement.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { errors } from "./errors.ts";
import { drawn, keeping, pooled, stairs, texOf, transposed, unwasted } from "./exhibits.ts";
import { formula, library, reachOf, startsOf, type Windows } from "./sizes.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

/** Sizes as the library says them, and a layer that is run. */
const subject = {
  ...library,
  /** [1, 1, rows, columns] under a kernel of ones over its size, both axes alike. */
  run: async (rows: number, columns: number, w: Windows, pixels?: Float32Array) => {
    const taps = w.kernel ** 2;
    const x = tensor([1, 1, rows, columns], pixels ?? new Float32Array(rows * columns).fill(1));
    const box = tensor([1, 1, w.kernel, w.kernel], new Float32Array(taps).fill(1 / taps));
    const padding = [w.before, w.after] as const;
    const { stride, dilation } = w;
    return conv2d(x, box, { stride, dilation, padding: [padding, padding] });
  },
};
export type Examined = typeof subject;

const MOST = {
  quick: { input: 9, kernel: 4, stride: 3, dilation: 2, padding: 2 },
  thorough: { input: 20, kernel: 6, stride: 4, dilation: 3, padding: 4 },
} as const;

export const shape = study({
  id: "6.2-2",
  slug: "shape",
  parameters: {
    size: whole("size of the image", "图像大小", 1, 64, 8),
    kernel: whole("size of the kernel", "卷积核大小", 1, 11, 3),
    stride: whole("stride", "步幅", 1, 8, 2),
    padding: whole("padding on each side", "每侧填充", 0, 16, 1),
    dilation: whole("dilation", "扩张率", 1, 6, 1),
  },
  subject,
  errors,
  text: { en, zh },
  async run({ size, kernel, stride, padding, dilation }, { effort, data, onProgress }, subject) {
    const own: Windows = {
      input: size,
      kernel,
      stride,
      dilation,
      before: padding,
      after: padding,
    };
    const windows = startsOf(own).length;
    const room = size + 2 * padding - reachOf(own);
    const photo = await data.image();
    const pixels = middleOf(photo, 160);
    const [rows, columns] = pixels.shape;
    const predicted = [rows, columns].map((input) => formula({ ...own, input }));
    const fits = Math.min(...predicted) >= 1;
    const y = fits ? await subject.run(rows, columns, own, pixels.data) : null;

    const ran = [own, ...RUN].filter((w) => startsOf(w).length > 0);
    return {
      facts: {
        size,
        kernel,
        stride,
        dilation,
        padding,
        windows,
        wasted: room >= 0 ? room % stride : 0,
        reach: reachOf(own),
        source: photo.source,
      },
      steps: [
        {
          key: "windows",
          exhibits: [drawn(own), { kind: "formula", name: "formula", tex: texOf(own, windows) }],
        },
        { key: "stairs", exhibits: [stairs(own, subject)] },
        { key: "inverse", exhibits: [keeping(own, subject), unwasted(own, subject)] },
        { key: "transposed", exhibits: [transposed(own, subject)] },
        { key: "pooled", exhibits: [pooled(own, subject)] },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            ...(y ? [pictureOf("output", y, [0, 255])] : []),
          ],
          facts: {
            rows,
            columns,
            outRows: y?.shape[2] ?? 0,
            outColumns: y?.shape[3] ?? 0,
            saidRows: Math.max(0, predicted[0]),
            saidColumns: Math.max(0, predicted[1]),
          },
        },
      ],
      statements: await inTurn(
        [
          ...statementsOf(subject, MOST[effort]),
          () =>
            triedOn("truth", "ran", ran, async (w) => {
              const y = await subject.run(w.input, w.input + 1, w);
              const [got, wanted] = [
                y.shape.slice(2),
                [w.input, w.input + 1].map((input) => formula({ ...w, input })),
              ];
              return `${got}` === `${wanted}`
                ? null
                : { ...w, value: got.join("×"), other: wanted.join("×") };
            }),
          () =>
            triedOn("truth", "pooledRan", ran.filter(poolable), async (w) => {
              const { output } = await maxima(w);
              return output === subject.pooledSize(w, true)
                ? null
                : { ...w, value: output, other: subject.pooledSize(w, true) ?? "-" };
            }),
        ],
        onProgress,
      ),
    };
  },
});

/** Layers that are run, one of each kind: odd and even kernels, strides that waste, uneven sides. */
const RUN: readonly Windows[] = [
  { input: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0 },
  { input: 5, kernel: 2, stride: 3, dilation: 1, before: 0, after: 1 },
  { input: 7, kernel: 3, stride: 2, dilation: 2, before: 2, after: 0 },
  { input: 4, kernel: 4, stride: 1, dilation: 1, before: 3, after: 3 },
  { input: 9, kernel: 2, stride: 5, dilation: 3, before: 1, after: 1 },
];

/** A maximum needs at least one element of the image in each window. */
const poolable = (w: Windows): boolean => w.before < w.kernel && w.dilation === 1;

async function maxima(w: Windows): Promise<{ output: number }> {
  const { kernel, stride, before, after } = w;
  const y = await maxPool2d(tensor([1, 1, w.input, w.input]), {
    kernelSize: kernel,
    stride,
    padding: [
      [before, after],
      [before, after],
    ],
    ceilMode: true,
  });
  return { output: y.shape[2] };
}
