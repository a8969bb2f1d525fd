/** Elements of tensors by name. */
import { placeOf } from "./row-major.ts";

/** `x[1, 2]`, with the channel before it where there are several; of a kernel, which it is. */
export function elementName(letter: string, shape: readonly number[], flat: number): string {
  const [plane, row, column] = placeOf(shape, flat);
  const several = shape.slice(0, -2).some((n) => n > 1);
  return `${letter}[${(several ? [plane, row, column] : [row, column]).join(", ")}]`;
}
