/** Pictures of a shape in the left or the right half, in twins: the right one is the left one moved. */
import { guard, OptionError } from "../../errors.ts";
import type { Examples } from "../../nets/training/batch.ts";
import { wholeNumber } from "../../options.ts";
import { stream } from "../../tensor/random.ts";
import { tensor } from "../../tensor/tensor.ts";

/** Of 5 × 5. */
const SHAPES = [
  "..#.. ..#.. ##### ..#.. ..#..",
  "##### #...# #...# #...# #####",
  "#...# .#.#. ..#.. .#.#. #...#",
  "..... .###. .###. .###. .....",
].map((rows) => rows.split(" "));
const EXTENT = 5;

export const LEFT = 0;
export const RIGHT = 1;

/**
 * Twins, one behind the other: example 2i has a shape wholly in its left half, on noise; example 2i + 1 is
 * the same picture moved by half its width, what leaves it coming back on the other side.
 *
 * @returns inputs [2·pairs, 1, side, side] from 0 to 1, targets 0 for left and 1 for right
 * @throws OptionError for a side that is odd, or too small for a shape in its half.
 */
export function positionExamples(pairs: number, side: number, seed: number): Examples {
  guard(Number.isSafeInteger(side) && side % 2 === 0 && side >= 2 * EXTENT, OptionError, () => ({
    name: "the side of pictures of positions",
    expected: `an even number of at least ${2 * EXTENT}`,
    got: side,
  }));
  wholeNumber("the pairs of pictures of positions", pairs, 1);
  const size = side * side;
  const inputs = tensor([2 * pairs, 1, side, side]);
  const labels = new Int32Array(2 * pairs);
  for (let i = 0; i < pairs; i++) {
    const next = stream(seed, i);
    const below = (count: number) => Math.floor(count * next());
    const left = inputs.data.subarray(2 * i * size, (2 * i + 1) * size);
    const right = inputs.data.subarray((2 * i + 1) * size, (2 * i + 2) * size);
    for (let p = 0; p < size; p++) left[p] = 0.2 * next();
    const shape = SHAPES[below(SHAPES.length)];
    const [top, at] = [below(side - EXTENT + 1), below(side / 2 - EXTENT + 1)];
    for (let y = 0; y < EXTENT; y++)
      for (let x = 0; x < EXTENT; x++)
        if (shape[y][x] === "#") left[(top + y) * side + at + x] += 0.8;
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) right[y * side + ((x + side / 2) % side)] = left[y * side + x];
    labels[2 * i] = LEFT;
    labels[2 * i + 1] = RIGHT;
  }
  return { inputs, targets: { shape: [2 * pairs], data: labels } };
}
