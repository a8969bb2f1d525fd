/** Cross-correlation and convolution side by side: one kernel, laid as it is and turned. */
import type { Orientation, Problem } from "convoke";
import { useMemo } from "preact/hooks";
import { Formula } from "../../../parts/formula.tsx";
import { NumberGrid } from "../../../parts/number-grid.tsx";
import { language } from "../../../state/language.ts";
import { InputPlane } from "../input-plane.tsx";
import { KernelPlane, planeOf } from "../kernel-plane.tsx";
import { OutputPlane } from "../output-plane.tsx";
import { Place } from "../place.tsx";
import { type Pointed, pointAt } from "../pointed.ts";
import { KERNELS, presetText } from "../presets.ts";
import { placeOf } from "../row-major.ts";
import { type OnBench, useLayer } from "../use-layer.ts";
import { benchWords, minus } from "../words.ts";
import { WrittenSum } from "../written-sum.tsx";
import { Commute } from "./commute.tsx";
import { type Oriented, orientedLayer, turnOf } from "./turned.ts";
import { flipWords } from "./words.ts";

const BOTH = ["correlation", "convolution"] as const satisfies readonly Orientation[];

export default function FlipView() {
  const bench = useLayer();
  const { layer } = bench;
  const t = flipWords();
  const both = useMemo(() => {
    if (layer === null) return null;
    const [correlation, convolution] = BOTH.map((one) =>
      orientedLayer(bench.parameters.values, one),
    );
    return { correlation, convolution };
  }, [layer]);
  const transposed = layer?.problem.op === "convTranspose";
  return (
    <Place bench={bench} lead={transposed ? t.transposed : t.lead}>
      {both && !transposed && <Beside bench={bench} both={both} />}
    </Place>
  );
}

type Both = Readonly<Record<Orientation, Oriented>>;

function Beside({ bench, both }: { readonly bench: OnBench; readonly both: Both }) {
  const t = flipWords();
  const b = benchWords();
  const { layer, padded } = both[bench.layer?.problem.orientation ?? "correlation"];
  const { point } = bench;
  const [channel] = placeOf(layer.y.shape, bench.output);
  // Where there are several channels, the first that the output sees stands for all.
  const seen = layer.taps[bench.output][0].channel;
  const plane = planeOf(layer, bench.output, seen);
  return (
    <>
      <div class="stage">
        <InputPlane {...{ bench, layer, padded, point }} channel={seen} />
        <div>
          <p class="plane-name">{b.kernel}</p>
          <KernelPlane {...{ bench, layer, plane }} name={b.kernel} />
          <Presets bench={bench} shape={layer.w.shape} />
        </div>
      </div>
      <div class="cards">
        {BOTH.map((one) => (
          <Card
            key={one}
            {...{ bench, point, channel, plane }}
            orientation={one}
            oriented={both[one]}
          />
        ))}
        <DifferenceCard bench={bench} both={both} channel={channel} />
      </div>
      <p class="soft">{t.learned}</p>
      <Commute layer={layer} />
    </>
  );
}

function Presets({ bench, shape }: { readonly bench: OnBench; readonly shape: readonly number[] }) {
  const t = flipWords();
  const names = ["tent", "edges", "numbered"] as const;
  return (
    <div class="choices try" role="group" aria-label={t.tryKernels}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          onClick={() => bench.parameters.set({ w: presetText(KERNELS[name], shape) })}
        >
          {KERNELS[name].title[language.value]}
        </button>
      ))}
    </div>
  );
}

interface CardProps {
  readonly bench: OnBench;
  readonly point: Pointed;
  readonly orientation: Orientation;
  readonly oriented: Oriented;
  readonly channel: number;
  readonly plane: number;
}

function Card({ bench, point, orientation, oriented, channel, plane }: CardProps) {
  const t = flipWords();
  const { layer, laid } = oriented;
  const own = bench.layer?.problem.orientation === orientation;
  const [rows, columns] = layer.w.shape.slice(-2);
  const weights = laid.map((i) => i + plane * rows * columns);
  const title = t[orientation];
  const kernel = orientation === "correlation" ? t.laid : t.turned;
  return (
    <section class={own ? "card own" : "card"}>
      <h2>{title}</h2>
      <Formula tex={formulaOf(orientation, layer.problem.axes)} display />
      <p class="plane-name">{kernel}</p>
      <NumberGrid
        name={kernel}
        rows={rows}
        columns={columns}
        values={weights.map((i) => layer.w.data[i])}
        write={(value) => minus(value ?? 0)}
        mark={(at) => (bench.lit.weight.has(weights[at]) ? "moves lit-weight" : "moves")}
        onPoint={(at) => pointAt("weight")(at === null ? null : weights[at])}
      />
      <OutputPlane {...{ bench, layer, point, channel }} name={title} />
      <WrittenSum layer={layer} output={bench.output} />
      {own ? (
        <p class="good">✓ {t.computes}</p>
      ) : (
        <button type="button" onClick={() => bench.parameters.set({ orientation })}>
          {t.choose}
        </button>
      )}
    </section>
  );
}

/** The definition over the padded input, with the layer's numbers in it. */
function formulaOf(orientation: Orientation, axes: Problem["axes"]): string {
  const [down, along] = axes.map(({ kernel }) => kernel - 1);
  const weight = orientation === "correlation" ? "w_{a,\\,b}" : `w_{${down}-a,\\,${along}-b}`;
  const times = (n: number, letter: string) => (n === 1 ? letter : `${n}${letter}`);
  const [row, column] = axes.map(
    ({ stride, dilation }, i) => `${times(stride, "ij"[i])}+${times(dilation, "ab"[i])}`,
  );
  return `y_{i,\\,j}=\\sum_{a,\\,b} ${weight}\\,x_{${row},\\,${column}}`;
}

interface DifferenceProps {
  readonly bench: OnBench;
  readonly both: Both;
  readonly channel: number;
}

function DifferenceCard({ bench, both, channel }: DifferenceProps) {
  const t = flipWords();
  const { y } = both.correlation.layer;
  const difference = y.data.map((value, i) => value - both.convolution.layer.y.data[i]);
  const [rows, columns] = y.shape.slice(-2);
  const offset = channel * rows * columns;
  const off = difference.filter((d) => d !== 0);
  const turn = turnOf(both.convolution);
  const said =
    turn === "equal"
      ? t.equalKernel
      : turn === "opposite"
        ? t.oppositeKernel
        : off.length === 0
          ? t.equalHere
          : t.differ(off.length, difference.length, minus(Math.max(...off.map(Math.abs))));
  return (
    <section class="card">
      <h2>{t.difference}</h2>
      <p class="plane-name">{t.differenceOf}</p>
      <NumberGrid
        name={t.difference}
        rows={rows}
        columns={columns}
        values={difference.subarray(offset, offset + rows * columns)}
        write={(value) => minus(value ?? 0)}
        tint="diverging"
        mark={(at) => (bench.lit.output.has(at + offset) ? "moves lit-output" : "moves")}
        onPoint={pointAt("output", offset)}
      />
      <p aria-live="polite" class="said">
        {said}
      </p>
    </section>
  );
}
