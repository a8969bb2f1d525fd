import { guard, OptionError } from "../../errors.ts";
import { nameOf, type Value } from "../value.ts";

/** The number of an axis that may be counted from the end. @throws OptionError. */
export function axisOf(name: string, x: Value, axis: number): number {
  const { length } = x.shape;
  guard(Number.isInteger(axis) && axis >= -length && axis < length, OptionError, () => ({
    name: `the axis of ${name}`,
    expected: `a whole number from ${-length} to ${length - 1} for ${nameOf(x)}`,
    got: axis,
  }));
  return axis < 0 ? axis + length : axis;
}
