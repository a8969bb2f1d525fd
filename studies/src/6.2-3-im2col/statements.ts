/** What is said of unfolded images and spread kernels, tried. */
import { type Tensor, tensor } from "convoke";
import { errorBound, magnitude } from "convoke/reference";
import { differs, turned } from "../matrices.ts";
import { type Statement, type Trial, tried, triedOn } from "../model/statement.ts";
import { BOOK, evenLayers, layersOfFractions, layersOfIntegers } from "./cases.ts";
import {
  channelRows,
  flat,
  type Layer,
  plane,
  problemOf,
  productOf,
  spread,
  times,
  upright,
} from "./matrices.ts";
import type { Subject } from "./study.ts";

const BOOK_COLUMNS = [
  [1, 2, 4, 5],
  [2, 3, 5, 6],
  [4, 5, 7, 8],
  [5, 6, 8, 9],
];
const BOOK_RESULT = tensor([2, 2], [37, 47, 67, 77]);

/** @param shown layers that the study shows, with a person's own kernel. */
export async function statementsOf(
  { correlate, patches, gathered, inputGradient, transposed }: Subject,
  shown: readonly Layer[],
  count: number,
  seed: number,
): Promise<Statement[]> {
  const whole = layersOfIntegers(count, seed);
  const broken = layersOfFractions(Math.ceil(count / 4), seed);
  const unfolded = (layer: Layer) => times(flat(layer.w), patches(layer));
  return [
    tried("claim", "columns", BOOK_COLUMNS.entries(), ([column, wanted]) => {
      const got = [...turned(patches(BOOK)).data.subarray(4 * column, 4 * column + 4)];
      return `${got}` === `${wanted}`
        ? null
        : { column, value: got.join(" "), other: wanted.join(" ") };
    }),
    await triedOn("claim", "result", [unfolded(BOOK), plane(await correlate(BOOK))], async (y) =>
      differs(tensor([2, 2], y.data), BOOK_RESULT),
    ),
    tried("claim", "shape", whole, (layer) => {
      const [down, across] = problemOf(layer).axes;
      const [, channels, rows, columns] = layer.w.shape;
      const wanted = [channels * rows * columns, down.output * across.output];
      const got = patches(layer).shape;
      return `${got}` === `${wanted}`
        ? null
        : { shape: got.join("×"), otherShape: wanted.join("×") };
    }),
    await triedOn("claim", "product", whole, async (layer) =>
      differs(unfolded(layer), channelRows(await correlate(layer))),
    ),
    await triedOn("claim", "bound", [...shown, ...broken], async (layer) =>
      beyond(layer, productOf(flat(layer.w), patches(layer)), await correlate(layer)),
    ),
    await triedOn("truth", "spread", whole, async (layer) =>
      differs(
        times(spread(problemOf(layer), layer.w), upright(layer.x)),
        upright(await correlate(layer)),
      ),
    ),
    await triedOn("truth", "gradient", whole, async (layer) => {
      const dy = gradientOf(layer);
      const back = times(turned(spread(problemOf(layer), layer.w)), upright(dy));
      return differs(back, upright(await inputGradient(layer, dy)));
    }),
    await triedOn("truth", "transposed", whole, async (layer) => {
      const dy = gradientOf(layer);
      return differs(upright(await transposed(layer, dy)), upright(await inputGradient(layer, dy)));
    }),
    await triedOn("truth", "folded", whole, async (layer) => {
      const dy = gradientOf(layer);
      const columns = times(turned(flat(layer.w)), channelRows(dy));
      return differs(upright(gathered(layer, columns)), upright(await inputGradient(layer, dy)));
    }),
    tried("truth", "even", evenLayers(count, seed), (layer) => timesAsMany(layer, patches(layer))),
    tried("slip", "always", whole, (layer) => timesAsMany(layer, patches(layer))),
    tried("slip", "bits", broken, (layer) => {
      const columns = patches(layer);
      const [first, last] = [false, true].map((reversed) => rounded(layer, columns, reversed));
      const at = first.data.findIndex((v, i) => v !== last.data[i]);
      const difference = first.data[at] - last.data[at];
      return at < 0 ? null : { value: first.data[at], difference };
    }),
  ];
}

/** A gradient of the output with whole numbers, the same for every run. */
function gradientOf(layer: Layer): Tensor {
  const { outChannels, axes } = problemOf(layer);
  const shape = [1, outChannels, ...axes.map((a) => a.output)];
  const dy = tensor(shape);
  for (let i = 0; i < dy.data.length; i++) dy.data[i] = ((5 * i) % 7) - 3;
  return dy;
}

/** Null where the two differ by no more than summing in float32 may. */
function beyond({ x, w, ...options }: Layer, product: Float64Array, y: Tensor): Trial {
  const problem = problemOf({ x, w, ...options });
  const bound = errorBound(problem, magnitude(problem, { input: x, weight: w }));
  const at = product.findIndex((v, i) => !(Math.abs(v - y.data[i]) <= bound[i]));
  return at < 0 ? null : { value: y.data[at], other: product[at], atMost: bound[at] };
}

/** Null where the matrix has rows · columns / stride² numbers for each of the image. */
function timesAsMany({ x, w, stride }: Layer, columns: Tensor): Trial {
  const said = (w.shape[2] * w.shape[3]) / stride ** 2;
  const ratio = columns.data.length / x.data.length;
  return ratio === said
    ? null
    : {
        image: x.shape.slice(2).join("×"),
        kernel: w.shape.slice(2).join("×"),
        stride,
        ratio,
        said,
      };
}

/** The first kernel's outputs, each sum rounded to float32 after every product. */
function rounded({ w }: Layer, columns: Tensor, reversed: boolean): Tensor {
  const [terms, windows] = columns.shape;
  const sums = tensor([windows, 1]);
  for (let i = 0; i < terms; i++) {
    const t = reversed ? terms - 1 - i : i;
    for (let p = 0; p < windows; p++)
      sums.data[p] += Math.fround(w.data[t] * columns.data[t * windows + p]);
  }
  return sums;
}
