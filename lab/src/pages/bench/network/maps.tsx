/** The maps of one layer on one canvas: pointed at with the mouse, a finger or the arrow keys. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { paintMontage } from "../../../parts/kernel/montage-pixels.ts";
import { shownShort } from "./numbers.ts";
import type { Window } from "./sum.ts";
import { networkWords } from "./words.ts";

export interface MapUnit {
  readonly channel: number;
  readonly y: number;
  readonly x: number;
}

/** A frame on one map, or on all of them. */
export interface Frame extends Window {
  readonly channel: number | null;
}

interface Props {
  readonly name: string;
  readonly count: number;
  readonly side: number;
  /** Of the square that a map is drawn in, in CSS pixels. */
  readonly size: number;
  /** [count, side, side] */
  readonly values: Float32Array;
  readonly frames: readonly Frame[];
  /** Where the arrow keys start. */
  readonly unit: MapUnit | null;
  readonly onPoint: (unit: MapUnit) => void;
}

const MOST_DOWN = 8;
const GAP = 4;
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Maps({ name, count, side, size, values, frames, unit, onPoint }: Props) {
  const t = networkWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const across = Math.ceil(count / MOST_DOWN);
  const down = Math.ceil(count / across);
  const scale = Math.max(1, Math.floor(size / side));
  const pitch = scale * side + GAP;
  const cornerOf = (channel: number) => ({
    left: Math.floor(channel / down) * pitch,
    top: (channel % down) * pitch,
  });
  useLayoutEffect(() => {
    const to = canvas.current?.getContext("2d");
    if (!to) return;
    // One below the other, as they lie in memory.
    const grid = { down: count, across: 1, rows: side, columns: side };
    const pixels = paintMontage({ ...grid, values, rgb: false, count });
    const small = new OffscreenCanvas(pixels.width, pixels.height);
    small.getContext("2d")!.putImageData(pixels, 0, 0);
    to.clearRect(0, 0, to.canvas.width, to.canvas.height);
    to.imageSmoothingEnabled = false;
    for (let channel = 0; channel < count; channel++) {
      const { left, top } = cornerOf(channel);
      const wide = scale * side;
      to.drawImage(small, 1, 1 + channel * (side + 1), side, side, left, top, wide, wide);
    }
  }, [values, count, side, scale]);

  const pointer = (event: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const channel = Math.floor(left / pitch) * down + Math.floor(top / pitch);
    const [y, x] = [Math.floor((top % pitch) / scale), Math.floor((left % pitch) / scale)];
    if (channel >= 0 && channel < count && y < side && x < side) onPoint({ channel, y, x });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const from = unit ?? { channel: 0, y: 0, x: 0 };
    // From one map into its neighbour, as they lie on the page.
    const row = (from.channel % down) * side + from.y + step[0];
    const column = Math.floor(from.channel / down) * side + from.x + step[1];
    if (row < 0 || column < 0 || row >= down * side || column >= across * side) return;
    const channel = Math.floor(column / side) * down + Math.floor(row / side);
    if (channel < count) onPoint({ channel, y: row % side, x: column % side });
  };
  const most = values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
  const [width, height] = [across * pitch - GAP, down * pitch - GAP];
  return (
    <section class="net-layer">
      <h2>{name}</h2>
      <p>
        {t.maps(count, side)}
        <br />
        {t.strongest(shownShort(most))}
      </p>
      <div
        class="net-maps"
        role="application"
        aria-label={`${name}: ${t.maps(count, side)}; ${t.mapsHow}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move within it.
        tabIndex={0}
        style={{ width: `${width}px`, height: `${height}px` }}
        onPointerMove={pointer}
        onPointerDown={pointer}
        onFocus={() => unit === null && onPoint({ channel: 0, y: side >> 1, x: side >> 1 })}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} width={width} height={height} />
        {frames.flatMap(({ channel, ...window }) =>
          (channel === null ? Array.from({ length: count }, (_, c) => c) : [channel]).map((c) => (
            <div
              key={c}
              class="net-frame"
              aria-hidden="true"
              style={{
                left: `${cornerOf(c).left + scale * window.left}px`,
                top: `${cornerOf(c).top + scale * window.top}px`,
                width: `${scale * window.columns}px`,
                height: `${scale * window.rows}px`,
              }}
            />
          )),
        )}
      </div>
    </section>
  );
}
