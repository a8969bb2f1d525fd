/** Filters of plain arrays of any number of axes, on an engine that knows one to three. */
import type { Placement } from "../src/dialects/scipy.ts";
import type { Problem } from "../src/semantics/problem.ts";
import { resolve } from "../src/semantics/resolve.ts";
import { stridesOf } from "../src/tensor/tensor.ts";
import type { Engine } from "./engine.ts";
import { NotUnderstood } from "./options.ts";
import { sum } from "./scipy-cases.ts";
import { reshaped, type Value } from "./value.ts";

/** Negative padding (origins at the rim of a kernel) is said by the Problem, which no Spec can. */
export async function correlateNd(
  engine: Engine,
  input: Value,
  kernel: Value,
  placement: Placement,
): Promise<Value> {
  const rank = input.shape.length;
  if (rank > 3) return leading(engine, input, kernel, placement);
  const { before, after, border, orientation } = placement;
  const problem = resolve({
    input: [1, 1, ...input.shape],
    weight: [1, 1, ...kernel.shape],
    padding: before.map((b, axis) => [b, after[axis]] as const),
    border,
    orientation,
  });
  const result = await engine(
    problem,
    reshaped(input, [1, 1, ...input.shape]),
    reshaped(kernel, [1, 1, ...kernel.shape]),
    null,
  );
  return reshaped(result, result.shape.slice(2));
}

/** One axis more than the engine has: a sum over its taps, its positions side by side as a batch. */
async function leading(
  engine: Engine,
  input: Value,
  kernel: Value,
  placement: Placement,
): Promise<Value> {
  const { before, after, border, orientation } = placement;
  if (
    input.shape.length !== 4 || typeof border === "string"
      ? border !== "zero"
      : border.constant !== 0
  ) {
    throw new NotUnderstood(`${input.shape.length} axes with border ${JSON.stringify(border)}`);
  }
  const [extent, ...rest] = input.shape;
  const [taps, ...small] = kernel.shape;
  const count = extent + before[0] + after[0] - taps + 1;
  const [plane, patch] = [stridesOf(input.shape)[0], stridesOf(kernel.shape)[0]];
  const problem: Problem = resolve({
    input: [count, 1, ...rest],
    weight: [1, 1, ...small],
    padding: before.slice(1).map((b, axis) => [b, after[axis + 1]] as const),
    orientation,
  });
  let total: Value | null = null;
  for (let t = 0; t < taps; t++) {
    const data = new Float64Array(count * plane);
    for (let o = 0; o < count; o++) {
      const from = o + t - before[0];
      if (from >= 0 && from < extent)
        data.set(input.data.subarray(from * plane, (from + 1) * plane), o * plane);
    }
    const tap = orientation === "correlation" ? t : taps - 1 - t;
    const weight: Value = {
      shape: [1, 1, ...small],
      data: kernel.data.slice(tap * patch, (tap + 1) * patch),
      error: null,
    };
    const part = await engine(
      problem,
      { shape: [count, 1, ...rest], data, error: null },
      weight,
      null,
    );
    total = total ? sum(total, part) : part;
  }
  return reshaped(total!, [count, ...total!.shape.slice(2)]);
}
