/** One number of many. */
import { guard, ShapeError } from "../../errors.ts";
import { add, float, kernel, load4, mul, splat } from "../../ir/build.ts";
import type { Buffer } from "../../ir/tree.ts";
import { firstLanes, sumOfLanes } from "../../kernels/lane-sums.ts";
import { all, map } from "../../kernels/map.ts";
import type { Step } from "../../plan/program.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";
import { mul as product, sub } from "./arithmetic.ts";

/** The mean of all numbers, as a value of shape []. */
export function mean(x: Value): Value {
  const count = sizeOf(x.shape);
  return apply(
    {
      name: "mean",
      shape: [],
      define: ([values]) =>
        Float64Array.of(values.reduce((a: number, b: number) => a + b, 0) / count),
      forward: ({ inputs: [from], output }, { threads }) =>
        steps(total(from, output, count, 1 / count, threads)),
      backward: ({ gradient, results: [result] }, { threads }) =>
        steps(
          map({
            name: "mean_back",
            threads,
            count,
            reads: [],
            writes: [result!],
            scalars: [[gradient, 0]],
            f: (_, __, [g]) => [mul(g, all(1 / count))],
          }),
        ),
    },
    [x],
  );
}

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

/** to[0] = factor · Σ from, on one thread: four partial sums, then those. */
export function total(
  from: Buffer,
  to: Buffer,
  count: number,
  factor: number,
  threads: number,
): Step {
  const whole = count - (count % 4);
  const made = kernel("total", (k) => {
    k.param("thread", { min: 0, max: threads - 1 });
    k.param("lo", { min: 0, max: 1 });
    k.param("hi", { min: 0, max: 1 });
    k.use(from);
    k.use(to);
    const sum = k.let("sum", splat(float(0)));
    k.loop("i", { to: whole, step: 4 }, (i) => k.set(sum, add(sum, load4(from, i))));
    if (whole < count) k.set(sum, add(sum, firstLanes(load4(from, whole), count - whole, 0)));
    k.store4(to, [0], k.let("mean", mul(sumOfLanes(k, sum), all(factor))), 1);
  });
  return { kernel: made, tasks: 1 };
}
