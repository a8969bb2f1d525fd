/** Exercise 6.2-3: a correlation as a product of matrices, unfolding the image or the kernel. */
import { conv2d, convTranspose2d, sizeOf, type Tensor, tensor } from "convoke";
import { conv2dBackward } from "convoke/backward";
import { fold, unfold } from "convoke/reference";
import { readKernel } from "../kernel-text.ts";
import { matrixOf, rowsOf, turned } from "../matrices.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { texOf } from "../tex.ts";
import { blowUps, timesOfBoth } from "./cost.ts";
import { errors } from "./errors.ts";
import { flat, type Layer, plane, problemOf, seen, spread, times, upright } from "./matrices.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

/** What the claim is about: layers as the engine runs them, patches as the library unfolds them. */
export interface Subject {
  readonly correlate: (layer: Layer) => Promise<Tensor>;
  /** [C · rows · columns, windows] */
  readonly patches: (layer: Layer) => Tensor;
  /** [C · rows · columns, windows] back to [1, C, H, W]: what several windows hold is added. */
  readonly gathered: (layer: Layer, columns: Tensor) => Tensor;
  readonly inputGradient: (layer: Layer, dy: Tensor) => Promise<Tensor>;
  readonly transposed: (layer: Layer, dy: Tensor) => Promise<Tensor>;
}

const subject: Subject = {
  correlate: ({ x, w, ...options }) => conv2d(x, w, { ...options, accuracy: "exact" }),
  patches: (layer) => plane(unfold(problemOf(layer), layer.x)),
  gathered: (layer, columns) => fold(problemOf(layer), tensor([1, ...columns.shape], columns.data)),
  inputGradient: async ({ x, w, ...options }, dy) =>
    (await conv2dBackward({ dy, x, w }, options, { needs: { dw: false, db: false } })).dx,
  transposed: (layer, dy) => {
    const { stride, padding, dilation } = layer;
    // What the stride leaves over at the end of the image comes back as output padding.
    const outputPadding = problemOf(layer).axes.map(
      (a) => (a.input + a.before + a.after - (a.kernel - 1) * a.dilation - 1) % a.stride,
    );
    const options = { stride, padding, dilation, outputPadding, accuracy: "exact" } as const;
    return convTranspose2d(dy, layer.w, options);
  },
};

export const im2col = study({
  id: "6.2-3",
  slug: "im2col",
  parameters: {
    rows: {
      kind: "whole",
      label: { en: "rows of the image", zh: "图像行数" },
      from: 1,
      to: 10,
      standard: 3,
    },
    columns: {
      kind: "whole",
      label: { en: "columns of the image", zh: "图像列数" },
      from: 1,
      to: 10,
      standard: 3,
    },
    kernel: { kind: "text", label: { en: "kernel", zh: "卷积核" }, standard: "1 2; 3 4" },
    stride: { kind: "whole", label: { en: "stride", zh: "步幅" }, from: 1, to: 4, standard: 1 },
    padding: { kind: "whole", label: { en: "padding", zh: "填充" }, from: 0, to: 4, standard: 0 },
  },
  subject,
  errors,
  text: { en, zh },
  async run(
    { rows, columns, kernel, stride, padding },
    { effort, seed, data, onProgress },
    subject,
  ) {
    const typed = readKernel(kernel);
    const w = tensor([1, 1, ...typed.shape], typed.values);
    const options = { stride, padding, dilation: 1 };
    const image = rowsOf(rows, columns, (row, column) => row * columns + column + 1);
    const own: Layer = { x: tensor([1, 1, rows, columns], image.data), w, ...options };
    const y = await subject.correlate(own);
    const patches = subject.patches(own);
    const toeplitz = spread(problemOf(own), w);
    const windows = seen(problemOf(own));
    const ones = tensor(y.shape, new Float32Array(y.data.length).fill(1));
    const back = await subject.inputGradient(own, ones);

    const photo = await data.image();
    const pixels = middleOf(photo, 192);
    const pictured: Layer = { x: tensor([1, 1, ...pixels.shape], pixels.data), w, ...options };
    const columnsOfPhoto = subject.patches(pictured);
    const product = times(flat(w), columnsOfPhoto);
    const { axes } = problemOf(pictured);

    return {
      timed: ["gatheredMs", "productMs", "copyMs"],
      facts: {
        taps: sizeOf(typed.shape),
        windows: windows.length,
        pixels: image.data.length,
        zeros: toeplitz.data.reduce((sum, v) => sum + (v === 0 ? 1 : 0), 0),
        elements: toeplitz.data.length,
        source: photo.source,
      },
      steps: [
        {
          key: "unfold",
          exhibits: [
            matrixOf("image", image),
            matrixOf("kernel", plane(w)),
            {
              ...matrixOf("patches", patches),
              link: { to: "image", by: "column", elements: windows },
            },
            {
              ...matrixOf("output", plane(y)),
              link: { to: "image", by: "element", elements: windows },
            },
            {
              kind: "formula",
              name: "product",
              tex: `${texOf(flat(w), 9)}\\,${texOf(patches, 9)}=${texOf(flat(y), 9)}`,
            },
          ],
        },
        {
          key: "spread",
          exhibits: [
            {
              ...matrixOf("toeplitz", toeplitz),
              link: { to: "image", by: "column", elements: Array.from(image.data, (_, i) => [i]) },
            },
            {
              kind: "formula",
              name: "vectors",
              tex: `${texOf(toeplitz, 9)}\\,${texOf(upright(image), 9)}=${texOf(upright(y), 9)}`,
            },
          ],
        },
        {
          key: "back",
          exhibits: [
            matrixOf("ones", plane(ones)),
            matrixOf("gradient", plane(back)),
            {
              kind: "formula",
              name: "backwards",
              tex: `${texOf(turned(toeplitz), 9)}\\,${texOf(upright(ones), 9)}=${texOf(upright(back), 9)}`,
            },
          ],
        },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", pixels, [0, 255]),
            pictureOf("made", { shape: axes.map((a) => a.output), data: product.data }),
          ],
          facts: {
            photoNumbers: pixels.data.length,
            patchNumbers: columnsOfPhoto.data.length,
            timesAsMany: columnsOfPhoto.data.length / pixels.data.length,
          },
        },
        { key: "cost", exhibits: [blowUps()], facts: await timesOfBoth() },
      ],
      statements: await statementsOf(
        subject,
        [own, pictured],
        effort === "quick" ? 40 : 2000,
        seed,
        (share) => onProgress?.(share),
      ),
    };
  },
});
