/** Exercise 6.4-7: a convolution with any window as a matrix product, and what computes it in fact. */
import { conv2d, type Problem, resolve, sizeOf, type Tensor, tensor, verify } from "convoke";
import { patchMatrix, ratioValue } from "convoke/cost";
import { random } from "convoke/data";
import { unfold } from "convoke/reference";
import { productOf } from "../6.2-3-im2col/matrices.ts";
import type { LayerTensors } from "../layers/counted.ts";
import { optionsOf } from "../layers/options.ts";
import { LAYER_PARAMETERS, layerOf } from "../layers/parameters.ts";
import { matrixOf } from "../matrices.ts";
import type { Table } from "../model/exhibit.ts";
import { study } from "../model/study.ts";
import { middleOf, pictureOf } from "../pictures.ts";
import { texOf } from "../tex.ts";
import { comparedOn } from "./algorithms.ts";
import { BOOK } from "./book.ts";
import { errors } from "./errors.ts";
import { matricesOf } from "./product.ts";
import { statementsOf } from "./statements.ts";
import { en } from "./text.en.ts";
import { zh } from "./text.zh.ts";

const subject = {
  /** The matrix of patches of every image. */
  unfold,
  /** The layer on the engine, by its own matrix product. */
  forward(problem: Problem, { x, w }: LayerTensors): Promise<Tensor> {
    return conv2d(x, w, { ...optionsOf(problem), algorithm: "im2col" });
  },
  /** Every algorithm of the engine against the definition. */
  verify,
};
export type Subject = typeof subject;

export const matrixForm = study({
  id: "6.4-7",
  slug: "matrix-form",
  parameters: {
    ...LAYER_PARAMETERS,
    inChannels: { ...LAYER_PARAMETERS.inChannels, to: 32, standard: 8 },
    outChannels: { ...LAYER_PARAMETERS.outChannels, to: 32, standard: 8 },
    size: { ...LAYER_PARAMETERS.size, to: 64, standard: 20 },
  },
  subject,
  errors,
  text: { en, zh },
  async run(values, { effort, seed, data, onProgress }, subject) {
    const layer = layerOf(values);
    const next = random(seed);
    const drawn = (shape: readonly number[]) =>
      tensor(
        shape,
        Array.from({ length: sizeOf(shape) }, () => 2 * next() - 1),
      );
    const own = await comparedOn(
      "algorithms",
      layer,
      drawn([1, values.inChannels, values.size, values.size]),
      drawn([values.outChannels, values.inChannels, values.kernel, values.kernel]),
      false,
    );

    const photo = await data.image();
    const x = middleOf(photo, 128);
    const line = [1, 4, 6, 4, 1];
    const blur = tensor(
      [1, 1, 5, 5],
      line.flatMap((a) => line.map((b) => (a * b) / 256)),
    );
    const pictured = resolve({ input: [1, 1, ...x.shape], weight: blur.shape, padding: 2 });
    const image = tensor([1, 1, ...x.shape], x.data);
    const ofPhoto = await comparedOn("onPhoto", pictured, image, blur, true);
    const blurred = ofPhoto.results.get("im2col");

    const { weights, patches } = matricesOf(BOOK.problem, BOOK.x, BOOK.w, subject);
    const [w, columns] = [weights[0], patches[0]];
    const y = { shape: [2, 4], data: productOf(w, columns) };
    return {
      facts: { refused: own.refused, allowed: own.allowed, source: photo.source },
      steps: [
        {
          key: "book",
          exhibits: [
            matrixOf("image", tensor([6, 3], BOOK.x.data)),
            matrixOf("weights", w),
            {
              ...matrixOf("patches", columns),
              link: { to: "image", by: "column", elements: [0, 1, 3, 4].map(windowAt) },
            },
            matrixOf("y", y),
            {
              kind: "formula",
              name: "product",
              tex: `${texOf(w, 8)}\\,${texOf(columns, 8)} = ${texOf(y, 8)}`,
            },
          ],
          facts: { rows: columns.shape[0], windows: columns.shape[1] },
        },
        { key: "kinds", exhibits: [kindsTable(layer)] },
        { key: "algorithms", exhibits: [own.table] },
        {
          key: "photo",
          exhibits: [
            pictureOf("photo", x, [0, 255]),
            ...(blurred ? [pictureOf("blurred", { shape: x.shape, data: blurred }, [0, 255])] : []),
            ofPhoto.table,
          ],
          facts: { refusedPhoto: ofPhoto.refused },
        },
      ],
      statements: await statementsOf(subject, effort === "quick" ? 40 : 2000, seed, onProgress),
    };
  },
});

/** Elements of both channels that the book's window at a pixel sees; the channels lie below each other. */
const windowAt = (corner: number): number[] =>
  [0, 9].flatMap((channel) => [0, 1, 3, 4].map((step) => channel + corner + step));

/** The matrices of the layer, and of the layer otherwise. */
function kindsTable(layer: Problem): Table {
  const { inChannels, outChannels, axes } = layer;
  const spec = {
    input: [1, inChannels, ...axes.map((a) => a.input)],
    weight: [outChannels, inChannels, ...axes.map((a) => a.kernel)],
    stride: axes.map((a) => a.stride),
    padding: axes.map((a) => a.before),
  };
  const dilated = axes.map((a) => a.before + a.kernel - 1);
  const kinds: [string, Problem][] = [
    ["asItIs", layer],
    ["fourImages", { ...layer, batch: 4 }],
    ["strided", resolve({ ...spec, stride: 2 })],
    ["dilated", resolve({ ...spec, dilation: 2, padding: dilated })],
  ];
  if (inChannels % 2 === 0 && outChannels % 2 === 0)
    kinds.push(["twoGroups", { ...layer, groups: 2 }]);
  return {
    kind: "table",
    name: "kinds",
    head: ["way", "matrices", "rowsOfX", "columnsOfX", "bytes", "blowUp"],
    rows: kinds.map(([name, problem]) => {
      const { matrices, rows, columns, bytes, blowUp } = patchMatrix(problem);
      return [name, matrices, rows, columns, bytes, ratioValue(blowUp)];
    }),
  };
}
