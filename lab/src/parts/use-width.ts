import { useLayoutEffect, useState } from "preact/hooks";

/** Of an element inside its borders, in whole pixels, as it changes; `before` until it is laid out. */
export function useWidth(
  element: { readonly current: HTMLElement | null },
  before: number,
): number {
  const [width, setWidth] = useState(before);
  useLayoutEffect(() => {
    const one = element.current;
    if (one === null) return;
    const read = () => setWidth(one.clientWidth);
    read();
    const observer = new ResizeObserver(read);
    observer.observe(one);
    return () => observer.disconnect();
  }, []);
  return width;
}
