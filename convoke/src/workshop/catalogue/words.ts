/** What a kernel does, as a sentence for each signal, in English and Chinese: made from the numbers. */
import { formatRational } from "../../numbers/rational.ts";
import type { Quantity } from "../quantity.ts";
import { type Effect, type StepFeatures, stepFeatures } from "./effect.ts";

export interface EffectWords {
  readonly constant: string;
  readonly ramp: string;
  readonly step: string;
  readonly line: string;
}

export function effectWords(effect: Effect, language: "en" | "zh"): EffectWords {
  const { constant, ramp, step, line } = effect;
  const say = SENTENCES[language];
  const at = line.values.reduce(
    (best, v, i) => (Math.abs(v) > Math.abs(line.values[best]) ? i : best),
    0,
  );
  const seen = [...line.values].filter((v) => v !== 0).length;
  return {
    constant: `1 → ${text(constant)}`,
    ramp: `x → ${rampText(text(ramp.slope), text(ramp.offset))}`,
    step: say.step(stepFeatures(step)),
    line: say.line(seen, short(line.values[at]), at - line.origin[0]),
  };
}

const SENTENCES = {
  en: {
    step: (f: StepFeatures) => {
      if (f.samples === 0) return `0 | 1 → ${short(f.from)} everywhere`;
      const how = f.samples === 1 ? "as sharp as it was" : `over ${f.samples} samples`;
      const beyond = f.overshoot === 0 ? "" : `, ${short(f.overshoot)} beyond`;
      const where = f.crossings.length === 0 ? "" : `, sign changes at ${list(f.crossings, ", ")}`;
      return `0 | 1 → ${short(f.from)} | ${short(f.to)} ${how}${beyond}${where}`;
    },
    line: (seen: number, peak: string, at: number) =>
      seen === 0
        ? "nothing is left"
        : `${seen} ${seen === 1 ? "place" : "places"}, ${peak} at the most${at === 0 ? "" : `, ${at} from it`}`,
  },
  zh: {
    step: (f: StepFeatures) => {
      if (f.samples === 0) return `0 | 1 → 处处为 ${short(f.from)}`;
      const how = f.samples === 1 ? "锐度不变" : `历经 ${f.samples} 个样本`;
      const beyond = f.overshoot === 0 ? "" : `，超出 ${short(f.overshoot)}`;
      const where = f.crossings.length === 0 ? "" : `，变号于 ${list(f.crossings, "、")}`;
      return `0 | 1 → ${short(f.from)} | ${short(f.to)}，${how}${beyond}${where}`;
    },
    line: (seen: number, peak: string, at: number) =>
      seen === 0 ? "不留痕迹" : `${seen} 处非零，最大 ${peak}${at === 0 ? "" : `，偏移 ${at}`}`,
  },
} as const;

/** The three nearest to the edge: a wave crosses more often than anybody reads. */
const list = (crossings: readonly number[], comma: string): string => {
  const near = [...crossings].sort((a, b) => Math.abs(a + 0.5) - Math.abs(b + 0.5)).slice(0, 3);
  const shown = near
    .sort((a, b) => a - b)
    .map(short)
    .join(comma);
  return crossings.length > 3 ? `${shown} …` : shown;
};

/** A fraction while it is short, else four digits; rounding about 0 is 0. */
const text = ({ value, exact }: Quantity): string => {
  const fraction = exact === null ? "" : formatRational(exact);
  return exact !== null && fraction.length <= 9 ? fraction : short(value);
};

const short = (value: number): string =>
  Math.abs(value) < 1e-12 ? "0" : `${Number(value.toPrecision(4))}`;

function rampText(slope: string, offset: string): string {
  const x = slope === "0" ? "" : slope === "1" ? "x" : slope === "-1" ? "-x" : `${slope} x`;
  if (x === "") return offset;
  if (offset === "0") return x;
  return offset.startsWith("-") ? `${x} - ${offset.slice(1)}` : `${x} + ${offset}`;
}
