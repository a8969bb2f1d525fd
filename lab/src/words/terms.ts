/** Terms of the glossary in texts: each is explained where it first stands, and only there. */
import { GLOSSARY, type Language, type Term } from "@convoke/studies";

/** Longer terms first: "depthwise convolution" before "convolution". */
const TERMS: Readonly<Record<Language, readonly Term[]>> = {
  en: [...GLOSSARY].sort((a, b) => b.en.length - a.en.length),
  zh: [...GLOSSARY].sort((a, b) => b.zh.length - a.zh.length),
};

export interface Place {
  readonly term: Term;
  readonly from: number;
  readonly to: number;
}

/** For each text, in order, where it explains what; formulas between dollars explain nothing. */
export function termsIn(texts: readonly string[], language: Language): Place[][] {
  const known = new Set<Term>();
  return texts.map((text) => {
    const places: Place[] = [];
    const free = text.replace(/\$[^$]*\$/g, (tex) => " ".repeat(tex.length));
    for (const term of TERMS[language]) {
      if (known.has(term)) continue;
      const from = find(free, term[language], language);
      const to = from + term[language].length;
      if (from < 0 || places.some((other) => from < other.to && other.from < to)) continue;
      known.add(term);
      places.push({ term, from, to });
    }
    return places.sort((a, b) => a.from - b.from);
  });
}

/** Chinese has no spaces between words; English words begin and end at boundaries, plurals allowed. */
function find(text: string, word: string, language: Language): number {
  if (language === "zh") return text.indexOf(word);
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.search(new RegExp(`\\b${escaped}(?=s?\\b)`, "i"));
}
