/**
 * Two layers with nothing between them as one. With ∗ the full true convolution, ↑s the spreading of
 * taps by s, and a stride s₁ in the first layer:
 *
 *   W[o, i] = Σ_m W₁[m, i] ∗ (W₂[o, m] ↑ s₁)      b = b₂ + Σ_m (Σ W₂[o, m]) · b₁[m]
 *   size (k₁ − 1)·d₁ + (k₂ − 1)·d₂·s₁ + 1          stride s₁·s₂        padding p₁ + p₂·s₁
 *
 * Without padding in the second layer that is what the two do, everywhere. With it, the second layer
 * reads zeros where the one layer goes on computing: at the outputs whose second window touches the
 * padding they differ.
 *
 * @see Dive into Deep Learning 6.4, exercise on two convolutions in a row
 */
import { guard, ShapeError } from "../../errors.ts";
import type { Field } from "../../numbers/field.ts";
import { gcd } from "../../numbers/whole.ts";
import { outputExtent } from "../../semantics/extents.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { flatIndex, placesOf } from "../grid.ts";
import { inTheirField, type Kernel, kernelOf, MOST_ELEMENTS } from "../kernel.ts";
import { channelsIn, channelsOut, kernelShape, type Layer, reaches, ungrouped } from "./layer.ts";

/** Outputs of one axis: from the first to behind the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** @throws ShapeError when the second layer does not take what the first gives. */
export function composeLayers(one: Layer, two: Layer): Layer {
  check(one, two);
  const [first, second] = [ungrouped(one), ungrouped(two)];
  const [k1, k2] = [kernelShape(first), kernelShape(second)];
  // Steps between taps of either kind, in inputs; what all share stays a dilation.
  const steps = k1.map((_, axis) => [
    first.dilation[axis],
    second.dilation[axis] * first.stride[axis],
  ]);
  const dilation = steps.map(([a, b], axis) =>
    Math.max(1, gcd(k1[axis] > 1 ? a : 0, k2[axis] > 1 ? b : 0)),
  );
  const shape = steps.map(
    ([a, b], axis) => ((k1[axis] - 1) * a + (k2[axis] - 1) * b) / dilation[axis] + 1,
  );
  const [out, middle, input] = [channelsOut(second), channelsOut(first), channelsIn(first)];
  const elements = out * input * sizeOf(shape);
  guard(elements <= MOST_ELEMENTS, ShapeError, () => ({
    name: "two layers to be one",
    expected: `a weight of at most ${MOST_ELEMENTS} elements`,
    got: elements,
  }));
  const [at1, at2] = [k1, k2].map((k, which) =>
    placesOf(k).map((place) =>
      flatIndex(
        shape,
        place.map((i, axis) => (i * steps[axis][which]) / dilation[axis]),
      ),
    ),
  );
  const taps = sizeOf(shape);
  const values = inTheirField([first.weight, second.weight], (field, [w1, w2]) => {
    const sums = new Array<typeof field.zero>(out * input * taps).fill(field.zero);
    for (let o = 0; o < out; o++)
      for (let m = 0; m < middle; m++)
        for (let i = 0; i < input; i++)
          at2.forEach((q, b) => {
            const y = w2[(o * middle + m) * at2.length + b];
            at1.forEach((p, a) => {
              const at = (o * input + i) * taps + p + q;
              const x = w1[(m * input + i) * at1.length + a];
              sums[at] = field.plus(sums[at], field.times(x, y));
            });
          });
    return sums;
  });
  return {
    weight: kernelOf([out, input, ...shape], values),
    bias: composeBias(first, second),
    stride: first.stride.map((s, axis) => s * second.stride[axis]),
    padding: first.padding.map(([before, after], axis) => {
      const s = first.stride[axis];
      const [before2, after2] = second.padding[axis];
      return [before + before2 * s, after + after2 * s] as const;
    }),
    dilation,
    groups: 1,
  };
}

/**
 * Along each axis, the outputs at which two layers and their composition agree for every input and
 * all weights; both have the same extent, for floors within floors are one floor. Empty spans have
 * `to` = `from`.
 *
 * @param input extents.
 * @throws ShapeError when an output would be empty.
 */
export function agreement(one: Layer, two: Layer, input: readonly number[]): Span[] {
  check(one, two);
  const middle = extentsOf(one, input);
  return extentsOf(two, middle).map((outputs, axis) => {
    const stride = two.stride[axis];
    const [before] = two.padding[axis];
    const reach = reaches(two)[axis];
    // The window of output o covers [o·s − p, o·s − p + reach) of the middle.
    const from = Math.min(outputs, Math.ceil(before / stride));
    const last = Math.floor((middle[axis] + before - reach) / stride);
    return { from, to: Math.max(from, Math.min(outputs, last + 1)) };
  });
}

/** Extents of a layer's output (R2). */
export function extentsOf(l: Layer, input: readonly number[]): number[] {
  return kernelShape(l).map((kernel, axis) => {
    const window = {
      input: input[axis],
      kernel,
      stride: l.stride[axis],
      dilation: l.dilation[axis],
      outputPadding: 0,
    };
    const output = outputExtent("conv", window, l.padding[axis]);
    guard(output >= 1, ShapeError, () => ({
      name: `input extent ${axis}`,
      expected: `at least ${reaches(l)[axis] - l.padding[axis][0] - l.padding[axis][1]} for one window`,
      got: input[axis],
    }));
    return output;
  });
}

/** b₂ + Σ_m (Σ W₂[o, m]) · b₁[m]; null when neither has one. */
function composeBias(first: Layer, second: Layer): Kernel | null {
  if (first.bias === null) return second.bias;
  const [out, middle] = second.weight.shape;
  const taps = sizeOf(kernelShape(second));
  const sum = <T>(field: Field<T>, w: readonly T[], b1: readonly T[], b2: readonly T[] | null) =>
    Array.from({ length: out }, (_, o) => {
      let total = b2 ? b2[o] : field.zero;
      for (let m = 0; m < middle; m++)
        for (let t = 0; t < taps; t++)
          total = field.plus(total, field.times(w[(o * middle + m) * taps + t], b1[m]));
      return total;
    });
  const values =
    second.bias === null
      ? inTheirField([second.weight, first.bias], (field, [w, b1]) => sum(field, w, b1, null))
      : inTheirField([second.weight, first.bias, second.bias], (field, [w, b1, b2]) =>
          sum(field, w, b1, b2),
        );
  return kernelOf([out], values);
}

function check(one: Layer, two: Layer): void {
  guard(
    channelsOut(one) === channelsIn(two) && one.weight.shape.length === two.weight.shape.length,
    ShapeError,
    () => ({
      name: "the second layer",
      expected: `${channelsOut(one)} input channels and ${kernelShape(one).length} axes`,
      got: `${channelsIn(two)} and ${kernelShape(two).length}`,
    }),
  );
}
