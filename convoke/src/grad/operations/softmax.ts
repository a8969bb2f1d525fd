/** Probabilities of classes. */
import { guard, ShapeError } from "../../errors.ts";
import { softmaxGradient, softmax as softmaxOf } from "../../kernels/softmax.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";

/**
 * e^x / Σ e^x over the last axis: positive numbers whose sum is 1.
 *
 * @throws ShapeError for a single number.
 * @see Dive into Deep Learning 3.4
 */
export const softmax = (x: Value): Value => over("softmax", x, false);

/** The logarithm of softmax over the last axis, as exact as its largest numbers. */
export const logSoftmax = (x: Value): Value => over("logSoftmax", x, true);

function over(name: string, x: Value, logarithm: boolean): Value {
  guard(x.shape.length >= 1 && x.element === "f32", ShapeError, () => ({
    name: `the input of ${name}`,
    expected: "floats with at least one axis",
    got: nameOf(x),
  }));
  const classes = x.shape[x.shape.length - 1];
  const rows = sizeOf(x.shape) / classes;
  return apply(
    {
      name,
      shape: x.shape,
      define: ([values]) => {
        const result = new Float64Array(values.length);
        for (let row = 0; row < rows; row++) {
          const own = values.subarray(row * classes, (row + 1) * classes);
          const most = Math.max(...own);
          const all = own.reduce((sum, value) => sum + Math.exp(value - most), 0);
          const logarithms = own.map((value) => value - most - Math.log(all));
          result.set(logarithm ? logarithms : logarithms.map(Math.exp), row * classes);
        }
        return result;
      },
      forward: ({ inputs: [from], output }, { threads }) =>
        steps(softmaxOf({ threads, rows, classes, logarithm }, from, output)),
      backward: ({ output, gradient, results: [result] }, { threads }) =>
        steps(softmaxGradient({ threads, rows, classes, logarithm }, output, gradient, result!)),
    },
    [x],
  );
}
