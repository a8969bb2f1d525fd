/** TextCNN: words as vectors, windows of three to five of them, the most that each filter sees. */
import { PAD } from "convoke/data";
import * as g from "convoke/grad";
import {
  branches,
  build,
  constantValues,
  conv1d,
  dropout,
  embedding,
  type Initializer,
  type Layer,
  linear,
  maxOver,
  type Net,
  normalValues,
  relu,
  sequential,
  transpose,
} from "convoke/nets";

/** Words that a filter sees at once. */
export const WINDOWS = [3, 4, 5] as const;

/** Numbers a word, filters a window; deviation of first vectors, weight of first log ratios. */
export const SIZES = { columns: 16, filters: 24, deviation: 0.1, ratios: 0.3 } as const;
/** Shares of words and of maxima that are left out in training. */
const DROPPED = { words: 0.1, maxima: 0.5 } as const;

export interface TextShape {
  /** Words a row. */
  readonly length: number;
  /** [words, classes]: how much each word belongs to a class, known before; see `bag.ts`. */
  readonly ratios: Float32Array;
  readonly classes: number;
}

/**
 * [N, length] numbers of words → [N, classes]. The first numbers of a word's vector start as its log
 * ratios for the classes (one is enough for two, the other is its opposite), the others at random.
 *
 * Source: Kim, "Convolutional neural networks for sentence classification", EMNLP 2014; Li et al.,
 * "Weighted neural bag-of-n-grams model", COLING 2016, for ratios as first values.
 */
export const textNet = (shape: TextShape, seed: number): Net =>
  build(
    sequential({
      words: words(shape),
      turn: transpose(1, 2),
      windows: branches(
        Object.fromEntries(
          WINDOWS.map((size) => [size, sequential({ ...filters(size), max: maxOver() })]),
        ),
      ),
      dropout: dropout(DROPPED.maxima),
      out: linear(WINDOWS.length * SIZES.filters, shape.classes),
    }),
    example(shape),
    { seed },
  );

/** What the filters of one window say at every place, [N, filters, places], by the same names. */
export const textMaps = (shape: TextShape, window: number): Net =>
  build(
    sequential({
      words: words(shape),
      turn: transpose(1, 2),
      windows: sequential({ [window]: sequential(filters(window)) }),
    }),
    example(shape),
  );

const example = ({ length, ratios, classes }: TextShape) =>
  g.indices("words", [1, length], ratios.length / classes);

const filters = (kernelSize: number): Record<string, Layer> => ({
  conv: conv1d(SIZES.columns, SIZES.filters, { kernelSize }),
  relu: relu(),
});

/** Vectors of words; in training some words are left out, and the others made larger. */
function words({ ratios, classes, length }: TextShape): Layer {
  const { columns, deviation } = SIZES;
  const rows = ratios.length / classes;
  const known = Math.min(columns, classes === 2 ? 1 : classes);
  const init: Initializer = (shape, next) => {
    const values = normalValues(0, deviation)(shape, next);
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < known; c++)
        values[row * columns + c] = SIZES.ratios * ratios[row * classes + c];
    return values;
  };
  const table = embedding(rows, columns, { paddingIndex: PAD, init });
  return {
    name: `words, ${DROPPED.words} left out`,
    forward: (x, scope) => {
      const vectors = scope.through("table", table, x);
      // A number for each word, 0 or 1/(1 - p), times a row of ones.
      const ones = scope.state("ones", [rows, 1], constantValues(1));
      const row = scope.state("row", [columns, 1], constantValues(1));
      if (!scope.training) return vectors;
      const kept = g.dropout(g.embedding(ones, x), DROPPED.words, scope.seed);
      const factors = g.linear(g.reshape(kept, [x.shape[0] * length, 1]), row);
      return g.mul(vectors, g.reshape(factors, vectors.shape));
    },
  };
}
