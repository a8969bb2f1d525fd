/** Which windows of words spoke for the class that a text was taken for. */
import type { Indices } from "convoke/data";
import { loadParameters, type Net, predict, saveParameters } from "convoke/nets";
import { SIZES, type TextShape, textMaps, WINDOWS } from "./net.ts";

export interface Window {
  readonly words: string;
  /** What it adds to the class's number, beyond the mean of all classes. */
  readonly vote: number;
}

/**
 * The windows that spoke loudest for a class in each row, strongest first: a filter's maximum counts
 * for the place where it was reached, times the filter's weight for the class.
 *
 * @param tokens of each row, as long as its text is.
 * @param chosen the class of each row.
 */
export async function strongestWindows(
  net: Net,
  shape: TextShape,
  rows: Indices,
  tokens: readonly (readonly string[])[],
  chosen: ArrayLike<number>,
  options: { readonly threads?: number },
): Promise<Window[][]> {
  const saved = saveParameters(net);
  const { data: weights } = net.parameters.get("out.weight")!.origin;
  const inputs = WINDOWS.length * SIZES.filters;
  const { classes } = shape;
  const votes = tokens.map(() => new Map<string, number>());
  for (const [branch, size] of WINDOWS.entries()) {
    const maps = textMaps(shape, size);
    loadParameters(maps, saved);
    const { data, shape: seen } = await predict(maps, rows, options);
    const places = seen[2];
    tokens.forEach((words, row) => {
      for (let filter = 0; filter < SIZES.filters; filter++) {
        const from = (row * SIZES.filters + filter) * places;
        const own = data.subarray(from, from + places);
        const at = own.indexOf(Math.max(...own));
        const phrase = words.slice(at, at + size).join(" ");
        if (phrase === "" || own[at] === 0) continue;
        const column = branch * SIZES.filters + filter;
        const weightOf = (c: number) => weights[c * inputs + column];
        const mean = Array.from({ length: classes }, (_, c) => weightOf(c)).reduce((a, b) => a + b);
        const vote = own[at] * (weightOf(chosen[row]) - mean / classes);
        votes[row].set(phrase, (votes[row].get(phrase) ?? 0) + vote);
      }
    });
  }
  return votes.map((row) =>
    [...row]
      .map(([words, vote]) => ({ words, vote }))
      .filter(({ vote }) => vote > 0)
      .sort((a, b) => b.vote - a.vote || (a.words < b.words ? -1 : 1)),
  );
}
