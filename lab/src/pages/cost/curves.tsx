/** One figure along a range of one number: the layer's, and the layers beside it that exist. */
import type { Change, ElementType, Figure } from "convoke/cost";
import { useWork } from "../../engine/work.ts";
import { Controls } from "../../parts/controls.tsx";
import { Plot } from "../../parts/plot/plot.tsx";
import type { ScaleKind } from "../../parts/plot/scale.ts";
import { Refusal } from "../../parts/refusal.tsx";
import { colon } from "../../state/language.ts";
import type { Values } from "../../state/parameters.ts";
import { figureText } from "./beside.tsx";
import { cost } from "./calls.ts";
import { COST } from "./parameters.ts";
import { costPageWords } from "./words.ts";

interface Props {
  readonly parameters: Values<typeof COST>;
  readonly dtype: ElementType;
  /** Of which the curve is drawn: the page's, once it rests. */
  readonly layer: string;
}

export function Curves({ parameters, dtype, layer }: Props) {
  const t = costPageWords();
  const { to } = parameters.values;
  const [change, figure] = [parameters.values.change as Change, parameters.values.figure as Figure];
  const scale = parameters.values.scale as ScaleKind;
  const asked = { layer, dtype, change, to };
  const { value, problem } = useWork(JSON.stringify(asked), () => cost.call("curve", asked));
  const say = (word: string) =>
    ({ ...t.change, ...t.figure, ...t.scale })[word as Change | Figure | ScaleKind] ?? word;
  const missing = value?.filter(({ figures }) => figures === null) ?? [];
  return (
    <section>
      <h2>{t.curves}</h2>
      <Controls
        table={COST}
        parameters={{ ...parameters, problem: null }}
        only={["change", "figure", "to", "scale"]}
        say={say}
      />
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {value && (
        <Plot
          name={`${t.figure[figure]}${colon()}${t.change[change]}`}
          x={value.map((point) => point.value)}
          lines={[
            {
              name: t.figure[figure],
              values: value.map(({ figures }) => figures?.[figure] ?? Number.NaN),
              // Single layers between values that give none are no line.
              points: missing.length > 0,
            },
          ]}
          xName={t.change[change]}
          xScale={change === "padding" ? "linear" : scale}
          yScale={scale}
          {...(scale === "linear" ? { yRange: [0, null] as const } : {})}
          writeY={(v) => figureText(figure, v)}
        />
      )}
      {missing.length > 0 && (
        <p class="hint">
          {t.noLayer(missing.length)} <Refusal of={missing[0].refusal ?? ""} />
        </p>
      )}
    </section>
  );
}
