/** The same numbers in another shape. */
import { guard, ShapeError } from "../../errors.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";

/**
 * The numbers of a value in another shape, row-major; nothing is copied.
 *
 * @throws ShapeError when the counts differ.
 */
export function reshape(x: Value, shape: readonly number[]): Value {
  guard(sizeOf(shape) === sizeOf(x.shape), ShapeError, () => ({
    name: `another shape of ${nameOf(x)}`,
    expected: `extents whose product is ${sizeOf(x.shape)}`,
    got: shape,
  }));
  return apply(
    {
      name: "reshape",
      shape: Object.freeze([...shape]),
      alias: true,
      define: ([values]) => Float64Array.from(values),
      forward: () => steps(),
      backward: () => steps(),
    },
    [x],
  );
}

/** [N, …] → [N, the rest]. */
export const flatten = (x: Value): Value => reshape(x, [x.shape[0] ?? 1, sizeOf(x.shape.slice(1))]);
