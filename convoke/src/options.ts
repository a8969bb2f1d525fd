/** Options are read once, at the edge: an unknown key is an error that names the nearest known one. */
import { fault, guard, OptionError } from "./errors.ts";

/**
 * Checks that `options` is an object with no other keys than `known`.
 *
 * @throws OptionError naming the first unknown key, and the known key nearest to it.
 */
export function readOptions(caller: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw fault(OptionError, {
      name: `the options of ${caller}`,
      expected: "an object",
      got: options,
    });
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw fault(OptionError, {
      name: `the options of ${caller}`,
      expected: `one of ${known.join(", ")}`,
      got: key,
      nearest: nearest(key, known),
    });
  }
}

/**
 * @param elsewhere what others call some of them
 * @throws OptionError unless `value` is one of `known`.
 */
export function choice<T extends string>(
  name: string,
  value: T,
  known: readonly T[],
  elsewhere: Readonly<Record<string, T>> = {},
): T {
  guard(known.includes(value), OptionError, () => ({
    name,
    expected: `one of ${known.join(", ")}`,
    got: value,
    nearest: Object.hasOwn(elsewhere, value) ? elsewhere[value] : nearest(String(value), known),
  }));
  return value;
}

/** @throws OptionError unless `value` is a whole number of at least `least`, and at most `most`. */
export function wholeNumber(name: string, value: unknown, least: number, most = Infinity): number {
  const fits = Number.isSafeInteger(value) && (value as number) >= least;
  guard(fits && (value as number) <= most, OptionError, () => ({
    name,
    expected: `a whole number ${most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`}`,
    got: value,
    nearest:
      typeof value === "number" && value > least
        ? Math.min(Math.round(value), most, Number.MAX_SAFE_INTEGER)
        : least,
  }));
  // −0 becomes 0: options have one form.
  return (value as number) + 0;
}

/**
 * The candidate with the fewest edits from `word`, upper or lower case; undefined where even that one
 * differs in more than a third of the longer of the two: it is not what was meant.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const distance = edits(word.toLowerCase(), candidate.toLowerCase());
    const near = distance <= Math.max(word.length, candidate.length) / 3;
    if (near && distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours that make `b` of `a`. */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = swaps ? before[j - 2] + 1 : Infinity;
      next.push(Math.min(replaced, swapped, row[j] + 1, next[j - 1] + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
