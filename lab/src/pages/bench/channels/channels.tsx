/** Sums over channels: a slice for each input channel, partial results, groups, and 1 × 1 as a product. */
import { useMemo } from "preact/hooks";
import { Formula } from "../../../parts/formula.tsx";
import { NumberGrid } from "../../../parts/number-grid.tsx";
import { InputPlane } from "../input-plane.tsx";
import { KernelPlane } from "../kernel-plane.tsx";
import type { Layer } from "../layer.ts";
import { OutputPlane } from "../output-plane.tsx";
import { refitted } from "../own.ts";
import { type Padded, paddedOf } from "../padded.ts";
import { Place } from "../place.tsx";
import { pointAt, stayAt } from "../pointed.ts";
import { flatOf, placeOf } from "../row-major.ts";
import { type OnBench, useLayer } from "../use-layer.ts";
import { benchWords, minus } from "../words.ts";
import { WrittenSum } from "../written-sum.tsx";
import { Blocks } from "./blocks.tsx";
import { joined, partials, productCount } from "./parts.ts";
import { Pointwise } from "./pointwise.tsx";
import { channelWords } from "./words.ts";

const FORMS = {
  dense: { groups: 1 },
  groups: { inChannels: 4, outChannels: 4, groups: 2 },
  depthwise: { inChannels: 4, outChannels: 4, groups: 4 },
  pointwise: { kernelRows: 1, kernelColumns: 1, padding: 0, extra: 0, groups: 1 },
} as const;

export default function ChannelsView() {
  const bench = useLayer();
  const { layer, parameters } = bench;
  const t = channelWords();
  const padded = useMemo(() => layer && paddedOf(layer), [layer]);
  return (
    <Place bench={bench} lead={t.lead}>
      <div class="choices try" role="group" aria-label={t.forms}>
        {(Object.keys(FORMS) as (keyof typeof FORMS)[]).map((form) => (
          <button
            key={form}
            type="button"
            onClick={() =>
              parameters.set(refitted(layer, parameters.values, channelled(form, layer)))
            }
          >
            {t[form]}
          </button>
        ))}
      </div>
      {layer && <Channels {...{ bench, layer, padded }} />}
    </Place>
  );
}

/** A layer of one channel shows nothing of channels. */
function channelled(form: keyof typeof FORMS, layer: Layer | null) {
  const few = layer !== null && layer.problem.inChannels === 1;
  return few && form !== "groups" && form !== "depthwise"
    ? { inChannels: 3, outChannels: 2, ...FORMS[form] }
    : FORMS[form];
}

interface Props {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly padded: Padded | null;
}

function Channels({ bench, layer, padded }: Props) {
  const t = channelWords();
  const { problem, y } = layer;
  const [channel, row, column] = placeOf(y.shape, bench.output);
  const planes = useMemo(() => joined(layer), [layer]);
  const choose = (o: number) => stayAt(flatOf(y.shape, [0, o, row, column]));
  return (
    <>
      <Chain {...{ bench, layer, padded, channel, planes }} />
      <WrittenSum layer={layer} output={bench.output} />
      <section>
        <h2>{t.blocks}</h2>
        <p class="soft">{t.blocksText}</p>
        <Formula tex={countOf(layer)} display />
        <p>{t.products(productCount(layer))}</p>
        <Blocks {...{ bench, layer, planes, channel }} onChoose={choose} />
      </section>
      {problem.axes.every((axis) => axis.kernel === 1) && <Pointwise bench={bench} layer={layer} />}
    </>
  );
}

/** The number of weights, with the layer's numbers. */
function countOf({ problem, w }: Layer): string {
  const { inChannels, outChannels, groups, axes } = problem;
  const kernel = axes.map((axis) => axis.kernel);
  return (
    `c_o\\cdot\\frac{c_i}{g}\\cdot k_h\\cdot k_w=${outChannels}\\cdot\\frac{${inChannels}}{${groups}}` +
    `\\cdot${kernel.join("\\cdot")}=${w.data.length}`
  );
}

interface ChainProps extends Props {
  readonly channel: number;
  readonly planes: readonly (readonly (number | null)[])[];
}

/** Input channel ⋆ slice = partial result, one below the other, and their sum. */
function Chain({ bench, layer, padded, channel, planes }: ChainProps) {
  const t = channelWords();
  const b = benchWords();
  const { point } = bench;
  const [rows, columns] = layer.y.shape.slice(-2);
  const offset = channel * rows * columns;
  const parts = useMemo(() => partials(layer, channel), [layer, channel]);
  const seen = planes[channel].flatMap((plane, c) => (plane === null ? [] : [{ c, plane }]));
  return (
    <section>
      <h2>{t.chain(channel)}</h2>
      <div class="chain">
        {seen.map(({ c, plane }, nth) => (
          <div key={c} class="chain-row">
            {nth > 0 && <span class="plus">+</span>}
            <InputPlane {...{ bench, layer, padded, point }} channel={c} />
            <span class="operator">⋆</span>
            <div>
              <p class="plane-name">{`w[${channel}, ${c}]`}</p>
              <KernelPlane {...{ bench, layer, plane }} name={`w[${channel}, ${c}]`} />
            </div>
            <span class="operator">=</span>
            <div>
              <p class="plane-name">{t.partial(c)}</p>
              <NumberGrid
                name={t.partial(c)}
                rows={rows}
                columns={columns}
                values={parts[c]}
                write={(value) => minus(value ?? 0)}
                mark={(at) => (bench.lit.output.has(at + offset) ? "moves lit-output" : "moves")}
                onPoint={pointAt("output", offset)}
              />
            </div>
          </div>
        ))}
        <div class="chain-row">
          <span class="plus">=</span>
          <OutputPlane
            {...{ bench, layer, point, channel }}
            name={layer.problem.outChannels > 1 ? t.sum(channel) : b.output}
          />
        </div>
      </div>
    </section>
  );
}
