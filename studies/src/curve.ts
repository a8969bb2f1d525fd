/** Lines that grow while something is learned: what is shown in the end is what was told on the way. */
import type { Series } from "./model/exhibit.ts";
import type { Context } from "./model/study.ts";

export interface Curve {
  readonly series: Series;
  /** The next point of a line; all lines have the same places. */
  readonly add: (line: string, x: number, y: number) => void | Promise<void>;
}

export function curve(
  name: string,
  axis: string,
  names: readonly string[],
  onSample: Context["onSample"],
): Curve {
  const x: number[] = [];
  const lines = names.map((line) => ({ name: line, y: [] as number[] }));
  return {
    series: { kind: "series", name, axis, x, lines },
    add: (line, at, value) => {
      const { y } = lines[names.indexOf(line)];
      if (y.length === x.length) x.push(at);
      y.push(value);
      return onSample?.({ series: name, axis, line, x: at, y: value });
    },
  };
}
