/** Loss and accuracy over the steps, while they are made. */

import { Plot } from "../../../parts/plot/plot.tsx";
import { useLater } from "../../../parts/use-later.ts";
import type { Point } from "./jobs.ts";
import type { Curves } from "./use-network.ts";
import { networkWords, percent } from "./words.ts";

/** Drawn a task after the maps: while a network learns, other threads want the processor too. */
export function CurvesOf({ curves }: { readonly curves: Curves }) {
  const t = networkWords();
  const late = useLater(curves);
  const { points, unseen } = late ?? { points: [], unseen: [] };
  if (unseen.length === 0) return null;
  const steps = [...new Set([...points, ...unseen].map(({ step }) => step))].sort((a, b) => a - b);
  const line = (list: readonly Point[], of: "loss" | "accuracy") => {
    const at = new Map(list.map((point) => [point.step, point[of]]));
    return steps.map((step) => at.get(step) ?? Number.NaN);
  };
  const lines = (of: "loss" | "accuracy") => [
    { name: t.training, values: line(points, of) },
    { name: t.unseen, values: line(unseen, of), points: true },
  ];
  const common = { x: steps, xName: t.steps, height: 150 };
  return (
    <div class="net-curves">
      <Plot {...common} name={t.loss} lines={lines("loss")} yRange={[0, null]} />
      <Plot
        {...common}
        name={t.accuracy}
        lines={lines("accuracy")}
        yRange={[0, 1]}
        writeY={percent}
      />
    </div>
  );
}
