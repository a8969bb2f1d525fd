/** A weight and a bias for every channel. */
import { guard, OptionError, ShapeError } from "../../errors.ts";
import { affineGradient, affine as affineOf } from "../../kernels/affine.ts";
import { readOptions } from "../../options.ts";
import { sizeOf } from "../../tensor/tensor.ts";
import { steps } from "../operation.ts";
import { apply, nameOf, type Value } from "../value.ts";
import { axisOf } from "./axis.ts";

export interface Affine {
  /** One number a channel. */
  readonly weight?: Value | undefined;
  /** One number a channel. */
  readonly bias?: Value | undefined;
}

/**
 * x · weight + bias, the numbers of which belong to the positions of one axis: channels.
 *
 * @param axis from 0, or from the end: -1 is the last. Default 1, as in [N, C, …].
 * @throws ShapeError for weights of another count; OptionError for neither of the two.
 */
export function affine(x: Value, parts: Affine, axis = 1): Value {
  readOptions("affine", parts, ["weight", "bias"]);
  const { weight, bias } = parts;
  const along = axisOf("affine", x, axis);
  const channels = x.shape[along];
  guard(weight !== undefined || bias !== undefined, OptionError, () => ({
    name: "affine",
    expected: "a weight or a bias",
    got: undefined,
  }));
  for (const [role, value] of Object.entries({ weight, bias })) {
    guard(value === undefined || value.shape.join() === `${channels}`, ShapeError, () => ({
      name: `the ${role} of affine`,
      expected: `the shape [${channels}]`,
      got: value && nameOf(value),
    }));
  }
  const outer = sizeOf(x.shape.slice(0, along));
  const inner = sizeOf(x.shape.slice(along + 1));
  // Where each of the two is among the inputs; a part that is missing is null.
  const places = [weight ? 1 : -1, bias ? (weight ? 2 : 1) : -1];
  const own = <T>(list: readonly T[]) => places.map((at) => list[at] ?? null);
  return apply(
    {
      name: "affine",
      shape: x.shape,
      define: (inputs) => {
        const [w, b] = own(inputs);
        return inputs[0].map((value, i) => {
          const channel = Math.floor(i / inner) % channels;
          return value * (w?.[channel] ?? 1) + (b?.[channel] ?? 0);
        });
      },
      forward: ({ inputs, output }, { threads }) => {
        const [w, b] = own(inputs);
        return steps(affineOf({ threads, outer, channels, inner }, w, b, inputs[0], output));
      },
      backward: ({ inputs, gradient, results }, { threads }) => {
        const shape = { threads, outer, channels, inner };
        const [w] = own(inputs);
        const [dw, db] = own(results);
        const [dx] = results;
        return steps(
          ...(dw || db ? [affineGradient(shape, inputs[0], gradient, dw, db)] : []),
          ...(dx ? [affineOf(shape, w, null, gradient, dx)] : []),
        );
      },
    },
    [x, ...[weight, bias].filter((value) => value !== undefined)],
  );
}
