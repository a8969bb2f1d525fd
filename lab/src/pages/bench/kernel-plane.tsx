/** One plane of the weight: the kernel between an input and an output channel. */
import { NumberGrid } from "../../parts/number-grid.tsx";
import type { Layer } from "./layer.ts";
import { withNumber } from "./own.ts";
import { pointAt } from "./pointed.ts";
import { placeOf } from "./row-major.ts";
import type { OnBench } from "./use-layer.ts";
import { minus } from "./words.ts";

/** Plane of the weight that joins an output to an input channel: the one its taps lie in. */
export function planeOf({ taps, w }: Layer, output: number, channel: number): number {
  const tap = taps[output].find((one) => one.channel === channel);
  return tap === undefined ? 0 : placeOf(w.shape, tap.weight)[0];
}

interface Props {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly plane: number;
  readonly name: string;
}

export function KernelPlane({ bench, layer, plane, name }: Props) {
  const { w } = layer;
  const [rows, columns] = w.shape.slice(-2);
  const offset = plane * rows * columns;
  return (
    <NumberGrid
      name={name}
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
