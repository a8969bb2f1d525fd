/**
 * The net whose training step is measured, as a table: one definition, which every engine walks, in
 * Python too. Convolutions have stride 1 and no padding, pooling windows lie side by side.
 */

export type Layer =
  | { readonly kind: "conv"; readonly from: number; readonly to: number; readonly size: number }
  | { readonly kind: "pool"; readonly size: number }
  | { readonly kind: "relu" }
  | { readonly kind: "flatten" }
  | { readonly kind: "linear"; readonly from: number; readonly to: number };

export interface Net {
  readonly batch: number;
  /** [channels, rows, columns] of an example. */
  readonly image: readonly [number, number, number];
  readonly layers: readonly Layer[];
  readonly classes: number;
  /** v ← momentum·v + g; p ← p - rate·v. */
  readonly rate: number;
  readonly momentum: number;
}

/** What `convoke train digits` trains: LeNet with more channels, 28 → 24 → 12 → 8 → 4, two products. */
export const LENET: Net = {
  batch: 64,
  image: [1, 28, 28],
  layers: [
    { kind: "conv", from: 1, to: 16, size: 5 },
    { kind: "pool", size: 2 },
    { kind: "relu" },
    { kind: "conv", from: 16, to: 32, size: 5 },
    { kind: "pool", size: 2 },
    { kind: "relu" },
    { kind: "flatten" },
    { kind: "linear", from: 512, to: 128 },
    { kind: "relu" },
    { kind: "linear", from: 128, to: 10 },
  ],
  classes: 10,
  rate: 0.01,
  momentum: 0.9,
};

/** Weight [to, from, size, size] or [to, from], then bias [to]; null for a layer without. */
export function parametersOf(layer: Layer): readonly (readonly number[])[] | null {
  if (layer.kind === "conv") return [[layer.to, layer.from, layer.size, layer.size], [layer.to]];
  return layer.kind === "linear" ? [[layer.to, layer.from], [layer.to]] : null;
}

/** Shapes of all parameters, in the order in which they lie in `weight.bin`. */
export const shapesOf = ({ layers }: Net): readonly (readonly number[])[] =>
  layers.flatMap((layer) => parametersOf(layer) ?? []);

export const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Numbers cut into parts of these shapes. */
export function partsOf<T extends Float32Array | Float64Array>(
  numbers: T,
  shapes: readonly (readonly number[])[],
): T[] {
  let at = 0;
  return shapes.map((shape) => {
    const from = at;
    at += product(shape);
    return numbers.subarray(from, at) as T;
  });
}

/** What comes to each layer for one example, and behind the last what comes out. */
export function examplesOf({ image, layers }: Net): readonly (readonly number[])[] {
  const shapes: (readonly number[])[] = [image];
  for (const layer of layers) {
    const shape = shapes[shapes.length - 1];
    const [channels, rows, columns] = shape;
    switch (layer.kind) {
      case "conv":
        shapes.push([layer.to, rows - layer.size + 1, columns - layer.size + 1]);
        break;
      case "pool":
        shapes.push([channels, rows / layer.size, columns / layer.size]);
        break;
      case "relu":
        shapes.push(shape);
        break;
      case "flatten":
        shapes.push([product(shape)]);
        break;
      case "linear":
        shapes.push([layer.to]);
        break;
      default:
        layer satisfies never;
    }
  }
  return shapes;
}

/**
 * Multiply-adds of a step's convolutions and products, by definition: forwards, and as many for each
 * gradient, but that of the images, which nobody needs. Bytes of all values between layers and all
 * parameters, each met as itself and as a gradient.
 */
export function sizeOfStep(net: Net): { readonly macs: number; readonly bytes: number } {
  const examples = examplesOf(net);
  const macs = net.layers.map((layer, i) => {
    const [weight] = parametersOf(layer) ?? [];
    if (weight === undefined) return 0;
    const places = product(examples[i + 1]) / weight[0];
    return net.batch * places * product(weight);
  });
  const first = macs.find((count) => count > 0) ?? 0;
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const values = net.batch * sum(examples.map(product)) + sum(shapesOf(net).map(product));
  return { macs: 3 * sum(macs) - first, bytes: 2 * 4 * values };
}
