/** `convoke kernel report`: everything that can be said about a kernel. */

import { REPORT_WORDS, WORKSHOP_WORDS } from "@convoke/studies/words";
import { effectsOf, formatRational, kernelReport } from "convoke/workshop";
import { Failure } from "../failure.ts";
import { readOperand } from "../kernels/read.ts";
import { type Language, STRINGS } from "../strings.ts";
import { statusLine } from "../terminal/status.ts";
import { extents } from "./asked.ts";
import { kernelJson } from "./described.ts";
import { reportPlot } from "./report-plot.ts";
import { reportText } from "./report-text.ts";
import { asFractions } from "./show.ts";
import { deliver, type RawWritten, targetOf } from "./written.ts";

export interface RawReport extends RawWritten {
  readonly exactly?: boolean;
  readonly image?: string;
}

/** Numbers of a kernel that is reported on: of the largest it takes seconds. */
const MOST_NUMBERS = 16384;

export async function report(text: string, raw: RawReport, language: Language): Promise<void> {
  const target = await targetOf(raw);
  const operand = asFractions(await readOperand(text), raw.exactly ?? false);
  if (operand.kind === "layer")
    throw new Failure(
      "usage",
      `expected a kernel to report on, got the layer ${operand.name} (one of its kernels: ${operand.name}[0,0])`,
    );
  const { name, kernel } = operand;
  if (kernel.values.length > MOST_NUMBERS)
    throw new Failure(
      "usage",
      `expected a kernel of at most ${MOST_NUMBERS} numbers to report on, got ${kernel.values.length}`,
    );
  const axes = kernel.shape.length;
  const image = axes > 3 ? {} : { image: extents(raw.image, axes, axes === 3 ? 64 : 512) };
  const status = statusLine({ quiet: raw.json });
  status.show(() => WORKSHOP_WORDS[language].looking);
  await new Promise(setImmediate);
  const found = kernelReport(kernel, image);
  const effects = effectsOf(kernel);
  status.clear();
  await deliver(
    target,
    {
      operand: () => operand,
      text: () => reportText(name, found, effects, language),
      report: () => ({
        name,
        ...(plain({
          ...found,
          kernel: kernelJson(kernel),
          effects: effects.map(({ step, line, ...rest }) => ({
            ...rest,
            step: kernelJson(step),
            line: kernelJson(line),
          })),
        }) as object),
      }),
      picture: () => reportPlot(name, found, effects, REPORT_WORDS[language]),
    },
    STRINGS[language].wrote,
  );
}

/** Arrays of numbers as lists, fractions as text. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("over" in value && "under" in value)
    return formatRational(value as Parameters<typeof formatRational>[0]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
