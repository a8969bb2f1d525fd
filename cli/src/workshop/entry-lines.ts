/** What the catalogue knows of a kernel beside its values. */

import { inDigits, REPORT_WORDS } from "@convoke/studies/words";
import { type Design, entryOf, kernelOfWord, type NamedKernel } from "convoke/workshop";
import type { Language } from "../strings.ts";
import { columns } from "../terminal/table.ts";

/** How far it is from what its name promises. */
export function designLines({ errors }: Design, language: Language): string[] {
  if (errors.length === 0) return [];
  const rows = errors.map((error) => [inDigits(error.value, 4), error[language]]);
  return ["", columns(rows, ["right", "left"])];
}

/** For a name of the catalogue; null for any other word. */
export function namedIn(text: string): NamedKernel | null {
  return kernelOfWord(text.trim());
}

export function entryLines(named: NamedKernel, language: Language): string[] {
  const t = REPORT_WORDS[language];
  const { formula, source, parameters, ...entry } = entryOf(named.name);
  const rows = [
    ["", entry[language]],
    [t.formula, formula],
    [t.source, source],
    ...(parameters.length > 0
      ? [[t.parameters, parameters.map((p) => `${p.name} ${named.values[p.name]}`).join(", ")]]
      : []),
  ];
  return ["", columns(rows, ["left", "left"]), ...designLines(named, language)];
}
