/** Elements of a tensor in the order they lie in: the last index runs fastest. */

/** The index of a flat element, one number for each axis. */
export function indexOf(shape: readonly number[], flat: number): number[] {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = flat % shape[axis];
    flat = Math.floor(flat / shape[axis]);
  }
  return index;
}

/** The flat element of an index; `indexOf` the other way. */
export const flatOf = (shape: readonly number[], index: readonly number[]): number =>
  index.reduce((flat, at, axis) => flat * shape[axis] + at, 0);

/** [plane, row, column] of a flat element: the axes before the last two are one. */
export function placeOf(shape: readonly number[], flat: number): [number, number, number] {
  const [rows, columns] = shape.slice(-2);
  const [plane, row, column] = indexOf([Number.POSITIVE_INFINITY, rows, columns], flat);
  return [plane, row, column];
}
