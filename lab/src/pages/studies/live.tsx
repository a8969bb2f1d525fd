/** Curves of a training while it runs. */
import { Plot } from "../../parts/plot/plot.tsx";
import { language } from "../../state/language.ts";
import type { Answer } from "./jobs.ts";
import { studyWords } from "./words.ts";

export interface Curve {
  readonly line: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Sample {
  readonly line: string;
  readonly x: number;
  readonly y: number;
}

export function withSample(all: readonly Curve[], { line, x, y }: Sample): readonly Curve[] {
  if (!all.some((one) => one.line === line)) return [...all, { line, x: [x], y: [y] }];
  return all.map((one) => (one.line === line ? { line, x: [...one.x, x], y: [...one.y, y] } : one));
}

interface Props {
  readonly curves: readonly Curve[];
  /** Of an earlier run: names of lines in the language of now. */
  readonly told: Answer | null;
}

export function LiveCurves({ curves, told }: Props) {
  const t = studyWords();
  const names = told?.told[language.value].words ?? {};
  const xs = [...new Set(curves.flatMap(({ x }) => x))].sort((a, b) => a - b);
  return (
    <Plot
      name={t.live}
      xName={t.step}
      x={xs}
      lines={curves.map(({ line, x, y }) => {
        const at = new Map(x.map((value, i) => [value, y[i]]));
        return {
          name: names[line] ?? line,
          values: xs.map((value) => at.get(value) ?? Number.NaN),
        };
      })}
    />
  );
}
