/** The unit that is looked at, as the address holds it: `2:5` is unit 5 of layer 2, layer 0 the input. */
import { FormatError } from "convoke";
import type { Level } from "./fields.ts";

export interface Chosen {
  readonly level: number;
  readonly unit: number;
}

export const chosenText = ({ level, unit }: Chosen): string => `${level}:${unit}`;

/** Nobody chose one: the middle of the top. */
export function middleOfTop(levels: readonly Level[]): Chosen {
  const level = levels.length - 1;
  return { level, unit: Math.floor((levels[level].units - 1) / 2) };
}

/** @throws FormatError for a unit that the stack does not have. */
export function readChosen(text: string, levels: readonly Level[]): Chosen {
  if (text.trim() === "") return middleOfTop(levels);
  const found = /^\s*(\d{1,4}):(\d{1,4})\s*$/.exec(text);
  const [level, unit] = [Number(found?.[1]), Number(found?.[2])];
  if (found && level < levels.length && unit < levels[level].units) return { level, unit };
  const top = chosenText(middleOfTop(levels));
  throw new FormatError(
    `expected a layer of the stack and one of its units, such as ${top}, for unit, got ${text}`,
  );
}
