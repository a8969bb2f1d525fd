/** One number of many: of all, or of those along an axis. */
import { guard, ShapeError } from "../../errors.ts";
import { mul } from "../../ir/build.ts";
import { all, map } from "../../kernels/map.ts";
import { total } from "../../kernels/total.ts";
import { type PoolSpec, resolvePool } from "../../semantics/pool-spec.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";
import { mul as product, sub } from "./arithmetic.ts";
import { axisOf } from "./axis.ts";
import { pooled } from "./pooling.ts";
import { reshape } from "./shapes.ts";

/** The sum of all numbers, as a value of shape []; or of those along an axis, which is dropped. */
export const sum = (x: Value, axis?: number): Value =>
  axis === undefined
    ? weighted("sum", x, 1)
    : along("sum", x, axis, (kernelSize) => ({ op: "average", kernelSize, divisorOverride: 1 }));

/** The mean of all numbers, as a value of shape []; or of those along an axis, which is dropped. */
export const mean = (x: Value, axis?: number): Value =>
  axis === undefined
    ? weighted("mean", x, 1 / sizeOf(x.shape))
    : along("mean", x, axis, (kernelSize) => ({ op: "average", kernelSize }));

/**
 * The largest numbers along an axis, which is dropped: over time, [N, C, L] → [N, C] with axis 2. The
 * gradient goes to the first of equal ones.
 *
 * @param axis from 0, or from the end: -1 is the last.
 * @throws OptionError for an axis that is not there.
 */
export const max = (x: Value, axis: number): Value =>
  along("max", x, axis, (kernelSize) => ({ op: "max", kernelSize }));

/** The mean of (prediction - target)², of equal shapes. */
export function meanSquaredError(prediction: Value, target: Value): Value {
  guard(prediction.shape.join() === target.shape.join(), ShapeError, () => ({
    name: "the target of meanSquaredError",
    expected: `the shape of ${nameOf(prediction)}`,
    got: nameOf(target),
  }));
  const difference = sub(prediction, target);
  return mean(product(difference, difference));
}

/** A pooling whose only window is the axis; axes around it are images and channels. */
function along(
  name: string,
  x: Value,
  axis: number,
  windowOf: (extent: number) => Omit<PoolSpec, "input">,
): Value {
  const at = axisOf(name, x, axis);
  const extent = x.shape[at];
  const [outer, inner] = [x.shape.slice(0, at), x.shape.slice(at + 1)];
  const input = [sizeOf(outer), extent, sizeOf(inner)];
  const problem = resolvePool({ ...windowOf(extent), input, dataLayout: "nhwc" });
  return reshape(pooled(name, reshape(x, input), problem), [...outer, ...inner]);
}

function weighted(name: string, x: Value, factor: number): Value {
  const count = sizeOf(x.shape);
  return apply(
    {
      name,
      shape: [],
      define: ([values]) => Float64Array.of(values.reduce((a, b) => a + b, 0) * factor),
      forward: ({ inputs: [from], output }, { threads }) =>
        steps(total(from, output, count, factor, threads)),
      backward: ({ gradient, results: [result] }, { threads }) =>
        steps(
          map({
            name: `${name}_back`,
            threads,
            count,
            reads: [],
            writes: [result!],
            scalars: [[gradient, 0]],
            f: (_, __, [g]) => [mul(g, all(factor))],
          }),
        ),
    },
    [x],
  );
}
