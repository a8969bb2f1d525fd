/** Stride and dilation as sampling, and the zeros that a transposed convolution puts between. */
import { useMemo } from "preact/hooks";
import { NumberGrid } from "../../../parts/number-grid.tsx";
import { InputPlane } from "../input-plane.tsx";
import { planeOf } from "../kernel-plane.tsx";
import type { Layer } from "../layer.ts";
import { OutputPlane } from "../output-plane.tsx";
import { type Padded, paddedOf } from "../padded.ts";
import { Place } from "../place.tsx";
import { pointAt } from "../pointed.ts";
import { placeOf } from "../row-major.ts";
import { type OnBench, useLayer } from "../use-layer.ts";
import { minus } from "../words.ts";
import { Back } from "./back.tsx";
import { Comb } from "./comb.tsx";
import { comb, denseOf, holed } from "./sampled.ts";
import { samplingWords } from "./words.ts";

export default function SamplingView() {
  const bench = useLayer();
  const { layer } = bench;
  const t = samplingWords();
  const padded = useMemo(() => layer && paddedOf(layer), [layer]);
  return (
    <Place bench={bench} lead={t.lead}>
      {layer && padded && <Sampled {...{ bench, layer, padded }} />}
      {layer && <Back values={bench.parameters.values} output={bench.output} />}
    </Place>
  );
}

interface Props {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly padded: Padded;
}

function Sampled({ bench, layer, padded }: Props) {
  const t = samplingWords();
  const { point } = bench;
  const [channel, ...place] = placeOf(layer.y.shape, bench.output);
  const [outRows, outColumns] = layer.y.shape.slice(-2);
  const seen = layer.taps[bench.output][0].channel;
  const dense = useMemo(() => denseOf(layer, padded), [layer]);
  const [rows, columns] = padded.tensor.shape.slice(-2);
  const axes = [
    { axis: 1, name: t.alongColumns, positions: columns, size: layer.x.shape[3] },
    { axis: 0, name: t.alongRows, positions: rows, size: layer.x.shape[2] },
  ] as const;
  const move = (axis: 0 | 1, o: number) => {
    const [row, column] = axis === 0 ? [o, place[1]] : [place[0], o];
    pointAt("output")((channel * outRows + row) * outColumns + column);
  };
  return (
    <>
      <section>
        <h2>{t.comb}</h2>
        <p class="soft">{t.combText}</p>
        <div class="stage">
          <InputPlane {...{ bench, layer, padded, point }} channel={seen} />
          {axes.map(({ axis, name, positions, size }) => (
            <Comb
              key={axis}
              name={name}
              lines={comb(padded, layer.y, axis)}
              positions={positions}
              ring={(i) => {
                const { before } = layer.problem.axes[axis];
                return i < before || i >= before + size;
              }}
              output={place[axis]}
              onPoint={(o) => move(axis, o)}
            />
          ))}
        </div>
      </section>
      <section>
        <h2>{t.dense}</h2>
        <p class="soft">{t.denseText(layer.y.data.length, dense.y.data.length)}</p>
        <div class="stage">
          <DensePlane {...{ bench, dense, channel }} />
          <OutputPlane {...{ bench, layer, point, channel }} name={t.kept} />
        </div>
      </section>
      <Holes {...{ bench, layer, padded }} />
    </>
  );
}

interface DenseProps {
  readonly bench: OnBench;
  readonly dense: ReturnType<typeof denseOf>;
  readonly channel: number;
}

function DensePlane({ bench, dense, channel }: DenseProps) {
  const t = samplingWords();
  const [rows, columns] = dense.y.shape.slice(-2);
  const offset = channel * rows * columns;
  const kept = (at: number) => dense.kept[at + offset];
  return (
    <div>
      <p class="plane-name">{t.all}</p>
      <NumberGrid
        name={t.all}
        rows={rows}
        columns={columns}
        values={dense.y.data.subarray(offset, offset + rows * columns)}
        write={(value) => minus(value ?? 0)}
        mark={(at) => {
          const output = kept(at);
          if (output === null) return "moves dropped";
          return bench.lit.output.has(output) ? "moves kept lit-output" : "moves kept";
        }}
        onPoint={(at) => pointAt("output")(at === null ? null : kept(at))}
      />
    </div>
  );
}

function Holes({ bench, layer, padded }: Props) {
  const t = samplingWords();
  const { height, width, cells } = useMemo(() => holed(layer, padded), [layer]);
  const [rows, columns] = layer.w.shape.slice(-2);
  const plane = planeOf(layer, bench.output, layer.taps[bench.output][0].channel);
  const weightAt = (at: number) => {
    const cell = cells[at];
    return cell === null ? null : cell + plane * rows * columns;
  };
  return (
    <section>
      <h2>{t.holes}</h2>
      <p class="soft">{t.holesText(rows * columns, height, width)}</p>
      <NumberGrid
        name={t.holes}
        rows={height}
        columns={width}
        values={cells.map((cell, at) => {
          const weight = weightAt(at);
          return cell === null || weight === null ? null : layer.w.data[weight];
        })}
        write={(value) => (value === null ? "" : minus(value))}
        mark={(at) => {
          const weight = weightAt(at);
          if (weight === null) return "moves pad";
          return bench.lit.weight.has(weight) ? "moves lit-weight" : "moves";
        }}
        onPoint={(at) => pointAt("weight")(at === null ? null : weightAt(at))}
      />
    </section>
  );
}
