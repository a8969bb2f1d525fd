/** One channel of the input with its ring, the window over it, and the weights in its corners. */
import { NumberGrid } from "../../parts/number-grid.tsx";
import type { Layer } from "./layer.ts";
import type { PlaneProps } from "./output-plane.tsx";
import { withNumber } from "./own.ts";
import type { Padded } from "./padded.ts";
import { pointAt } from "./pointed.ts";
import { benchWords, minus } from "./words.ts";

interface Props extends PlaneProps {
  /** Null: a layer whose input is not padded. */
  readonly padded: Padded | null;
  /** A position of the padded input that is pointed at, where it lies in the ring. */
  readonly onRing?: (position: number | null) => void;
}

export function InputPlane({ bench, layer, padded, point, onRing, channel, ...given }: Props) {
  const t = benchWords();
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
  const name =
    given.name ??
    `${t.padded(padded?.ring.includes(true) ?? false)}${problem.inChannels > 1 ? ` · ${t.plane(channel)}` : ""}`;
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
          onRing?.(at !== null && ring(at) ? at + offset : null);
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
