/** Words as vectors that are learned. */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { lookUp, scatter } from "../../kernels/embedding.ts";
import { all, map } from "../../kernels/map.ts";
import { readOptions } from "../../options.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";

export interface EmbeddingOptions {
  /** A word whose row gets no gradient: what fills up short texts. */
  readonly paddingIndex?: number;
}

/**
 * The rows of a table that words name: [N, L] → [N, L, D], as torch.nn.functional.embedding with the
 * table first.
 *
 * @param table [V, D]
 * @param words of any shape, made by `indices(name, shape, V)`
 * @throws ShapeError for a table of another shape, or words of more or fewer rows.
 * @throws OptionError for a padding index outside the table.
 * @see Dive into Deep Learning 15.1
 */
export function embedding(table: Value, words: Value, options: EmbeddingOptions = {}): Value {
  readOptions("embedding", options, ["paddingIndex"]);
  const { paddingIndex = null } = options;
  const [rows, columns] = table.shape;
  guard(table.shape.length === 2 && table.element === "f32", ShapeError, () => ({
    name: "the table of embedding",
    expected: "floats of shape [V, D]",
    got: nameOf(table),
  }));
  guard(words.range?.min === 0 && words.range.max === rows - 1, ShapeError, () => ({
    name: "the words of embedding",
    expected: `whole numbers below ${rows}`,
    got: words.range ? `${nameOf(words)} up to ${words.range.max}` : nameOf(words),
  }));
  const known = (row: number) => Number.isInteger(row) && row >= 0 && row < rows;
  guard(paddingIndex === null || known(paddingIndex), OptionError, () => ({
    name: "paddingIndex",
    expected: `a whole number from 0 to ${rows - 1}`,
    got: paddingIndex,
  }));
  const count = sizeOf(words.shape);
  return apply(
    {
      name: "embedding",
      integers: [1],
      shape: Object.freeze([...words.shape, columns]),
      define: ([values, list]) => {
        const result = new Float64Array(count * columns);
        list.forEach((word, i) => {
          result.set(values.subarray(word * columns, (word + 1) * columns), i * columns);
        });
        return result;
      },
      forward: ({ inputs: [from, list], output }, { threads }) =>
        steps(lookUp({ threads, count, columns, words: list }, from, output)),
      backward: ({ inputs: [, list], gradient, results: [result] }, { threads }) =>
        steps(
          map({
            name: "zeros",
            threads,
            count: rows * columns,
            reads: [],
            writes: [result!],
            f: () => [all(0)],
          }),
          scatter({ threads, count, columns, words: list }, gradient, result!, paddingIndex),
        ),
    },
    [table, words],
  );
}
