/**
 * A convolution layer as algebra sees it: weights [out, in / groups, ...kernel], perhaps exact, and
 * where it looks. Padding is of zeros.
 */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { placesOf } from "../grid.ts";
import { checkShape, inTheirField, type Kernel, kernelOf } from "../kernel.ts";

export interface Layer {
  /** Shape [out, in / groups, ...kernel]; its origin says nothing. */
  readonly weight: Kernel;
  /** Shape [out]; null: none. */
  readonly bias: Kernel | null;
  readonly stride: readonly number[];
  /** [before, after] along each axis. */
  readonly padding: readonly (readonly [number, number])[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

export interface LayerOptions {
  readonly bias?: Kernel | null;
  readonly stride?: number | readonly number[];
  readonly padding?: number | readonly (number | readonly [number, number])[];
  readonly dilation?: number | readonly number[];
  readonly groups?: number;
}

/** @throws ShapeError, OptionError where weights, bias and options do not fit each other. */
export function layer(
  weight: Kernel,
  { bias = null, stride = 1, padding = 0, dilation = 1, groups = 1 }: LayerOptions = {},
): Layer {
  const axes = weight.shape.length - 2;
  guard(axes >= 1, ShapeError, () => ({
    name: "the weight of a layer",
    expected: "shape [out, in / groups, ...kernel] with at least one axis of the kernel",
    got: weight.shape,
  }));
  const out = weight.shape[0];
  guard(bias === null || `${bias.shape}` === `${out}`, ShapeError, () => ({
    name: "the bias of a layer",
    expected: `shape [${out}]`,
    got: bias?.shape,
  }));
  guard(Number.isInteger(groups) && groups >= 1 && out % groups === 0, OptionError, () => ({
    name: "groups",
    expected: `a divisor of the ${out} output channels`,
    got: groups,
  }));
  const pads = typeof padding === "number" ? new Array<number>(axes).fill(padding) : padding;
  return {
    weight,
    bias,
    stride: whole("stride", stride, axes, 1),
    padding: pairs(
      whole(
        "padding",
        pads.flatMap((p) => (typeof p === "number" ? [p, p] : p)),
        2 * axes,
        0,
      ),
    ),
    dilation: whole("dilation", dilation, axes, 1),
    groups,
  };
}

/**
 * One channel in, one out: a kernel that looks `origin` places back.
 *
 * @throws OptionError when the origin lies outside of the kernel: padding is at least 0.
 */
export const layerOfKernel = (k: Kernel): Layer =>
  layer(kernelOf([1, 1, ...k.shape], k.exact ?? k.values), {
    padding: k.shape.map((n, axis) => [k.origin[axis], n - 1 - k.origin[axis]] as const),
  });

export const channelsIn = ({ weight, groups }: Layer): number => weight.shape[1] * groups;
export const channelsOut = ({ weight }: Layer): number => weight.shape[0];
export const kernelShape = ({ weight }: Layer): readonly number[] => weight.shape.slice(2);

/** Elements from the first to the last tap, along each axis (R1). */
export const reaches = (l: Layer): number[] =>
  kernelShape(l).map((k, axis) => (k - 1) * l.dilation[axis] + 1);

/**
 * The same layer with one group: what other groups would see are zeros.
 *
 * @throws ShapeError when its weights would be too many.
 */
export function ungrouped(l: Layer): Layer {
  if (l.groups === 1) return l;
  const [out, perIn] = l.weight.shape;
  const shape = [out, perIn * l.groups, ...kernelShape(l)];
  checkShape(shape);
  const taps = l.weight.values.length / (out * perIn);
  const values = inTheirField([l.weight], (field, [own]) =>
    placesOf(shape.slice(0, 2)).flatMap(([o, i]) => {
      const group = Math.floor(o / (out / l.groups));
      const c = i - group * perIn;
      const from = (o * perIn + c) * taps;
      return c >= 0 && c < perIn
        ? own.slice(from, from + taps)
        : new Array<typeof field.zero>(taps).fill(field.zero);
    }),
  );
  return { ...l, weight: kernelOf(shape, values), groups: 1 };
}

const pairs = (list: readonly number[]): [number, number][] =>
  Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i], list[2 * i + 1]]);

function whole(
  name: string,
  value: number | readonly number[],
  count: number,
  least: number,
): number[] {
  const list = typeof value === "number" ? new Array<number>(count).fill(value) : [...value];
  guard(
    list.length === count && list.every((v) => Number.isInteger(v) && v >= least),
    OptionError,
    () => ({
      name,
      expected: `${count} whole numbers of at least ${least}`,
      got: value,
    }),
  );
  return list;
}
