/** `convoke kernel show`: the values and their picture. */

import { WORKSHOP_WORDS } from "@convoke/studies/words";
import { exactly } from "convoke/workshop";
import type { Operand } from "../kernels/operand.ts";
import { readOperand } from "../kernels/read.ts";
import { type Language, STRINGS } from "../strings.ts";
import { foundOf } from "./described.ts";
import { entryLines, namedIn } from "./entry-lines.ts";
import { deliver, type RawWritten, targetOf } from "./written.ts";

export interface RawShow extends RawWritten {
  readonly exactly?: boolean;
}

export async function show(text: string, raw: RawShow, language: Language): Promise<void> {
  const target = await targetOf(raw);
  const operand = asFractions(await readOperand(text), raw.exactly ?? false);
  const named = operand.kind === "kernel" ? namedIn(text) : null;
  const more = named
    ? { lines: entryLines(named, language), report: { errors: named.errors } }
    : {};
  const found = foundOf(operand, WORKSHOP_WORDS[language], more);
  await deliver(target, found, STRINGS[language].wrote);
}

/** With every double taken for the fraction that it is. */
export function asFractions(operand: Operand, wanted: boolean): Operand {
  if (!wanted) return operand;
  if (operand.kind === "kernel") return { ...operand, kernel: exactly(operand.kernel) };
  const { layer } = operand;
  return {
    ...operand,
    layer: { ...layer, weight: exactly(layer.weight), bias: layer.bias && exactly(layer.bias) },
  };
}
