/** to[0] = factor · Σ from, on one thread: four partial sums, then those. */
import { add, float, kernel, load4, mul, splat } from "../ir/build.ts";
import type { Buffer } from "../ir/tree.ts";
import type { Step } from "../plan/program.ts";
import { firstLanes, sumOfLanes } from "./lane-sums.ts";
import { all } from "./map.ts";

/** @param from with room for a vector behind its last element. */
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
