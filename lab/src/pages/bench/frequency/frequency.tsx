/** The frequency response of the bench's kernel, or of a typed one, and what a stride folds onto it. */
import { shown } from "@convoke/studies";
import { type Kernel, nestedOf, responseGrid } from "convoke/workshop";
import { useMemo } from "preact/hooks";
import { Controls } from "../../../parts/controls.tsx";
import { Picture, pixelsOf } from "../../../parts/picture.tsx";
import { Plot } from "../../../parts/plot/plot.tsx";
import { Refusal } from "../../../parts/refusal.tsx";
import { SaveMenu } from "../../../parts/save-menu.tsx";
import { jsonSaving, npySaving, pngSaving } from "../../../parts/savings.ts";
import { parametersOf } from "../../../state/parameters.ts";
import type { Layer } from "../layer.ts";
import { Place } from "../place.tsx";
import { BESIDE } from "../pointed.ts";
import { useLayer } from "../use-layer.ts";
import {
  type AxisName,
  foldedBands,
  kernelOfView,
  responseOf,
  SIGNALS,
  type SignalName,
} from "./response.ts";
import { Signal } from "./signal.tsx";
import { frequencyWords } from "./words.ts";
import "./frequency.css";

const OWN = {
  typed: { kind: "text", label: { en: "own kernel", zh: "自定卷积核" }, standard: "" },
  along: { kind: "choice", label: { en: "along", zh: "沿" }, of: ["x", "y"], standard: "x" },
  signal: { kind: "choice", label: { en: "signal", zh: "信号" }, of: SIGNALS, standard: "sine" },
  frequency: {
    kind: "number",
    label: { en: "frequency", zh: "频率" },
    from: 0.01,
    to: 0.5,
    standard: 0.1,
  },
} as const;

const POINTS = 129;
const GRID = 65;

export default function FrequencyView() {
  const bench = useLayer(OWN);
  const own = parametersOf(OWN, BESIDE);
  const t = frequencyWords();
  const { layer } = bench;
  const { typed, along, signal, frequency } = own.values;
  const made = useMemo(() => attempt(typed, layer), [typed, layer]);
  const stride = layer?.problem.axes[along === "x" ? 1 : 0].stride ?? 1;
  const axis = along as AxisName;
  return (
    <Place bench={bench} lead={t.lead}>
      <p>{t.own}</p>
      <Controls table={OWN} parameters={{ ...own, problem: null }} only={["typed", "along"]} />
      {made.problem !== null && (
        <p role="alert">
          <Refusal of={made.problem} />
        </p>
      )}
      {made.kernel && (
        <>
          <Response kernel={made.kernel} />
          <h2>{t.signals}</h2>
          <Controls
            table={OWN}
            parameters={{ ...own, problem: null }}
            only={["signal", "frequency"]}
            say={(word) => t.choices[word] ?? word}
          />
          <Signal
            {...{ kernel: made.kernel, axis, signal: signal as SignalName, frequency, stride }}
          />
          {stride > 1 && <Folding kernel={made.kernel} axis={axis} stride={stride} />}
        </>
      )}
    </Place>
  );
}

function attempt(text: string, layer: Layer | null) {
  try {
    return { kernel: kernelOfView(text, layer), problem: null };
  } catch (error) {
    return { kernel: null, problem: (error as Error).message };
  }
}

function Response({ kernel }: { readonly kernel: Kernel }) {
  const t = frequencyWords();
  const [x, y] = useMemo(
    () => [responseOf(kernel, "x", POINTS), responseOf(kernel, "y", POINTS)],
    [kernel],
  );
  const grid = useMemo(() => responseGrid(kernel, GRID), [kernel]);
  const most = Math.max(...grid.magnitude);
  return (
    <div class="responses">
      <Plot
        name={t.amplitude}
        x={x.frequencies}
        xName={t.frequency}
        lines={[
          { name: t.alongX, values: x.magnitude },
          { name: t.alongY, values: y.magnitude },
        ]}
        yRange={[0, null]}
        height={220}
      />
      <Plot
        name={t.phase}
        x={x.frequencies}
        xName={t.frequency}
        lines={[
          { name: t.alongX, values: x.phase },
          { name: t.alongY, values: y.phase },
        ]}
        yRange={[-1, 1]}
        height={220}
      />
      <figure class="response-plane">
        <figcaption>{t.plane}</figcaption>
        <Picture
          name={t.planeName(shown(most))}
          rows={GRID}
          columns={GRID}
          values={grid.magnitude}
          range={[0, most]}
        />
        <SaveMenu
          label={t.save}
          items={[
            pngSaving("response.png", () =>
              pixelsOf({ rows: GRID, columns: GRID, values: grid.magnitude, range: [0, most] }),
            ),
            npySaving("npy", "response.npy", () => ({
              shape: [GRID, GRID],
              data: Float64Array.from(grid.magnitude),
            })),
            jsonSaving("response.json", () => ({ kernel: nestedOf(kernel), x, y, plane: grid })),
          ]}
        />
        <p>{t.planeSaid}</p>
      </figure>
    </div>
  );
}

interface FoldingProps {
  readonly kernel: Kernel;
  readonly axis: AxisName;
  readonly stride: number;
}

function Folding({ kernel, axis, stride }: FoldingProps) {
  const t = frequencyWords();
  const { after, bands } = useMemo(
    () => foldedBands(kernel, axis, stride, POINTS),
    [kernel, axis, stride],
  );
  return (
    <section>
      <h2>{t.folding(stride)}</h2>
      <p class="lead">{t.foldingSaid(stride, shown(1 / (2 * stride)))}</p>
      <Plot
        name={t.bands}
        x={after}
        xName={t.after1}
        lines={bands.map(({ from, to, magnitude }) => ({
          name: t.band(shown(from), shown(to)),
          values: magnitude,
        }))}
        yRange={[0, null]}
        height={220}
      />
    </section>
  );
}
