/** The roofline of this browser, measured when asked for, and where the layer lies under it. */
import { COST_WORDS, inDigits, inPercent, inSeconds, inThousands } from "@convoke/studies/words";
import { type LayerCost, roofline } from "convoke/cost";
import { useEffect, useRef, useState } from "preact/hooks";
import { Plot } from "../../parts/plot/plot.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { language } from "../../state/language.ts";
import { counting } from "./calls.ts";
import type { Measured } from "./jobs.ts";
import { costPageWords } from "./words.ts";

type State =
  | { readonly kind: "idle" | "busy" }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "done"; readonly measured: Measured };

export function Roofs({ cost }: { readonly cost: LayerCost }) {
  const t = costPageWords();
  const [state, setState] = useState<State>({ kind: "idle" });
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);
  const measure = () => {
    setState({ kind: "busy" });
    const run = counting.call("measure", { layer: cost.descriptor });
    stop.current = run.stop;
    run.result.then(
      (measured) => setState({ kind: "done", measured }),
      (error: Error) => setState({ kind: "failed", why: error.message }),
    );
  };
  return (
    <section>
      <h2>{t.roofline}</h2>
      <button type="button" disabled={state.kind === "busy"} onClick={measure}>
        {t.measure}
      </button>
      <div aria-live="polite">
        {state.kind === "busy" && <p>{t.measuring}</p>}
        {state.kind === "failed" && (
          <p role="alert">
            <Refusal of={state.why} />
          </p>
        )}
        {state.kind === "done" && <Roof cost={cost} measured={state.measured} />}
      </div>
    </section>
  );
}

/** Intensities that are drawn: from an eighth of the smaller of both to eight times the larger. */
const ROOM = 8;
const POINTS = 65;

function Roof({ cost, measured }: { readonly cost: LayerCost; readonly measured: Measured }) {
  const t = costPageWords();
  const c = COST_WORDS[language.value];
  const { peak, milliseconds, algorithm } = measured;
  const { flops } = cost.asWritten;
  const own = roofline({ flops, bytes: cost.bytes.total }, peak);
  const least = Math.min(own.intensity, own.ridge) / ROOM;
  const steps = Math.log((Math.max(own.intensity, own.ridge) * ROOM) / least) / (POINTS - 1);
  const x = Array.from({ length: POINTS }, (_, i) => least * Math.exp(i * steps));
  const at = x.reduce(
    (best, v, i) =>
      Math.abs(Math.log(v / own.intensity)) < Math.abs(Math.log(x[best] / own.intensity))
        ? i
        : best,
    0,
  );
  x[at] = own.intensity;
  const reached = (1000 * flops) / milliseconds;
  const only = (value: number) => x.map((_, i) => (i === at ? value : Number.NaN));
  return (
    <>
      <Plot
        name={t.roofline}
        x={x}
        lines={[
          { name: t.ceiling, values: x.map((v) => Math.min(peak.flops, v * peak.bandwidth)) },
          { name: t.formula, values: only(own.attainable), points: true },
          { name: t.reached, values: only(reached), points: true },
        ]}
        xName={t.flopsPerByte}
        yName={t.flopsPerSecond}
        xScale="log"
        yScale="log"
        writeX={(v) => inDigits(v, 3)}
        writeY={inThousands}
      />
      <p>
        {inThousands(peak.flops)}FLOP/s, {inThousands(peak.bandwidth)}B/s; {c.intensity}{" "}
        {inDigits(own.intensity, 3)} FLOP/B, {c.ridge} {inDigits(own.ridge, 3)}:{" "}
        {c[`bound_${own.bound}`]}, {c.atLeast} {inSeconds(own.milliseconds)}
      </p>
      <p>
        {t.reached} ({algorithm}) {inSeconds(milliseconds)}: {inThousands(reached)}FLOP/s,{" "}
        {t.ofPeak(inPercent(reached / peak.flops))}. {c.forFormula}
      </p>
    </>
  );
}
