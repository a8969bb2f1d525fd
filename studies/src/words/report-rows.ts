/** A report as rows of what and how much, in words. */
import {
  type DerivativeTerm,
  type Estimate,
  formatRational,
  type KernelReport,
  type Parity,
  type Quantity,
  termsText,
} from "convoke/workshop";
import { inDigits, inPercent } from "./numbers.ts";
import type { ReportWords } from "./report.ts";
import { filled } from "./workshop.ts";

/** What, and how much; what is empty goes on with the row above. */
export type ReportRow = readonly [string, string];

/** x is the last axis, then y and z. */
export const axisName = (axis: number, axes: number): string =>
  ["x", "y", "z"][axes - 1 - axis] ?? `x${axis}`;

/** All but the responses and costs, which are better drawn. */
export const reportRows = (found: KernelReport, t: ReportWords): ReportRow[] => [
  ...estimateRows(found, t),
  ...plainRows(found, t),
  ...sigmaRows(found, t),
  ...zeroRows(found, t),
  ...isotropyRows(found, t),
];

/** Sums of floats below this are what rounding left of 0. */
const NOTHING = 1e-14;

/** A fraction while it is short. */
export function quantityText({ value, exact }: Quantity): string {
  const fraction = exact ? formatRational(exact) : "";
  if (exact && fraction.length <= 12) return fraction;
  return value !== 0 && Math.abs(value) < NOTHING ? "≈ 0" : inDigits(value + 0, 5);
}

function estimateRows({ estimate, middle }: KernelReport, t: ReportWords): ReportRow[] {
  if (estimate === null) return [[t.estimates, t.nothing]];
  return [
    [t.estimates, estimateText(estimate, t)],
    ["", errorText(estimate, t)],
    ...(middle ? [["", `${t.fromMiddle}: ${errorText(middle, t)}`] as ReportRow] : []),
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
): ReportRow[] {
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
    ...ranks.map(({ exact, numeric }, axis): ReportRow => {
      const label =
        ranks.length === 1 ? t.rank : filled(t.rankAlong, { axis: axisName(axis, axes) });
      const rank = exact ?? numeric;
      return [label, `${rank}${rank === 1 ? ` (${t.separable})` : ""}`];
    }),
    [t.noise, `${quantityText(noiseGain)} (${t.noiseMeaning})`],
  ];
}

function sigmaRows({ sigma }: KernelReport, t: ReportWords): ReportRow[] {
  if (sigma === null) return [];
  const { moment, fitted } = sigma;
  const own: ReportRow = [
    t.sigma,
    `${moment.map((s) => inDigits(s, 5)).join(", ")} (${t.bySpread})`,
  ];
  if (fitted === null) return [own];
  const error = inPercent(fitted.error);
  return [own, ["", `${inDigits(fitted.sigma, 5)} (${filled(t.byFit, { error })})`]];
}

function zeroRows({ kernel, zeros }: KernelReport, t: ReportWords): ReportRow[] {
  const axes = kernel.shape.length;
  return zeros.map((list, axis): ReportRow => {
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
function isotropyRows({ isotropy }: KernelReport, t: ReportWords): ReportRow[] {
  if (isotropy === null) return [];
  const { radii, deviation, worst, gain, harmonic } = isotropy;
  const shown = [1 / 8, 1 / 4, 1 / 2].flatMap((f) => {
    const at = radii.indexOf(f);
    return at < 0 ? [] : [at];
  });
  return shown.map((at, i): ReportRow => {
    const facts = [
      `${inDigits(radii[at], 3)}: ${t.deviation} ${inPercent(deviation[at])}`,
      `${t.worst} ${inPercent(worst[at])}`,
      `${t.gain} ${inDigits(gain[at], 3)}`,
      `${t.harmonic} ${harmonic[at]}`,
    ];
    return [i === 0 ? t.isotropy : "", facts.join(", ")];
  });
}
