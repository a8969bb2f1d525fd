/** Curves of a training while it runs. */
import type { Sample } from "@convoke/studies/model";
import { Plot } from "../../parts/plot/plot.tsx";
import { language } from "../../state/language.ts";
import type { Description } from "./jobs.ts";

/** The lines of one series, drawn over one axis. */
export interface Curve {
  readonly series: string;
  readonly axis: string;
  readonly lines: readonly {
    readonly line: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
  }[];
}

export function withSample(all: readonly Curve[], sample: Sample): readonly Curve[] {
  const { series, axis, line, x, y } = sample;
  const curve = all.find((one) => one.series === series);
  const drawn = curve?.lines.find((one) => one.line === line);
  const longer = { line, x: [...(drawn?.x ?? []), x], y: [...(drawn?.y ?? []), y] };
  const lines = replaced(curve?.lines ?? [], drawn, longer);
  return replaced(all, curve, { series, axis, lines });
}

/** The list with `next` in the place of `old`, or at its end. */
const replaced = <T,>(list: readonly T[], old: T | undefined, next: T): readonly T[] =>
  old === undefined ? [...list, next] : list.map((one) => (one === old ? next : one));

interface Props {
  readonly curves: readonly Curve[];
  readonly words: Description["words"];
}

export function LiveCurves({ curves, words }: Props) {
  const word = (name: string) => words[language.value][name] ?? name;
  return (
    <>
      {curves.map(({ series, axis, lines }) => {
        const xs = [...new Set(lines.flatMap(({ x }) => x))].sort((a, b) => a - b);
        return (
          <Plot
            key={series}
            name={word(series)}
            xName={word(axis)}
            x={xs}
            lines={lines.map(({ line, x, y }) => {
              const at = new Map(x.map((value, i) => [value, y[i]]));
              return { name: word(line), values: xs.map((value) => at.get(value) ?? Number.NaN) };
            })}
          />
        );
      })}
    </>
  );
}
