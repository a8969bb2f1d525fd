/** What a run found, by name: the only source of numbers in a text. */
export type Fact = number | string | boolean;
export type Facts = Readonly<Record<string, Fact>>;

const PLACEHOLDER = /\{=(\w+)\}/g;

/** Names that a text asks for, each once, in order. */
export const placeholdersOf = (text: string): string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name)),
];

/**
 * The text with its facts: `{=rows}` becomes the fact `rows`, in formulas too.
 *
 * @throws RangeError naming a fact that the run did not find.
 */
export function filled(text: string, facts: Facts): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    if (!Object.hasOwn(facts, name))
      throw new RangeError(`expected a fact named ${name} for the text "${text}"`);
    return shown(facts[name]);
  });
}

/** Whole numbers as they are, others with four digits that say something. */
export function shown(fact: Fact): string {
  if (typeof fact !== "number" || Number.isInteger(fact)) return `${fact}`;
  const size = Math.abs(fact);
  return size >= 1e-3 && size < 1e6
    ? `${Number(fact.toPrecision(4))}`
    : fact.toExponential(2).replace("e+", "e");
}
