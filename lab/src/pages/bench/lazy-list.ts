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
