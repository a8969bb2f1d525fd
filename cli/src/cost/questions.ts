/** What `--what-if` asks: `channels` doubles, `stride=1,2,4` and `padding=0..8` set. */
import { CHANGES, type Change } from "convoke/cost";
import { Failure, perhaps, quoted } from "../failure.ts";

export type Question =
  | { readonly kind: "double"; readonly change: Change }
  | { readonly kind: "set"; readonly change: Change; readonly values: readonly number[] };

const MOST_VALUES = 100;
const RULE = `a number of the layer (${CHANGES.join(", ")}), all, or NAME=V,V,… or NAME=FROM..TO`;

/** @throws Failure for what asks nothing. */
export function questionsOf(texts: readonly string[]): Question[] {
  return texts.flatMap((text): Question[] => {
    if (text === "all") return CHANGES.map((change) => ({ kind: "double", change }));
    const [name, ...rest] = text.split("=");
    const change = CHANGES.find((known) => known === name);
    if (change === undefined || rest.length > 1)
      throw new Failure(
        "usage",
        `expected ${RULE} for --what-if, got ${quoted(text)}${perhaps(name, [...CHANGES, "all"])}`,
      );
    if (rest.length === 0) return [{ kind: "double", change }];
    return [{ kind: "set", change, values: valuesOf(text, rest[0]) }];
  });
}

function valuesOf(text: string, list: string): number[] {
  const values = list.split(",").flatMap((part) => {
    const ends = part.split("..").map((end) => (/^\d+$/.test(end) ? Number(end) : Number.NaN));
    const [from, to = from] = ends;
    if (ends.length > 2 || !Number.isSafeInteger(from) || !(to >= from)) return [Number.NaN];
    // One more than there may be is as wrong as all of them.
    return Array.from({ length: Math.min(to - from, MOST_VALUES) + 1 }, (_, i) => from + i);
  });
  if (values.length > 0 && values.length <= MOST_VALUES && values.every(Number.isSafeInteger))
    return values;
  throw new Failure(
    "usage",
    `expected 1 to ${MOST_VALUES} whole numbers, as 1,2,4 or 0..8, behind = in --what-if, got ${quoted(text)}`,
  );
}
