/** `convoke filter`: runs the job and says what was done, on stderr, or as JSON on stdout. */

import { grouped, withPoint } from "@convoke/studies/words";
import { enableWideSimd, measureMachine } from "convoke";
import { Failure } from "../failure.ts";
import { explainReport, howOf, jsonOf } from "../filter/report.ts";
import { type FilterReport, runFilter } from "../filter/run.ts";
import type { Words } from "../strings.ts";
import { canPreview, preview } from "../terminal/preview.ts";
import { progressLine } from "../terminal/progress.ts";
import { type RawFilterOptions, readFilterOptions } from "./filter-options.ts";

/** Multiply-adds from which the tenth of a second that wide SIMD takes to check pays. */
const WORTH_WIDE = 4e9;

export async function filter(
  from: string,
  to: string,
  raw: RawFilterOptions,
  t: Words,
): Promise<FilterReport> {
  if (raw.json && to === "-")
    throw new Failure(
      "usage",
      "expected a file name for OUT with --json, got - (both want the standard output)",
    );
  const options = await readFilterOptions(raw);
  const weights = options.kernels.reduce((sum, k) => sum + k.weights.length, 0);
  // Kernels of this size on a large picture are worth it whatever the picture turns out to be.
  if (raw.wide && weights * 1e7 > WORTH_WIDE) await enableWideSimd();
  // Who asks for the plan gets the estimates and the machine that `plan` and `info` show.
  if (raw.json || raw.explain) measureMachine();
  const progress = progressLine(t.left, { quiet: raw.json });
  let report: FilterReport;
  try {
    report = await runFilter(from, to, options, (share) =>
      progress.show(share, "filtering", () => t.filtering),
    );
  } finally {
    progress.clear();
  }
  if (raw.json) process.stdout.write(`${JSON.stringify(jsonOf(report), null, 2)}\n`);
  else tell(report, raw, t);
  return report;
}

function tell(report: FilterReport, raw: RawFilterOptions, t: Words): void {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (report.input.pages > 1) say(`${report.input.pages} ${t.pages}`);
  const files = new Set<string>();
  for (const [i, layer] of report.layers.entries()) {
    const { kernel, file, range } = layer;
    const { width, height } = report.pictures[i];
    const cut = range && range.clipped > 0 ? `, ${grouped(range.clipped)} ${t.rangeClipped}` : "";
    const mapping = range
      ? `, ${t.rangeUsed} ${range.mode} (${withPoint(range.min)} … ${withPoint(range.max)}${cut})`
      : "";
    say(
      `${files.has(file) || file === "-" ? "       " : `${t.wrote} ${file}`}  ${kernel.name}, ${width}×${height}, ${howOf(layer, t)}${mapping}`,
    );
    files.add(file);
  }
  const show = raw.preview ?? false;
  if (show && canPreview(process.stderr)) say(preview(report.pictures[0]));
  if (raw.explain) say(explainReport(report));
}
