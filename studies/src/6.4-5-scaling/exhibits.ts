/** What becomes of a layer when its numbers grow: quotients, and curves. */
import { ConvokeError, type Problem } from "convoke";
import { type Change, type Figure, ratioValue } from "convoke/cost";
import type { Series, Table } from "../model/exhibit.ts";
import type { Fact } from "../model/facts.ts";
import type { Subject } from "./study.ts";

const DOUBLED: readonly Change[] = [
  "channels",
  "ci",
  "co",
  "padding",
  "stride",
  "kernel",
  "resolution",
  "batch",
];
const SHOWN: readonly Figure[] = [
  "multiplications",
  "neededMultiplications",
  "additions",
  "parameters",
  "activationBytes",
];

/** Each of the layer's numbers doubled: how many times each figure becomes. */
export function changesTable(layer: Problem, { whatIf }: Subject): Table {
  const rows = DOUBLED.map((change): Fact[] => {
    try {
      const { ratios } = whatIf(layer, change);
      return [change, ...SHOWN.map((figure) => ratioValue(ratios[figure]))];
    } catch (error) {
      // A kernel or stride twice as large may leave no window.
      if (!(error instanceof ConvokeError)) throw error;
      return [change, ...SHOWN.map(() => "–")];
    }
  });
  return { kind: "table", name: "changes", head: ["change", ...SHOWN], rows };
}

/** Both channel counts from 1 on, in powers of two. */
export function channelSweep(layer: Problem, subject: Subject): Series {
  return curve(
    subject,
    layer,
    "channels",
    [1, 2, 4, 8, 16, 32, 64, 128],
    ["multiplications", "parameters", "outputs"],
  );
}

/** As written, every output counts; of those with an input there are only so many. */
export function paddingSweep(layer: Problem, subject: Subject): Series {
  const most = 2 * layer.axes[0].kernel + 4;
  const values = Array.from({ length: most + 1 }, (_, p) => p);
  return curve(subject, layer, "padding", values, ["multiplications", "neededMultiplications"]);
}

function curve(
  { sweep }: Subject,
  layer: Problem,
  change: Change,
  values: readonly number[],
  figures: readonly Figure[],
): Series {
  const points = sweep(layer, change, values).flatMap(({ value, figures: f }) =>
    f === null ? [] : [{ value, f }],
  );
  return {
    kind: "series",
    name: `${change}Curve`,
    axis: change,
    x: points.map(({ value }) => value),
    lines: figures.map((name) => ({ name, y: points.map(({ f }) => f[name]) })),
    ...(change === "channels" ? { scale: "logarithmic" as const } : {}),
  };
}
