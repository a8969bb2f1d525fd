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

/** A layer, and what the engine makes of it. */
interface Run {
  readonly layer: Layer;
  readonly y: Tensor;
  /** A gradient of y. */
  readonly dy: Tensor;
  readonly dx: Tensor;
  readonly transposed: Tensor;
}

/**
 * @param shown layers that the study shows, with a person's own kernel.
 * @param onProgress share done: running the layers takes most of the time.
 */
export async function statementsOf(
  subject: Subject,
  shown: readonly Layer[],
  count: number,
  seed: number,
  onProgress: (share: number) => void,
): Promise<Statement[]> {
  const { correlate, patches, gathered } = subject;
  const whole: Run[] = [];
  for (const layer of layersOfIntegers(count, seed)) {
    const dy = gradientOf(layer);
    whole.push({
      layer,
      dy,
      y: await correlate(layer),
      dx: await subject.inputGradient(layer, dy),
      transposed: await subject.transposed(layer, dy),
    });
    onProgress((0.9 * whole.length) / count);
  }
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
    tried("claim", "shape", whole, ({ layer }) => {
      const [down, across] = problemOf(layer).axes;
      const [, channels, rows, columns] = layer.w.shape;
      const wanted = [channels * rows * columns, down.output * across.output];
      const got = patches(layer).shape;
      return `${got}` === `${wanted}`
        ? null
        : { shape: got.join("×"), otherShape: wanted.join("×") };
    }),
    tried("claim", "product", whole, ({ layer, y }) => differs(unfolded(layer), channelRows(y))),
    await triedOn("claim", "bound", [...shown, ...broken], async (layer) =>
      beyond(layer, productOf(flat(layer.w), patches(layer)), await correlate(layer)),
    ),
    tried("truth", "spread", whole, ({ layer, y }) =>
      differs(times(spread(problemOf(layer), layer.w), upright(layer.x)), upright(y)),
    ),
    tried("truth", "gradient", whole, ({ layer, dy, dx }) =>
      differs(times(turned(spread(problemOf(layer), layer.w)), upright(dy)), upright(dx)),
    ),
    tried("truth", "transposed", whole, ({ transposed, dx }) =>
      differs(upright(transposed), upright(dx)),
    ),
    tried("truth", "folded", whole, ({ layer, dy, dx }) => {
      const columns = times(turned(flat(layer.w)), channelRows(dy));
      return differs(upright(gathered(layer, columns)), upright(dx));
    }),
    tried("truth", "even", evenLayers(count, seed), (layer) => timesAsMany(layer, patches(layer))),
    tried("slip", "always", whole, ({ layer }) => timesAsMany(layer, patches(layer))),
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
