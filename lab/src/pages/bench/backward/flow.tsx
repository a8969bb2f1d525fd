/** Lines from the outputs that are lit to the gradients that they go to, over the grids. */
import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import "./backward.css";

/** More lines are a fog. */
const MOST = 80;

interface Props {
  /** Where lines end: names of parts, as their `data-part` says. */
  readonly to: readonly ("dx" | "dw")[];
  /** Changes when other elements are lit. */
  readonly mark: unknown;
  readonly children: ComponentChildren;
}

interface Line {
  readonly path: string;
  readonly kind: "dx" | "dw";
}

export function Flow({ to, mark, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const lines = useLines(frame, to, mark);
  return (
    <div class="flow" ref={frame}>
      {children}
      <svg class="flow-lines" aria-hidden="true">
        {lines.map(({ path, kind }) => (
          <path key={path} d={path} class={`flow-${kind}`} />
        ))}
      </svg>
    </div>
  );
}

function useLines(
  frame: RefObject<HTMLDivElement | null>,
  to: readonly ("dx" | "dw")[],
  mark: unknown,
): readonly Line[] {
  const [lines, setLines] = useState<readonly Line[]>([]);
  const draw = useRef(() => {});
  draw.current = () => frame.current && setLines(linesIn(frame.current, to));
  // Once the page is laid out: asked before, it would be laid out for the lines alone.
  useLayoutEffect(() => {
    let late: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      late = setTimeout(() => draw.current());
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(late);
    };
  }, [mark, to.join()]);
  // An observer tells at once of what it is given, so one serves all lines.
  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => draw.current());
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);
  return lines;
}

function linesIn(whole: HTMLElement, to: readonly ("dx" | "dw")[]): Line[] {
  const corner = whole.getBoundingClientRect();
  const boxes = (part: string, lit: string) =>
    [...whole.querySelectorAll(`[data-part="${part}"] td.lit-${lit}`)]
      .slice(0, MOST)
      .map((cell) => {
        const box = cell.getBoundingClientRect();
        return {
          x: Math.round(box.left + box.width / 2 - corner.left),
          y: Math.round(box.top + box.height / 2 - corner.top),
          w: box.width / 2,
          h: box.height / 2,
        };
      });
  const from = boxes("gy", "output");
  return to
    .flatMap((kind) => {
      const ends = boxes(kind, kind === "dx" ? "input" : "weight");
      return from.flatMap((a) =>
        ends.map((b): Line => {
          // Grids beside each other are joined sideways, grids below each other downwards; from edge
          // to edge of the cells, whose numbers stay free.
          const sideways = Math.abs(b.x - a.x) > Math.abs(b.y - a.y);
          const [dx, dy] = sideways ? [Math.sign(b.x - a.x), 0] : [0, Math.sign(b.y - a.y)];
          const [x0, y0] = [a.x + dx * a.w, a.y + dy * a.h];
          const [x1, y1] = [b.x - dx * b.w, b.y - dy * b.h];
          const [bendX, bendY] = sideways ? [(x1 - x0) / 2, 0] : [0, (y1 - y0) / 2];
          return {
            kind,
            path: `M${x0} ${y0}C${x0 + bendX} ${y0 + bendY} ${x1 - bendX} ${y1 - bendY} ${x1} ${y1}`,
          };
        }),
      );
    })
    .slice(0, MOST);
}
