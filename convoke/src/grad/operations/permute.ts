/** The same numbers, axes in another order. */
import { guard, OptionError } from "../../errors.ts";
import { permutedAxes, permute as permuteOf } from "../../kernels/permute.ts";
import { stridesOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";
import { axisOf } from "./axis.ts";

/**
 * Axis i of the result is axis `order[i]` of x, as torch.permute: [N, L, D] → [N, D, L] by [0, 2, 1].
 *
 * @throws OptionError when `order` does not name every axis once.
 */
export function permute(x: Value, order: readonly number[]): Value {
  const { shape } = x;
  const sorted = order.toSorted((a, b) => a - b);
  const named = sorted.length === shape.length && sorted.every((axis, i) => axis === i);
  guard(named, OptionError, () => ({
    name: "the order of permute",
    expected: `every axis of ${nameOf(x)} once, from 0 to ${shape.length - 1}`,
    got: order,
  }));
  const result = order.map((axis) => shape[axis]);
  const back = order.map((_, axis) => order.indexOf(axis));
  const [there, home] = [permutedAxes(shape, order), permutedAxes(result, back)];
  return apply(
    {
      name: "permute",
      shape: Object.freeze(result),
      detail: { kind: "permutation", order },
      define: ([values]) => {
        const [own, strides] = [stridesOf(result), stridesOf(shape)];
        return values.map((_, i) => {
          const source = order.reduce(
            (sum, axis, at) => sum + (Math.floor(i / own[at]) % result[at]) * strides[axis],
            0,
          );
          return values[source];
        });
      },
      forward: ({ inputs: [from], output }, { threads }) =>
        steps(permuteOf(there, threads, from, output)),
      backward: ({ gradient, results: [to] }, { threads }) =>
        steps(permuteOf(home, threads, gradient, to!)),
    },
    [x],
  );
}

/** Two axes exchanged, as torch.transpose. */
export function transpose(x: Value, a: number, b: number): Value {
  const [first, second] = [axisOf("transpose", x, a), axisOf("transpose", x, b)];
  const order = x.shape.map((_, axis) =>
    axis === first ? second : axis === second ? first : axis,
  );
  return permute(x, order);
}
