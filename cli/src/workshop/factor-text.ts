/** A factorisation in words: what was found, what proves it, and a table of what each way costs. */
import type { Kernel, LineFactors, PlaneFactor } from "convoke/workshop";
import { inDigits, inSeconds, inThousands } from "../terminal/numbers.ts";
import { columns } from "../terminal/table.ts";
import { kernelFacts, layerFacts, times } from "./described.ts";
import type { Factored } from "./factor.ts";
import { valuesLine } from "./values-text.ts";
import type { PricedWay } from "./ways.ts";
import type { KernelFindings } from "./ways-of-kernel.ts";
import { filled, type WorkshopWords } from "./words.ts";

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
    ...(kernel && findings ? findingLines(kernel, findings, t).map((line) => `  ${line}`) : []),
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

function findingLines(k: Kernel, findings: KernelFindings, t: WorkshopWords): string[] {
  const { rank, numericRank, lines, plane, pair } = findings;
  const long = k.shape.filter((n) => n > 1).length > 1;
  const most = Math.min(...k.shape);
  const said: string[] = [];
  if (long && rank !== null)
    said.push(
      `${t.rank} ${rank} ${t.ofAtMost} ${most}: ${rank === 1 ? t.isSeparable : t.notSeparable}`,
    );
  if (long && numericRank !== null) {
    said.push(`${t.numericRank}: ${numericRank} ${t.ofAtMost} ${most}`);
    said.push(k.exact ? t.tooLargeForRank : t.exactlyHint);
  }
  if (plane) said.push(...planeLines(plane, t));
  if (pair) {
    const facts = {
      a: times(pair.sizes[0]),
      b: times(pair.sizes[1]),
      free: pair.freedom,
      whole: times(k.shape),
      all: pair.of,
    };
    said.push(filled(pair.freedom < pair.of ? t.freedom : t.freedomEnough, facts));
  }
  for (const line of lines) said.push(...rootLines(line, t));
  return said;
}

function planeLines(plane: readonly PlaneFactor[], t: WorkshopWords): string[] {
  const said =
    plane.length > 1 ? [`${t.product}: ${plane.map((f) => valuesLine(f.kernel)).join(" ∗ ")}`] : [];
  for (const part of plane) {
    const [m, n] = part.kernel.shape.map((extent) => extent - 1);
    if (part.kind === "irreducible") {
      const { prime, rank, unknowns } = part.proof;
      const how = prime === null ? t.overFractions : filled(t.modulo, { prime });
      said.push(
        `${valuesLine(part.kernel)} ${t.irreducible}`,
        `  ${filled(t.certificate, { m, n, unknowns, rank })} ${how}`,
      );
    }
    if (part.kind === "irrational")
      said.push(
        `${valuesLine(part.kernel)} ${filled(t.irrational, { factors: part.factors, real: part.real })}`,
      );
  }
  return said;
}

function rootLines({ roots }: LineFactors, t: WorkshopWords): string[] {
  if (roots.every(({ im }) => im === 0)) return [];
  const shown = roots.map(({ re, im }) => {
    const size = inDigits(Math.abs(im), 6);
    return im === 0 ? inDigits(re, 6) : `${inDigits(re, 6)} ${im < 0 ? "-" : "+"} ${size}i`;
  });
  return [`${t.roots} ${shown.join(", ")}`];
}

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
      i === 0 ? "" : errorText(way, t),
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

const errorText = ({ exact, error }: PricedWay, t: WorkshopWords): string =>
  exact ? t.exact : small(error);

/** Three digits, or the power of ten that it stays below. */
const small = (value: number): string => {
  if (value === 0 || value >= 1e-4) return inDigits(value, 3);
  return `< 1e-${value < 1e-12 ? 12 : Math.floor(-Math.log10(value))}`;
};

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
