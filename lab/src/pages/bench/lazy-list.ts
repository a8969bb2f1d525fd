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

/** Milliseconds of one slice, and between two. */
const [SLICE, REST] = [4, 20];

/** Makes all elements, a slice at a time, while nothing else is asked for; ends when what it returns is called. */
export function makeAll(list: readonly unknown[]): () => void {
  let at = 0;
  const slice = () => {
    const end = performance.now() + SLICE;
    while (at < list.length && performance.now() < end) void list[at++];
    if (at < list.length) timer = setTimeout(slice, REST);
  };
  let timer = setTimeout(slice, 10 * REST);
  return () => clearTimeout(timer);
}
