/** The layer in both orientations, and what exchanging input and kernel does to either. */
import type { ValuesOf } from "@convoke/studies";
import { type Orientation, resolve, type Tensor } from "convoke";
import { reference } from "convoke/reference";
import { type LAYER, type Layer, layerOf } from "../layer.ts";
import { type Padded, paddedOf } from "../padded.ts";

export interface Oriented {
  readonly layer: Layer;
  readonly padded: Padded | null;
  /** By position in the window, row-major: which element of the weight meets it. All planes alike. */
  readonly laid: readonly number[];
}

/** @throws what `layerOf` throws. */
export function orientedLayer(values: ValuesOf<typeof LAYER>, orientation: Orientation): Oriented {
  const layer = layerOf({ ...values, orientation, op: "conv" });
  const padded = paddedOf(layer);
  const windows = padded?.windows ?? layer.taps;
  const [rows, columns] = layer.w.shape.slice(-2);
  return { layer, padded, laid: windows[0].slice(0, rows * columns).map((tap) => tap.weight) };
}

/** How a kernel and its half turn relate. */
export type Turn = "equal" | "opposite" | "other";

export function turnOf({ layer, laid }: Oriented): Turn {
  const { data } = layer.w;
  const plane = laid.length;
  const every = (holds: (own: number, turned: number) => boolean) =>
    data.every((own, i) => holds(own, data[i - (i % plane) + laid[i % plane]]));
  if (every((own, turned) => own === turned)) return "equal";
  return every((own, turned) => own === -turned) ? "opposite" : "other";
}

export interface Exchange {
  /** `full` results: of x by w, and of w by x. */
  readonly straight: Tensor<Float64Array>;
  readonly exchanged: Tensor<Float64Array>;
  readonly equal: boolean;
}

/** One plane of the input by one of the weight, and the other way round. */
export function exchange(layer: Layer, orientation: Orientation): Exchange {
  const plane = ({ shape, data }: Tensor<Float64Array>): Tensor<Float64Array> => {
    const [rows, columns] = shape.slice(-2);
    return { shape: [1, 1, rows, columns], data: data.slice(0, rows * columns) };
  };
  const [x, w] = [plane(layer.x), plane(layer.w)];
  const full = (input: Tensor<Float64Array>, weight: Tensor<Float64Array>) =>
    reference(resolve({ input: input.shape, weight: weight.shape, padding: "full", orientation }), {
      input,
      weight,
    });
  const [straight, exchanged] = [full(x, w), full(w, x)];
  return {
    straight,
    exchanged,
    equal: straight.data.every((value, i) => value === exchanged.data[i]),
  };
}
