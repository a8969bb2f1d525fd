/** Errors of a kernel, row by row, beside their definition, window by window: the same sums, the same bits. */
import { expect, test } from "vitest";
import { type Pair, pairOf } from "../../src/learn/pair.ts";
import { rmsOf, solvedErrors } from "../../src/learn/results.ts";
import { integers, uniform } from "../../src/tensor/random.ts";

/** Every output that is used: what the kernel makes of its window, its place, and the window. */
function windowsOf({ kernel: [rows, columns], planes, height, width, x, used }: Pair) {
  const across = width + columns - 1;
  return Array.from({ length: planes * height * width }, (_, at) => {
    const [plane, row] = [Math.floor(at / height / width), Math.floor(at / width) % height];
    const first = (plane * (height + rows - 1) + row) * across + (at % width);
    const window = Array.from(
      { length: rows * columns },
      (_, t) => x[first + Math.floor(t / columns) * across + (t % columns)],
    );
    return { at, window };
  }).filter(({ at }) => used[at] === 1);
}

const resultOf = (window: readonly number[], w: Float64Array) => {
  let result = w.length > window.length ? w[window.length] : 0;
  for (const [t, v] of window.entries()) result += w[t] * v;
  return result;
};

const watch = () => undefined;

test.each<[readonly [number, number], readonly number[], boolean]>([
  [[1, 1], [1, 1, 1], false],
  [[3, 3], [2, 17, 13], true],
  [[2, 5], [1, 9, 31], false],
  [[4, 9], [3, 11, 10], true],
])("%j of %j, with a constant: %s", async (size, shape, constant) => {
  const before = integers(shape, 3, 0, 255);
  const pair = pairOf(before, integers(shape, 4, 1, 255), { size, limits: [0, 240] });
  const taps = size[0] * size[1];
  const w = Float64Array.from(uniform([taps + (constant ? 1 : 0)], 5, -1, 1).data);
  const windows = windowsOf(pair);
  expect(windows.length).toBe(pair.count);

  let squares = 0;
  for (const { at, window } of windows) squares += (resultOf(window, w) - pair.y[at]) ** 2;
  expect(await rmsOf(pair, w, watch)).toBe(Math.sqrt(squares / pair.count));

  const gradient = new Float64Array(w.length);
  for (const { window } of windows) {
    const result = resultOf(window, w);
    const error = Math.floor(result / 2 + 0.5) * 2 - result;
    for (const [t, v] of window.entries()) gradient[t] += error * v;
    if (constant) gradient[taps] += error;
  }
  const one = new Float64Array(w.length ** 2);
  for (let i = 0; i < w.length; i++) one[i * w.length + i] = 1;
  const got = await solvedErrors(pair, { solution: w, inverse: one }, 2, watch);
  expect(got).toEqual({ rms: Math.sqrt(squares / pair.count), rounded: gradient });
  expect(got.rounded.some((v) => v !== 0)).toBe(true);
});
