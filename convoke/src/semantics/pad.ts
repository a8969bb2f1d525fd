/** Explicit padding of a tensor of any number of axes, and its transpose. */
import { fault, guard, ShapeError } from "../errors.ts";
import { type FloatArray, sizeOf, stridesOf, type Tensor } from "../tensor/tensor.ts";
import { OUTSIDE, sourceIndex } from "./border.ts";
import type { Border } from "./problem.ts";

/**
 * Continues a tensor by the border, `before[axis]` elements in front and `after[axis]` behind; a
 * negative number crops.
 *
 * @throws ShapeError when an axis would get no element, or an empty one has to be continued.
 * @see numpy.pad (constant, edge, reflect, symmetric, wrap), torch.nn.functional.pad
 */
export function pad<A extends FloatArray>(
  t: Tensor<A>,
  before: readonly number[],
  after: readonly number[],
  border: Border,
): Tensor<A> {
  const { shape, maps } = mapsOf(t.shape, before, after, border);
  const fill = border.kind === "constant" ? border.value : 0;
  const data = new (t.data.constructor as new (size: number) => A)(sizeOf(shape));
  each(shape, maps, stridesOf(t.shape), (to, from) => {
    data[to] = from === OUTSIDE ? fill : t.data[from];
  });
  return { shape, data };
}

/** The adjoint of `pad`: what was continued is added to where it came from. `shape` is pad's input. */
export function padTranspose<A extends FloatArray>(
  t: Tensor<A>,
  shape: readonly number[],
  before: readonly number[],
  after: readonly number[],
  border: Border,
): Tensor<A> {
  const { shape: padded, maps } = mapsOf(shape, before, after, border);
  guard(padded.join() === t.shape.join(), ShapeError, () => ({
    name: "the shape of the padded tensor",
    expected: `[${padded.join(", ")}]`,
    got: t.shape,
  }));
  const data = new (t.data.constructor as new (size: number) => A)(sizeOf(shape));
  each(padded, maps, stridesOf(shape), (from, to) => {
    if (to !== OUTSIDE) data[to] += t.data[from];
  });
  return { shape, data };
}

function mapsOf(
  shape: readonly number[],
  before: readonly number[],
  after: readonly number[],
  border: Border,
) {
  if (before.length !== shape.length || after.length !== shape.length) {
    throw fault(ShapeError, {
      name: "before and after",
      expected: `${shape.length} numbers, one an axis`,
      got: [before, after],
    });
  }
  const maps = shape.map((extent, axis) => {
    const sides = [before[axis], after[axis]];
    guard(sides.every(Number.isSafeInteger), ShapeError, () => ({
      name: `padding of axis ${axis}`,
      expected: "whole numbers before and after",
      got: sides,
    }));
    const length = extent + before[axis] + after[axis];
    const continued = before[axis] > 0 || after[axis] > 0;
    guard(length >= 0, ShapeError, () => ({
      name: `axis ${axis} after padding`,
      expected: "at least 0 elements",
      got: length,
    }));
    guard(
      extent > 0 || !continued || border.kind === "zero" || border.kind === "constant",
      ShapeError,
      () => ({
        name: `axis ${axis}`,
        expected: `at least 1 element to continue by ${border.kind}`,
        got: extent,
      }),
    );
    return Int32Array.from({ length }, (_, i) => sourceIndex(border, extent, i - before[axis]));
  });
  return { shape: maps.map((map) => map.length), maps };
}

/** Visits all positions: flat index in the padded tensor, flat index in the other or OUTSIDE. */
function each(
  shape: readonly number[],
  maps: readonly Int32Array[],
  strides: readonly number[],
  visit: (padded: number, plain: number) => void,
): void {
  const walk = (axis: number, padded: number, plain: number): void => {
    if (axis === shape.length) {
      visit(padded, plain);
      return;
    }
    for (let i = 0; i < shape[axis]; i++) {
      const index = maps[axis][i];
      const inside = plain !== OUTSIDE && index !== OUTSIDE;
      walk(axis + 1, padded * shape[axis] + i, inside ? plain + index * strides[axis] : OUTSIDE);
    }
  };
  walk(0, 0, 0);
}
