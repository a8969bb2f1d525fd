/** Walking over grids: places in row-major order, and new grids from a rule for each place. */
import { sizeOf, stridesOf } from "../tensor/tensor.ts";
import { checkShape, inTheirField, type Kernel, kernelOf } from "./kernel.ts";

/** All places of a shape, in row-major order. */
export function placesOf(shape: readonly number[]): number[][] {
  const strides = stridesOf(shape);
  return Array.from({ length: sizeOf(shape) }, (_, flat) =>
    shape.map((extent, axis) => Math.floor(flat / strides[axis]) % extent),
  );
}

/** Flat index of a place; −1 outside. */
export function flatIndex(shape: readonly number[], place: readonly number[]): number {
  let flat = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    if (place[axis] < 0 || place[axis] >= shape[axis]) return -1;
    flat = flat * shape[axis] + place[axis];
  }
  return flat;
}

/**
 * A kernel whose every place takes one of `k`, or 0 where `from` leads outside.
 *
 * @throws ShapeError for a shape that no kernel has.
 */
export function moved(
  k: Kernel,
  shape: readonly number[],
  origin: readonly number[],
  from: (place: readonly number[]) => readonly number[] | null,
): Kernel {
  checkShape(shape);
  const sources = placesOf(shape).map((place) => {
    const at = from(place);
    return at === null ? -1 : flatIndex(k.shape, at);
  });
  const values = inTheirField([k], (field, [own]) =>
    sources.map((at) => (at < 0 ? field.zero : own[at])),
  );
  return kernelOf(shape, values, origin);
}
