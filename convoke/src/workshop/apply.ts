/** A picture under a kernel, exactly: small ones, to be looked at. The engine filters large ones. */
import { guard, ShapeError } from "../errors.ts";
import { correlate } from "./algebra.ts";
import { moved } from "./grid.ts";
import type { Kernel } from "./kernel.ts";

/**
 * What a layer makes of a picture where the whole kernel lies inside: Σ k[i] · x[o + i], of extent
 * x − k + 1 along each axis. With fractions on both sides nothing is rounded.
 *
 * @param picture a kernel as well: numbers on a grid.
 * @throws ShapeError when it has other axes, or is smaller than the kernel.
 * @see Dive into Deep Learning 6.2, the matrices of which are made this way
 */
export function applied(picture: Kernel, k: Kernel): Kernel {
  const fits =
    picture.shape.length === k.shape.length &&
    picture.shape.every((extent, axis) => extent >= k.shape[axis]);
  guard(fits, ShapeError, () => ({
    name: "a picture under a kernel",
    expected: `${k.shape.length} axes, at least [${k.shape.join(", ")}]`,
    got: picture.shape,
  }));
  const shape = picture.shape.map((extent, axis) => extent - k.shape[axis] + 1);
  const from = k.shape.map((extent) => extent - 1);
  const whole = correlate(picture, k);
  const origin = picture.origin.map((o, axis) => o - k.origin[axis]);
  return moved(whole, shape, origin, (place) => place.map((i, axis) => i + from[axis]));
}
