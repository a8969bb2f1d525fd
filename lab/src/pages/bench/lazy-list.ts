import { inSlices } from "../../parts/in-slices.ts";

/** A list whose elements are made when they are first asked for. */
export function lazyList<T>(length: number, make: (at: number) => T): readonly T[] {
  const list = new Array<T>(length);
  for (let at = 0; at < length; at++)
    Object.defineProperty(list, at, {
      configurable: true,
      enumerable: true,
      get: () => {
        const value = make(at);
        Object.defineProperty(list, at, { value, enumerable: true });
        return value;
      },
    });
  return list;
}

/** Makes all elements while nothing else is asked for; ends when what it returns is called. */
export const makeAll = (list: readonly unknown[]): (() => void) =>
  inSlices(list.length, (at) => void list[at], { first: 200, rest: 20 });
