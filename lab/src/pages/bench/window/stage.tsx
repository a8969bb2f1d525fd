/** Input, kernel and output side by side, a row for each input channel that the output sees. */
import { NumberGrid } from "../../../parts/number-grid.tsx";
import type { Layer } from "../layer.ts";
import { withNumber } from "../own.ts";
import { type Padded, placeOf } from "../padded.ts";
import { type Pointed, pointAt } from "../pointed.ts";
import type { OnBench } from "../use-layer.ts";
import { minus } from "./sum.tsx";
import { windowWords } from "./words.ts";

export interface StageProps {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly padded: Padded | null;
  readonly point: Pointed;
  /** A position of the padded input that is pointed at, where it lies in the ring. */
  readonly onRing: (position: number | null) => void;
}

export function Stage(props: StageProps) {
  const { layer, bench } = props;
  const t = windowWords();
  const { problem, y } = layer;
  const [channel] = placeOf(y.shape, bench.output);
  const channels = [...new Set(layer.taps[bench.output].map((tap) => tap.channel))];
  const many = problem.inChannels > 1;
  return (
    <div class="stage">
      <div class="stage-pairs">
        {channels.map((c, nth) => (
          <div key={c} class="stage-pair">
            {nth > 0 && <span class="plus">+</span>}
            <InputPlane {...props} channel={c} />
            <div>
              <p class="plane-name">
                {t.kernelOf(channel, problem.outChannels > 1)}
                {many && ` · ${t.channel(c)}`}
              </p>
              <KernelPlane {...props} plane={planeOf(layer, bench.output, c)} />
            </div>
          </div>
        ))}
      </div>
      <div class="stage-outputs">
        {Array.from({ length: y.shape[1] }, (_, o) => (
          <OutputPlane key={o} {...props} channel={o} />
        ))}
      </div>
    </div>
  );
}

/** Plane of the weight that joins an output to an input channel: the one its taps lie in. */
function planeOf({ taps, w }: Layer, output: number, channel: number): number {
  const tap = taps[output].find((one) => one.channel === channel);
  return tap === undefined ? 0 : placeOf(w.shape, tap.weight)[0];
}

type PlaneProps = StageProps & { readonly channel: number };

function InputPlane({ bench, layer, padded, point, onRing, channel }: PlaneProps) {
  const t = windowWords();
  const { problem, x } = layer;
  const tensor = padded?.tensor ?? x;
  const [rows, columns] = tensor.shape.slice(-2);
  const offset = channel * rows * columns;
  const source = (at: number) => (padded ? padded.source[at + offset] : at + offset);
  const ring = (at: number) => padded?.ring[at + offset] ?? false;
  const window = positionsOf(layer, padded, bench.output).filter(
    ({ position }) => position >= offset && position < offset + rows * columns,
  );
  const byOutput = point.tensor === "output";
  const weightAt = new Map(window.map(({ position, weight }) => [position - offset, weight]));
  const lit = (at: number) => {
    if (byOutput) return weightAt.has(at);
    const element = source(at);
    return element !== null && bench.lit.input.has(element);
  };
  const name = `${t.padded(padded?.ring.includes(true) ?? false)}${problem.inChannels > 1 ? ` · ${t.channel(channel)}` : ""}`;
  const inside = [...weightAt.keys()];
  const corners = { from: Math.min(...inside), to: Math.max(...inside) };
  return (
    <div>
      <p class="plane-name">{name}</p>
      <NumberGrid
        name={name}
        rows={rows}
        columns={columns}
        values={tensor.data.subarray(offset, offset + rows * columns)}
        write={(value) => minus(value ?? 0)}
        mark={(at) => `moves${ring(at) ? " pad" : ""}${lit(at) ? " lit-input" : ""}`}
        note={(at) => {
          const weight = byOutput ? weightAt.get(at) : undefined;
          return weight === undefined ? undefined : `×${minus(layer.w.data[weight])}`;
        }}
        frames={padded && byOutput && inside.length > 0 ? [{ ...corners, kind: "window" }] : []}
        onPoint={(at) => {
          onRing(at !== null && ring(at) ? at + offset : null);
          pointAt("input")(at === null ? null : source(at));
        }}
        editable={(at) => !ring(at)}
        onEdit={(at, value) => {
          const element = source(at);
          if (element !== null) bench.parameters.set({ x: withNumber(x, element, value) });
        }}
      />
    </div>
  );
}

/** Where the products of an output take their inputs from: positions of the padded input. */
function positionsOf(layer: Layer, padded: Padded | null, output: number) {
  return (padded?.windows ?? layer.taps)[output].flatMap(({ input, weight }) =>
    input === null ? [] : [{ position: input, weight }],
  );
}

function KernelPlane(props: StageProps & { readonly plane: number }) {
  const { bench, layer, plane } = props;
  const { w } = layer;
  const t = windowWords();
  const [rows, columns] = w.shape.slice(-2);
  const offset = plane * rows * columns;
  return (
    <NumberGrid
      name={w.shape[0] * w.shape[1] > 1 ? `${t.kernelOf(0, false)} ${plane}` : t.kernelOf(0, false)}
      rows={rows}
      columns={columns}
      values={w.data.subarray(offset, offset + rows * columns)}
      write={(value) => minus(value ?? 0)}
      mark={(at) => `moves${bench.lit.weight.has(at + offset) ? " lit-weight" : ""}`}
      onPoint={pointAt("weight", offset)}
      onEdit={(at, value) => bench.parameters.set({ w: withNumber(w, at + offset, value) })}
    />
  );
}

function OutputPlane({ bench, layer, point, channel }: PlaneProps) {
  const t = windowWords();
  const { y, problem } = layer;
  const [rows, columns] = y.shape.slice(-2);
  const offset = channel * rows * columns;
  const name = `${t.output}${problem.outChannels > 1 ? ` · ${t.channel(channel)}` : ""}`;
  const stands = bench.output - offset;
  // Which weight an input is multiplied by on its way into each output; several where borders fold.
  const weights = (at: number) =>
    point.tensor !== "input" ? [] : layer.taps[at + offset].filter((tap) => tap.input === point.at);
  return (
    <div>
      <p class="plane-name">{name}</p>
      <NumberGrid
        name={name}
        rows={rows}
        columns={columns}
        values={y.data.subarray(offset, offset + rows * columns)}
        write={(value) => minus(value ?? 0)}
        mark={(at) => `moves${bench.lit.output.has(at + offset) ? " lit-output" : ""}`}
        note={(at) =>
          weights(at).length === 0
            ? undefined
            : weights(at)
                .map((tap) => `×${minus(layer.w.data[tap.weight])}`)
                .join(" ")
        }
        frames={
          stands >= 0 && stands < rows * columns
            ? [{ from: stands, to: stands, kind: "stands" }]
            : []
        }
        onPoint={pointAt("output", offset)}
      />
    </div>
  );
}
