/** One channel of an output: where the window stands, and what the pointed input is multiplied by. */
import { NumberGrid } from "../../parts/number-grid.tsx";
import type { Layer } from "./layer.ts";
import { type Pointed, pointAt } from "./pointed.ts";
import type { OnBench } from "./use-layer.ts";
import { benchWords, minus } from "./words.ts";

export interface PlaneProps {
  readonly bench: OnBench;
  /** The bench's layer, or a relative of it with the same input and kernel. */
  readonly layer: Layer;
  readonly point: Pointed;
  readonly channel: number;
  /** What it is called; left out: by its tensor. */
  readonly name?: string;
}

export function OutputPlane({ bench, layer, point, channel, ...given }: PlaneProps) {
  const t = benchWords();
  const { y, problem } = layer;
  const [rows, columns] = y.shape.slice(-2);
  const offset = channel * rows * columns;
  const name =
    given.name ?? `${t.output}${problem.outChannels > 1 ? ` · ${t.plane(channel)}` : ""}`;
  const stands = bench.output - offset;
  // Which weight an input is multiplied by on its way into each output; several where borders fold.
  const weights = (at: number) =>
    point.tensor !== "input" || !bench.lit.output.has(at + offset)
      ? []
      : layer.taps[at + offset].filter((tap) => tap.input === point.at);
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
