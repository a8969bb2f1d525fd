/** What kernels are held to: the definitions of a graph's operations, and their differences. */
import { sizeOf } from "../tensor/tensor.ts";
import { inOrder } from "./order.ts";
import type { Value } from "./value.ts";

/** Numbers of inputs and parameters; a parameter that is not given has those it starts with. */
export type Given = ReadonlyMap<Value, ArrayLike<number>>;

/** The numbers of a value by the definitions alone, in double precision. */
export function defined(end: Value, given: Given): Float64Array {
  const known = new Map<Value, Float64Array>();
  for (const value of inOrder([end])) {
    const { origin } = value;
    const start = origin.kind === "parameter" ? origin.data : new Float32Array(sizeOf(value.shape));
    known.set(
      value,
      origin.kind === "operation"
        ? origin.operation.define(origin.inputs.map((input) => known.get(input)!))
        : Float64Array.from(given.get(value) ?? start),
    );
  }
  return known.get(end)!;
}

/**
 * The gradient of a single number in a value, by central differences of the definitions: with a step
 * of 10⁻⁵ about ten digits.
 */
export function differences(end: Value, of: Value, given: Given): Float64Array {
  const { origin } = of;
  const numbers = given.get(of) ?? (origin.kind === "parameter" ? origin.data : []);
  const at = Float64Array.from(numbers);
  const step = 1e-5;
  return at.map((centre, i) => {
    const [after, before] = [centre + step, centre - step].map((moved) => {
      at[i] = moved;
      return defined(end, new Map(given).set(of, at))[0];
    });
    at[i] = centre;
    return (after - before) / (2 * step);
  });
}
