/** Values put together along an axis. */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { copyRuns, type Place } from "../../kernels/copy-runs.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";
import { axisOf } from "./axis.ts";

/**
 * Values one behind the other along an axis, as torch.concat; all other extents are equal.
 *
 * @param axis from 0, or from the end: -1 is the last.
 * @throws OptionError for no values, or an axis that is not there; ShapeError for extents that differ.
 */
export function concat(values: readonly Value[], axis: number): Value {
  guard(values.length > 0, OptionError, () => ({
    name: "the values of concat",
    expected: "at least one",
    got: values.length,
  }));
  const [first] = values;
  const along = axisOf("concat", first, axis);
  const around = (value: Value) => value.shape.toSpliced(along, 1).join();
  for (const value of values) {
    const fits = value.shape.length === first.shape.length && around(value) === around(first);
    guard(fits && value.element === "f32", ShapeError, () => ({
      name: "a value of concat",
      expected: `floats of the shape of ${nameOf(first)} but along axis ${along}`,
      got: nameOf(value),
    }));
  }
  const inner = sizeOf(first.shape.slice(along + 1));
  const runs = sizeOf(first.shape.slice(0, along));
  const lengths = values.map((value) => value.shape[along] * inner);
  const stride = lengths.reduce((a, b) => a + b);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
  const extent = stride / inner;
  return apply(
    {
      name: "concat",
      shape: Object.freeze(first.shape.with(along, extent)),
      detail: { kind: "joining", axis: along },
      define: (parts) => {
        const result = new Float64Array(runs * stride);
        parts.forEach((part, i) => {
          for (let run = 0; run < runs; run++)
            result.set(
              part.subarray(run * lengths[i], (run + 1) * lengths[i]),
              run * stride + starts[i],
            );
        });
        return result;
      },
      forward: ({ inputs, output }, { threads }) =>
        steps(
          ...inputs.map((buffer, i) => {
            const from: Place = { buffer, first: 0, stride: lengths[i] };
            const to: Place = { buffer: output, first: starts[i], stride };
            return copyRuns({ threads, runs, length: lengths[i], from, to });
          }),
        ),
      backward: ({ gradient, results }, { threads }) =>
        steps(
          ...results.flatMap((buffer, i) => {
            if (!buffer) return [];
            const from: Place = { buffer: gradient, first: starts[i], stride };
            const to: Place = { buffer, first: 0, stride: lengths[i] };
            return [copyRuns({ threads, runs, length: lengths[i], from, to })];
          }),
        ),
    },
    values,
  );
}
