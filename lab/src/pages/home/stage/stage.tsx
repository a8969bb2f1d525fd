/**
 * The picture and its result, one over the other, drawn by the worker. Zoom with the wheel, two
 * fingers, keys or buttons; a drag moves the view.
 */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { darkroom } from "../filter/calls.ts";
import { homeWords } from "../words.ts";
import { Split } from "./split.tsx";
import { type Place, panned, type Size, zoomed, zoomOf } from "./view.ts";

interface Props {
  /** Null until one is read. */
  readonly picture: Size | null;
  readonly frame: Size;
  readonly place: Place;
  readonly split: number;
  readonly onFrame: (frame: Size) => void;
  readonly onPlace: (place: Place) => void;
  readonly onSplit: (percent: number) => void;
}

export function Stage({ picture, frame, place, split, onFrame, onPlace, onSplit }: Props) {
  const t = homeWords();
  const stage = useRef<HTMLDivElement>(null);
  const before = useRef<HTMLCanvasElement>(null);
  const after = useRef<HTMLCanvasElement>(null);
  const pointers = useRef(new Map<number, readonly [number, number]>());
  /** What the last event left, when several come before the next drawing. */
  const now = useRef(place);
  now.current = place;
  const set = (next: Place) => {
    now.current = next;
    onPlace(next);
  };

  useLayoutEffect(() => {
    // A canvas is handed over once: the elements live as long as this component.
    const screens = {
      before: before.current!.transferControlToOffscreen(),
      after: after.current!.transferControlToOffscreen(),
    };
    void darkroom.call("screens", screens, { transfer: [screens.before, screens.after] }).result;
  }, []);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) =>
      onFrame({ width: contentRect.width, height: contentRect.height }),
    );
    observer.observe(stage.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = stage.current!;
    const onWheel = (event: WheelEvent) => {
      if (!picture) return;
      event.preventDefault();
      const factor = 2 ** (-event.deltaY / (event.ctrlKey ? 60 : event.deltaMode === 1 ? 8 : 250));
      set(
        zoomed(
          now.current,
          picture,
          frame,
          zoomOf(now.current, picture, frame) * factor,
          fromMiddle(event),
        ),
      );
    };
    // Preact listens passively, which may not keep the page from scrolling.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  });

  const fromMiddle = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const { left, top, width, height } = stage.current!.getBoundingClientRect();
    return [clientX - left - width / 2, clientY - top - height / 2] as const;
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    stage.current!.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, [event.clientX, event.clientY]);
  };
  const onPointerMove = (event: PointerEvent) => {
    const old = pointers.current.get(event.pointerId);
    if (!old || !picture) return;
    const next = [event.clientX, event.clientY] as const;
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, next);
    if (!other) {
      set(panned(now.current, picture, frame, next[0] - old[0], next[1] - old[1]));
      return;
    }
    const apart = (a: readonly [number, number]) => Math.hypot(a[0] - other[0], a[1] - other[1]);
    const factor = apart(next) / Math.max(1, apart(old));
    const middle = { clientX: (next[0] + other[0]) / 2, clientY: (next[1] + other[1]) / 2 };
    const zoom = zoomOf(now.current, picture, frame) * factor;
    const near = zoomed(now.current, picture, frame, zoom, fromMiddle(middle));
    set(panned(near, picture, frame, (next[0] - old[0]) / 2, (next[1] - old[1]) / 2));
  };
  const onPointerUp = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!picture || event.ctrlKey || event.metaKey || event.altKey) return;
    const zoom = zoomOf(place, picture, frame);
    const step = event.shiftKey ? 200 : 40;
    const move = MOVES[event.key];
    if (move) set(panned(place, picture, frame, move[0] * step, move[1] * step));
    else if (event.key === "+" || event.key === "=")
      set(zoomed(place, picture, frame, zoom * 1.25));
    else if (event.key === "-") set(zoomed(place, picture, frame, zoom / 1.25));
    else if (event.key === "0") set({ zoom: 0, x: 0.5, y: 0.5 });
    else if (event.key === "1") set(zoomed(place, picture, frame, 1));
    else return;
    event.preventDefault();
  };

  return (
    <div
      class="stage"
      ref={stage}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is zoomed and moved with keys.
      tabIndex={0}
      aria-label={t.stage}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
    >
      <canvas ref={before} role="img" aria-label={t.before} />
      <canvas
        ref={after}
        role="img"
        aria-label={t.after}
        style={{ clipPath: `inset(0 0 0 ${split}%)` }}
      />
      {split > 8 && <span class="tag left">{t.before}</span>}
      {split < 92 && <span class="tag right">{t.after}</span>}
      <Split value={split} onValue={onSplit} />
    </div>
  );
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
