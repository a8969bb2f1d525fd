/** From numbers to places along an edge of a plot, and the numbers that are written there. */

export type ScaleKind = "linear" | "log";

export interface Scale {
  readonly kind: ScaleKind;
  readonly from: number;
  readonly to: number;
  /** 0 at `from`, 1 at `to`; NaN for what a logarithm has no place for. */
  readonly share: (value: number) => number;
  readonly ticks: readonly number[];
}

/**
 * A scale that holds all of `values`; those that are not finite, or not above 0 on a logarithmic one,
 * take no part.
 *
 * @param range fixes either end where it is not null.
 * @param count about how many ticks there may be.
 */
export function scaleOf(
  values: Iterable<number>,
  kind: ScaleKind,
  count: number,
  range: readonly [number | null, number | null] = [null, null],
): Scale {
  const [least, most] = endsOf(values, kind, range);
  return kind === "log" ? logarithmic(least, most, count) : linear(least, most, count, range);
}

function endsOf(
  values: Iterable<number>,
  kind: ScaleKind,
  [low, high]: readonly [number | null, number | null],
): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value) || (kind === "log" && value <= 0)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) [least, most] = [1, 1];
  [least, most] = [low ?? least, high ?? most];
  if (most > least) return [least, most];
  // One value only: room on both sides of it.
  if (kind === "log") return [least / 2, least * 2];
  const room = Math.abs(least) || 1;
  return [low ?? least - room / 2, high ?? least + room / 2];
}

function linear(
  least: number,
  most: number,
  count: number,
  [low, high]: readonly [number | null, number | null],
): Scale {
  const step = niceStep((most - least) / Math.max(1, count));
  // Steps are 1, 2 or 5 times a power of ten: what rounding leaves behind is cut off.
  const multiple = (k: number) => Number((k * step).toPrecision(12)) + 0;
  const from = low ?? multiple(Math.floor(least / step));
  const to = high ?? multiple(Math.ceil(most / step));
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => multiple(first + i));
  // Values that differ by less than rounding lie in one place: the middle.
  const share = (value: number) => (to > from ? (value - from) / (to - from) : 0.5);
  return { kind: "linear", from, to, ticks, share };
}

/** The next of 1, 2, 5, 10, … times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = [1, 2, 5, 10].find((n) => n * power >= rough * (1 - 1e-9)) ?? 10;
  return lead * power;
}

function logarithmic(from: number, to: number, count: number): Scale {
  const [low, high] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))];
  const every = Math.max(1, Math.ceil((high - low) / Math.max(1, count)));
  const leads = every === 1 && 3 * (high - low) <= count ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = low; power <= high; power += every)
    for (const lead of leads) {
      // Of powers below 1 the quotient is the double that is meant.
      const value = power < 0 ? lead / 10 ** -power : lead * 10 ** power;
      if (value >= from && value <= to) ticks.push(value);
    }
  const width = Math.log(to / from);
  const share = (value: number) => (value > 0 ? Math.log(value / from) / width : Number.NaN);
  return { kind: "log", from, to, ticks: ticks.length > 0 ? ticks : [from, to], share };
}
