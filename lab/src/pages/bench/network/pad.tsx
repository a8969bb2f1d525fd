/** The digit that the network looks at: drawn with the mouse or a finger, under the frame of what is seen. */
import { useRef } from "preact/hooks";
import { Picture } from "../../../parts/picture.tsx";
import type { Point } from "./digits/hands.ts";
import { type Distances, drawLine, emptySheet, inkOf, SIDE } from "./digits/ink.ts";
import type { Window } from "./sum.ts";
import { networkWords } from "./words.ts";

interface Props {
  readonly pixels: Float32Array;
  /** Whether it is a person's own already: other strokes are added to it. */
  readonly own: boolean;
  readonly field: Window | null;
  readonly onDraw: (pixels: Float32Array<ArrayBuffer>) => void;
}

/** Of the pen, in pixels of the sheet: that of most generated digits. */
const WIDTH = 2.6;

export function Pad({ pixels, own, field, onDraw }: Props) {
  const t = networkWords();
  const sheet = useRef<Distances>(emptySheet());
  const last = useRef<Point | null>(null);
  const pointOf = (event: PointerEvent): Point => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const drawTo = (point: Point) => {
    drawLine(sheet.current, last.current ?? point, point);
    last.current = point;
    onDraw(inkOf(sheet.current, WIDTH));
  };
  const begin = (event: PointerEvent) => {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    if (!own) sheet.current = emptySheet();
    last.current = null;
    drawTo(pointOf(event));
  };
  const move = (event: PointerEvent) => {
    if (last.current) drawTo(pointOf(event));
  };
  const end = () => (last.current = null);
  const share = (n: number) => `${(100 * n) / SIDE}%`;
  return (
    <div
      class="net-pad"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <Picture name={t.input} rows={SIDE} columns={SIDE} values={pixels} range={[1, 0]} />
      {field && (
        <div
          class="net-frame"
          aria-hidden="true"
          data-field={`${field.top} ${field.left} ${field.rows} ${field.columns}`}
          style={{
            left: share(field.left),
            top: share(field.top),
            width: share(field.columns),
            height: share(field.rows),
          }}
        />
      )}
    </div>
  );
}
