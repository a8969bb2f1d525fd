/**
 * Phrases in two languages with places for what only a run knows: `"rows of {n}": "应每行 {n} 个"`.
 * A place is filled as it was found; those of these names are read further:
 *
 *     {w}      one word, no blank in it; {w2}, {w3} are others
 *     {list}   words with commas: 、 between them
 *     {name}   a name, in Chinese where a table has it
 *     {axis}   height, width or depth
 *     {got}    what came instead, with its verb: 实际为 …
 *     {why}    a sentence, in Chinese where it is known
 */
export type Phrases = Readonly<Record<string, string>>;

/** How places are read further; each gives back the text itself where it knows nothing better. */
export interface Readers {
  readonly name: (text: string) => string;
  readonly axis: (text: string) => string;
  readonly got: (text: string) => string;
  readonly why: (text: string) => string;
}

export type Phrasebook = (text: string, readers: Readers) => string | null;

interface Entry {
  readonly pattern: RegExp;
  readonly places: readonly string[];
  readonly said: string;
}

/** Of several phrases that fit, the one with most words of its own counts. */
export function phrasebook(...tables: readonly Phrases[]): Phrasebook {
  const exact = new Map(tables.flatMap((table) => Object.entries(table)));
  let entries: readonly Entry[] | null = null;
  return (text, readers) => {
    const whole = exact.get(text);
    if (whole !== undefined && !PLACE.test(text)) return whole;
    entries ??= [...exact]
      .filter(([phrase]) => PLACE.test(phrase))
      .sort((a, b) => ownLetters(b[0]) - ownLetters(a[0]))
      .map(entry);
    for (const { pattern, places, said } of entries) {
      const found = pattern.exec(text);
      if (found) return filled(said, places, found.slice(1), readers);
    }
    return null;
  };
}

const PLACE = /\{\w+\}/;
const PLACES = /\{(\w+)\}/g;
const ownLetters = (phrase: string): number => phrase.replace(PLACES, "").length;

function entry([phrase, said]: readonly [string, string]): Entry {
  const places = [...phrase.matchAll(PLACES)].map((m) => m[1]);
  const pattern = phrase
    .split(PLACES)
    .map((piece, i) =>
      i % 2 === 0
        ? piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        : /^w\d*$/.test(piece)
          ? "(\\S+)"
          : piece.startsWith("list")
            ? "((?:\\S+(?:, | or ))*\\S+)"
            : "(.+?)",
    )
    .join("");
  return { pattern: new RegExp(`^${pattern}$`, "s"), places, said };
}

function filled(
  said: string,
  places: readonly string[],
  found: readonly string[],
  { name, axis, got, why }: Readers,
): string {
  const read = (place: string, text: string): string => {
    if (place.startsWith("name")) return name(text);
    if (place.startsWith("list")) return listed(text);
    if (place.startsWith("why")) return why(text);
    if (place === "axis") return axis(text);
    return place === "got" ? got(text) : text;
  };
  return said
    .split(PLACES)
    .map((piece, i) => (i % 2 === 0 ? piece : read(piece, found[places.indexOf(piece)])))
    .reduce(spaced, "");
}

/** Words of Latin letters among Chinese ones. */
const listed = (text: string): string => text.replaceAll(/, or |, | or /g, "、");

const HAN = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;
const LETTER = /[\u4e00-\u9fff]/;

/** One behind the other: a blank between Chinese and Latin letters, none between two Chinese ones. */
export function spaced(head: string, tail: string): string {
  const [before, after] = [head.trimEnd(), tail.trimStart()];
  const [last, first] = [before.at(-1) ?? "", after[0] ?? ""];
  if (last === "" || first === "") return head + tail;
  if (HAN.test(last) && HAN.test(first)) return before + after;
  const mixed = (LETTER.test(last) && isLatin(first)) || (isLatin(last) && LETTER.test(first));
  return mixed ? `${before} ${after}` : head + tail;
}

const isLatin = (letter: string): boolean => !HAN.test(letter) && !/[\s“”]/.test(letter);
