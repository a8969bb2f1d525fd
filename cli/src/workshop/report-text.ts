/** A report as lines of a table, with small plots. */
import {
  type DerivativeTerm,
  type Effect,
  type Estimate,
  effectWords,
  formatRational,
  type KernelReport,
  type Parity,
  type Quantity,
  termsText,
} from "convoke/workshop";
import type { Language } from "../strings.ts";
import { inDigits, inPercent } from "../terminal/numbers.ts";
import { columns } from "../terminal/table.ts";
import { kernelFacts, kernelText, times } from "./described.ts";
import { REPORT_WORDS, type ReportWords } from "./report-words.ts";
import { filled, WORKSHOP_WORDS } from "./words.ts";

type Row = readonly [string, string];

/** x is the last axis, then y and z. */
export const axisName = (axis: number, axes: number): string =>
  ["x", "y", "z"][axes - 1 - axis] ?? `x${axis}`;

export function reportText(
  name: string,
  found: KernelReport,
  effects: readonly Effect[],
  language: Language,
): string {
  const t = REPORT_WORDS[language];
  const words = WORKSHOP_WORDS[language];
  const rows = [
    ...estimateRows(found, t),
    ...plainRows(found, t),
    ...sigmaRows(found, t),
    ...zeroRows(found, t),
    ...isotropyRows(found, t),
    ...responseRows(found, t),
  ];
  return [
    `${name}: ${kernelFacts(found.kernel, words)}`,
    "",
    kernelText(found.kernel, words),
    "",
    columns(rows, ["left", "left"]),
    ...costLines(found, t),
    ...effects.flatMap((effect) => effectLines(effect, found.kernel.shape.length, t, language)),
  ].join("\n");
}

/** A fraction while it is short. */
export function quantityText({ value, exact }: Quantity): string {
  const fraction = exact ? formatRational(exact) : "";
  return exact && fraction.length <= 12 ? fraction : inDigits(value + 0, 5);
}

function estimateRows({ estimate, middle }: KernelReport, t: ReportWords): Row[] {
  if (estimate === null) return [[t.estimates, t.nothing]];
  return [
    [t.estimates, estimateText(estimate, t)],
    ["", errorText(estimate, t)],
    ...(middle ? [["", `${t.fromMiddle}: ${errorText(middle, t)}`] as Row] : []),
  ];
}

function estimateText({ terms, form }: Estimate, t: ReportWords): string {
  const gain = form.kind === "mixed" ? "" : `  (${t.gain} ${quantityText(form.gain)})`;
  return `${short(terms)}${gain}`;
}

const errorText = ({ accuracy, error, searched }: Estimate, t: ReportWords): string =>
  accuracy === null
    ? `${t.error} ${filled(t.nothingLeft, { order: searched })}`
    : `${t.accuracy} ${accuracy}, ${t.error} h^${accuracy} (${short(error)})`;

const MOST_TERMS = 4;
const short = (terms: readonly DerivativeTerm[]): string =>
  termsText(terms.slice(0, MOST_TERMS)) + (terms.length > MOST_TERMS ? " + …" : "");

function plainRows(
  { kernel, sum, moments, symmetry, ranks, noiseGain }: KernelReport,
  t: ReportWords,
): Row[] {
  const axes = kernel.shape.length;
  const parity = (which: Parity) => t[`parity_${which}`];
  const powers = (list: readonly number[]) =>
    list.map((p, axis) => (p === 0 ? "" : axisName(axis, axes) + (p === 1 ? "" : "²"))).join("");
  const own = moments.filter(({ powers: p }) => p.some((n) => n > 0));
  const symmetries = [
    `${t.point} ${parity(symmetry.point)}`,
    ...(axes > 1
      ? symmetry.axes.map(
          (p, axis) => `${filled(t.along, { axis: axisName(axis, axes) })} ${parity(p)}`,
        )
      : []),
    `${t.middle} ${parity(symmetry.middle)}`,
    ...(symmetry.transpose ? [`${t.transposed} ${parity(symmetry.transpose)}`] : []),
    ...(symmetry.quarters === 1 || symmetry.quarters === 2
      ? [filled(t.quarters, { n: symmetry.quarters })]
      : []),
  ];
  return [
    [t.sum, quantityText(sum)],
    [
      t.moments,
      own.map(({ powers: p, value }) => `${powers(p)} ${quantityText(value)}`).join(", "),
    ],
    [t.symmetry, symmetries.join(", ")],
    ...ranks.map(({ exact, numeric }, axis): Row => {
      const label =
        ranks.length === 1 ? t.rank : filled(t.rankAlong, { axis: axisName(axis, axes) });
      const rank = exact ?? numeric;
      return [label, `${rank}${rank === 1 ? ` (${t.separable})` : ""}`];
    }),
    [t.noise, `${quantityText(noiseGain)} (${t.noiseMeaning})`],
  ];
}

