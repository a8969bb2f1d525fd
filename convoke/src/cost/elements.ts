import { fault, OptionError } from "../errors.ts";
import { nearest } from "../options.ts";

/** Bytes of one number, by the element type that a layer is stored in. */
export const ELEMENT_BYTES = { float32: 4, float16: 2, int8: 1, float64: 8 } as const;
export type ElementType = keyof typeof ELEMENT_BYTES;
export const ELEMENT_TYPES = Object.keys(ELEMENT_BYTES) as readonly ElementType[];

/** @throws OptionError for a type that is none of ELEMENT_TYPES. */
export function elementType(name: string = "float32"): ElementType {
  const known = ELEMENT_TYPES.find((type) => type === name);
  if (known) return known;
  throw fault(OptionError, {
    name: "dtype",
    expected: `one of ${ELEMENT_TYPES.join(", ")}`,
    got: name,
    nearest: nearest(String(name), ELEMENT_TYPES),
  });
}
