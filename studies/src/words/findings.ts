/** What came out of taking a kernel apart, in words. */
import type { KernelFindings, LineFactors, PlaneFactor, Way, WayKind } from "convoke/workshop";
import { inDigits } from "./numbers.ts";
import { valuesLine } from "./values.ts";
import { filled, type WorkshopWords } from "./workshop.ts";

const times = (shape: readonly number[]): string => shape.join("×");

/** Ranks, factors, the certificate that there are none: a sentence each. */
export function findingLines(findings: KernelFindings, t: WorkshopWords): string[] {
  const { kernel: k, rank, numericRank, lines, plane, pair } = findings;
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

/** What a way is called. */
export function wayTitle({ kind, facts }: Pick<Way, "kind" | "facts">, t: WorkshopWords): string {
  return filled(t[TITLES[kind]], facts);
}

const TITLES = {
  whole: "asItIs",
  separable: "separableWay",
  sum: "sumWay",
  "nearest-sum": "nearestSumWay",
  product: "productWay",
  short: "shortWay",
  pair: "pairWay",
  spatial: "spatialWay",
  channel: "channelWay",
  tucker: "tuckerWay",
  canonical: "canonicalWay",
} as const satisfies Record<WayKind, keyof WorkshopWords>;

/** How far a way is off, of the values. */
export const wayError = (
  { exact, error }: Pick<Way, "exact" | "error">,
  t: WorkshopWords,
): string => (exact ? t.exact : small(error));

/** Three digits, or the power of ten that it stays below. */
export const small = (value: number): string => {
  if (value === 0 || value >= 1e-4) return inDigits(value, 3);
  return `< 1e-${value < 1e-12 ? 12 : Math.floor(-Math.log10(value))}`;
};