function sigmaRows({ sigma }: KernelReport, t: ReportWords): Row[] {
  if (sigma === null) return [];
  const { moment, fitted } = sigma;
  const own: Row = [t.sigma, `${moment.map((s) => inDigits(s, 5)).join(", ")} (${t.bySpread})`];
  if (fitted === null) return [own];
  const error = inPercent(fitted.error);
  return [own, ["", `${inDigits(fitted.sigma, 5)} (${filled(t.byFit, { error })})`]];
}

function zeroRows({ kernel, zeros }: KernelReport, t: ReportWords): Row[] {
  const axes = kernel.shape.length;
  return zeros.map((list, axis): Row => {
    const shown =
      list === null
        ? t.everything
        : list.length === 0
          ? t.none
          : list
              .map(
                ({ frequency, order }) =>
                  inDigits(frequency, 5) + (order > 1 ? ` (${t.order} ${order})` : ""),
              )
              .join(", ");
    return [axis === 0 ? t.zeros : "", `${axisName(axis, axes)}: ${shown}`];
  });
}

/** At an eighth, a quarter and a half of a cycle. */
function isotropyRows({ isotropy }: KernelReport, t: ReportWords): Row[] {
  if (isotropy === null) return [];
  const { radii, deviation, worst, gain, harmonic } = isotropy;
  const shown = [1 / 8, 1 / 4, 1 / 2].flatMap((f) => {
    const at = radii.indexOf(f);
    return at < 0 ? [] : [at];
  });
  return shown.map((at, i): Row => {
    const facts = [
      `${inDigits(radii[at], 3)}: ${t.deviation} ${inPercent(deviation[at])}`,
      `${t.worst} ${inPercent(worst[at])}`,
      `${t.gain} ${inDigits(gain[at], 3)}`,
      `${t.harmonic} ${harmonic[at]}`,
    ];
    return [i === 0 ? t.isotropy : "", facts.join(", ")];
  });
}

const BLOCKS = "▁▂▃▄▅▆▇█";
const SPARKS = 33;

/** One character a sample, as high as the response beside its largest. */
function responseRows({ kernel, responses }: KernelReport, t: ReportWords): Row[] {
  const axes = kernel.shape.length;
  return responses.map(({ magnitude }, axis): Row => {
    const most = magnitude.reduce((a, b) => Math.max(a, b), 0) || 1;
    const line = Array.from({ length: SPARKS }, (_, i) => {
      const at = Math.round((i * (magnitude.length - 1)) / (SPARKS - 1));
      return BLOCKS[Math.min(7, Math.round((7 * magnitude[at]) / most))];
    });
    const ends = `${inDigits(magnitude[0], 4)} … ${inDigits(magnitude[magnitude.length - 1], 4)}`;
    return [filled(t.response, { axis: axisName(axis, axes) }), `${line.join("")}  ${ends}`];
  });
}

function costLines({ costs }: KernelReport, t: ReportWords): string[] {
  if (costs === null) return [];
  const { direct, nonzero, separable, counted, image } = costs;
  const row = (label: string, work: { multiplications: number; additions: number }) => [
    label,
    inDigits(work.multiplications, 4),
    inDigits(work.additions, 4),
  ];
  const rows = [
    [filled(t.cost, { image: times(image) }), t.multiplications, t.additions],
    row(t.formula, direct),
    row(t.withoutZeros, nonzero),
    ...(separable ? [row(filled(t.asSeparable, { rank: separable.rank }), separable)] : []),
    ...counted.map((work) => {
      const label = filled(t.engine, { algorithm: work.algorithm });
      return work.refusal === null
        ? row(label, work)
        : [label, filled(t.refused, { reason: work.refusal })];
    }),
  ];
  const taken = rows.filter((cells) => cells.length === 3);
  const refused = rows
    .filter((cells) => cells.length === 2)
    .map((cells) => `  ${cells.join(": ")}`);
  return ["", columns(taken, ["left", "right", "right"]), ...refused];
}

function effectLines(effect: Effect, axes: number, t: ReportWords, language: Language): string[] {
  const said = effectWords(effect, language);
  const rows = (["constant", "ramp", "step", "line"] as const).map((key) => [t[key], said[key]]);
  return [
    "",
    `  ${filled(t.effects, { axis: axisName(effect.axis, axes) })}`,
    columns(rows, ["left"], "    "),
  ];
}
