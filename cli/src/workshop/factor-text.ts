/** A factorisation in words: what was found, what proves it, and a table of what each way costs. */

import {
  filled,
  findingLines,
  inDigits,
  inSeconds,
  inThousands,
  small,
  valuesLine,
  type WorkshopWords,
  wayError,
} from "@convoke/studies/words";
import { columns } from "../terminal/table.ts";
import { kernelFacts, layerFacts, times } from "./described.ts";
import type { Factored } from "./factor.ts";
import type { PricedWay } from "./ways.ts";

export function factorText(found: Factored, t: WorkshopWords): string {
  const { operand, kernel, findings } = found;
  const head =
    operand.kind === "layer"
      ? `${operand.name}: ${layerFacts(operand.layer, t)}`
      : `${operand.name}: ${kernelFacts(operand.kernel, t)}`;
  const trimmed =
    operand.kind === "kernel" && kernel && `${kernel.shape}` !== `${operand.kernel.shape}`
      ? [`  ${t.trimmed}: ${times(kernel.shape)}`]
      : [];
  return [
    head,
    ...trimmed,
    ...(kernel && findings ? findingLines(findings, t).map((line) => `  ${line}`) : []),
    ...factorLines(found.ways),
    "",
    wayTable(found, t),
    "",
    `  ${filled(t.priced, { input: times(found.image) })}`,
    ...(needsAsking(found) ? [`  ${t.canonicalHint}`] : []),
    ...(found.measured ? [`  ${filled(t.measuredNote, { threads: found.threads })}`] : []),
  ].join("\n");
}

/** Other chains were found, the canonical one was not looked for. */
const needsAsking = ({ operand, ways, asked }: Factored): boolean =>
  operand.kind === "layer" && !asked && ways.every(({ kind }) => kind !== "canonical");

/** The kernels of each way. */
function factorLines(ways: readonly PricedWay[]): string[] {
  const shown = ways.flatMap(({ title, kernels }) => {
    if (!kernels) return [];
    const terms = kernels.map((list) => list.map(valuesLine).join(" ∗ "));
    return terms.map((term, i) => [i === 0 ? title : "", `${i === 0 ? "" : "+ "}${term}`]);
  });
  return shown.length === 0 ? [] : ["", columns(shown, ["left", "left"])];
}

function wayTable({ whole, ways, measured }: Factored, t: WorkshopWords): string {
  const heads = [t.way, t.error, t.multiplications, t.ratio, t.parameters];
  const times = measured ? [t.time, t.ratio, "", t.within, t.algorithms] : [];
  const rows = [whole, ...ways].map((way, i) => {
    const cells = [
      way.title,
      i === 0 ? "" : wayError(way, t),
      inDigits(way.price.perOutput, 5),
      i === 0 ? "" : `${inDigits(way.ratio, 3)}${way.ratio >= 1 ? ` (${t.noSaving})` : ""}`,
      inThousands(way.price.parameters),
    ];
    if (!measured) return cells;
    const own = i === 0 ? measured.whole : measured.chains[i - 1];
    const chain = i === 0 ? null : measured.chains[i - 1];
    const ratio = own.milliseconds / measured.whole.milliseconds;
    return [
      ...cells,
      inSeconds(own.milliseconds),
      chain ? inDigits(ratio, 3) : "",
      chain ? judged(ratio, t) : "",
      chain ? (chain.off <= chain.allowed ? small(chain.off) : t.disagrees) : "",
      runsOf(own.algorithms).join(" + "),
    ];
  });
  const right = [
    "left",
    ...Array(measured ? 6 : 4).fill("right"),
    "left",
    "right",
    "left",
  ] as const;
  return columns([[...heads, ...times], ...rows], right as never);
}

/** Equal neighbours once, with their number. */
function runsOf(names: readonly string[]): string[] {
  const starts = names.flatMap((name, i) => (i > 0 && names[i - 1] === name ? [] : [i]));
  return starts.map((from, i) => {
    const count = (starts[i + 1] ?? names.length) - from;
    return count === 1 ? names[from] : `${count} ${names[from]}`;
  });
}

/** Times that differ by less are taken to be the same. */
const ALIKE = 0.05;

const judged = (ratio: number, t: WorkshopWords): string =>
  ratio > 1 + ALIKE ? t.slower : ratio < 1 - ALIKE ? t.quicker : t.alike;
