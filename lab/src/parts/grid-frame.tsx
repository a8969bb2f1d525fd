/** A rectangle around elements of a grid, which slides where motion is welcome. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

export interface FrameProps {
  /** Its corners, as indexes of elements: the first and the last that lie inside. */
  readonly from: number;
  readonly to: number;
  /** A class of its own. */
  readonly kind: string;
}

interface Props extends FrameProps {
  readonly table: RefObject<HTMLTableElement | null>;
}

export function GridFrame({ from, to, kind, table }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  // After every drawing: what is typed may have made a column wider.
  useLayoutEffect(() => {
    const cell = (at: number) =>
      table.current?.querySelector<HTMLElement>(`td[data-at="${at}"]`) ?? null;
    const [first, last] = [cell(from), cell(to)];
    const style = frame.current?.style;
    if (!first || !last || !style) return;
    style.transform = `translate(${first.offsetLeft}px, ${first.offsetTop}px)`;
    style.width = `${last.offsetLeft + last.offsetWidth - first.offsetLeft}px`;
    style.height = `${last.offsetTop + last.offsetHeight - first.offsetTop}px`;
  });
  return <div ref={frame} class={`frame ${kind}`} aria-hidden="true" />;
}
