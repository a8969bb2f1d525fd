/** The loss of classifiers. */
import { guard, ShapeError } from "../../errors.ts";
import { floatBuffer } from "../../ir/build.ts";
import { crossEntropyGradient, crossEntropy as kernelOf } from "../../kernels/cross-entropy.ts";
import { total } from "../../kernels/total.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";

/**
 * The mean over all rows of -ln softmax(logits)[label], as torch.nn.functional.cross_entropy.
 *
 * @param logits [N, C]
 * @param labels [N], made by `indices(name, [N], C)`
 * @throws ShapeError for other shapes, or labels of more or fewer classes.
 */
export function crossEntropy(logits: Value, labels: Value): Value {
  const [rows, classes] = logits.shape;
  guard(logits.shape.length === 2 && logits.element === "f32", ShapeError, () => ({
    name: "the logits of crossEntropy",
    expected: "floats of shape [N, C]",
    got: nameOf(logits),
  }));
  const fits = labels.shape.join() === `${rows}` && labels.range?.max === classes - 1;
  guard(fits, ShapeError, () => ({
    name: "the labels of crossEntropy",
    expected: `whole numbers below ${classes} of shape [${rows}]`,
    got: labels.range ? `${nameOf(labels)} up to ${labels.range.max}` : nameOf(labels),
  }));
  return apply(
    {
      name: "cross entropy",
      integers: [1],
      shape: [],
      define: ([x, label]) => {
        let sum = 0;
        for (let row = 0; row < rows; row++) {
          const own = x.subarray(row * classes, (row + 1) * classes);
          const most = Math.max(...own);
          const all = own.reduce((s, value) => s + Math.exp(value - most), 0);
          sum += most + Math.log(all) - own[label[row]];
        }
        return Float64Array.of(sum / rows);
      },
      forward: ({ inputs: [x, label], output }, { threads }) => {
        const losses = floatBuffer("losses", [rows], 4);
        const each = kernelOf({ threads, rows, classes, logits: x, labels: label, losses });
        return {
          allocations: [{ buffer: losses, role: "scratch", contents: null }],
          steps: [each, total(losses, output, rows, 1 / rows, threads)],
        };
      },
      backward: ({ inputs: [x, label], gradient, results: [result] }, { threads }) =>
        steps(
          crossEntropyGradient({
            threads,
            rows,
            classes,
            logits: x,
            labels: label,
            outer: gradient,
            factor: 1 / rows,
            gradient: result!,
          }),
        ),
    },
    [logits, labels],
  );
}
