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
  if (fill !== 0) data.fill(fill);
  eachStretch(maps, t.shape, (to, from, length) => {
    // Calling `set` costs as much as a dozen numbers.
    if (length > 16) data.set(t.data.subarray(from, from + length), to);
    else for (let i = 0; i < length; i++) data[to + i] = t.data[from + i];
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
  eachStretch(maps, shape, (from, to, length) => {
    for (let i = 0; i < length; i++) data[to + i] += t.data[from + i];
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

/**
 * Visits what is not outside, in order: where a stretch of neighbours lies in the padded tensor, where
 * in the other, and its length. What no map moves is a block; an axis is cut once, not once a row.
 */
function eachStretch(
  maps: readonly Int32Array[],
  plainShape: readonly number[],
  visit: (padded: number, plain: number, length: number) => void,
): void {
  const strides = stridesOf(plainShape);
  const moved = maps.findLastIndex((map, axis) => !isIdentity(map, plainShape[axis]));
  const last = Math.max(moved, 0);
  if (maps.length === 0) {
    visit(0, 0, 1);
    return;
  }
  const block = strides[last];
  const pieces = stretches(maps[last]);
  const walk = (axis: number, padded: number, plain: number): void => {
    const map = maps[axis];
    if (axis === last) {
      const [to, from] = [padded * map.length * block, plain];
      for (let i = 0; i < pieces.length; i += 3)
        visit(to + pieces[i] * block, from + pieces[i + 1] * block, pieces[i + 2] * block);
      return;
    }
    for (let i = 0; i < map.length; i++)
      if (map[i] !== OUTSIDE)
        walk(axis + 1, padded * map.length + i, plain + map[i] * strides[axis]);
  };
  walk(0, 0, 0);
}

const isIdentity = (map: Int32Array, extent: number): boolean =>
  map.length === extent && map.every((index, i) => index === i);

/** The stretches of a map along which the index goes up by one: position, index and length of each. */
function stretches(map: Int32Array): Int32Array {
  const found: number[] = [];
  for (let from = 0, to = 1; from < map.length; from = to++) {
    if (map[from] === OUTSIDE) continue;
    while (to < map.length && map[to] === map[to - 1] + 1) to++;
    found.push(from, map[from], to - from);
  }
  return Int32Array.from(found);
}
