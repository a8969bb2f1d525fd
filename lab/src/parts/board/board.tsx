/**
 * Matrices and vectors side by side, thousands of cells if need be, drawn on one canvas: pointed at
 * with the mouse, a finger or the arrow keys, which step from one matrix into the next.
 */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { theme } from "../../state/theme.ts";
import { useWidth } from "../use-width.ts";
import {
  type Block,
  type Lights,
  neighbour,
  type Placed,
  placed,
  type Spot,
  sizeOf,
  spotAt,
  widthOf,
} from "./block.ts";
import { type Bounds, drawBoard, drawLights, litBounds, type Palette, paletteOf } from "./paint.ts";
import "./board.css";

interface Props {
  readonly name: string;
  readonly blocks: readonly Block[];
  readonly lights: Lights;
  readonly onPoint: (spot: Spot | null) => void;
  /** What is pointed at, in a sentence; it stands under the board, and is said. */
  readonly said?: string;
  /** Side of a cell, at most. */
  readonly most?: number;
  readonly least?: number;
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Board({ name, blocks, lights, onPoint, said, most = 36, least = 4 }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const base = useRef<{ key: string; all: readonly Placed[]; drawn: HTMLCanvasElement } | null>(
    null,
  );
  /** Where lights were drawn. */
  const touched = useRef<readonly Bounds[]>([]);
  const cursor = useRef<Spot | null>(null);
  const width = useWidth(frame, 0);
  const dark = useDark();
  const { cells, gaps } = widthOf(blocks);
  const cell = Math.max(least, Math.min(most, Math.floor((width - 16 - gaps) / cells)));
  const all = useMemo(() => placed(blocks, cell), [blocks, cell]);
  const size = sizeOf(all);

  useLayoutEffect(() => {
    const to = canvas.current?.getContext("2d");
    if (!canvas.current || !to || width === 0) return;
    const ratio = Math.min(3, Math.max(1, devicePixelRatio));
    const [w, h] = [Math.ceil(size.width * ratio), Math.ceil(size.height * ratio)];
    const palette: Palette = paletteOf(canvas.current);
    const key = `${w} ${h} ${palette.ground}`;
    const fresh = base.current?.key !== key || base.current.all !== all;
    const paint = () => {
      let back: readonly Bounds[] = touched.current;
      if (fresh || base.current === null) {
        back = [{ x: 0, y: 0, width: w, height: h }];
        const drawn = document.createElement("canvas");
        [drawn.width, drawn.height] = [w, h];
        const pen = drawn.getContext("2d")!;
        pen.scale(ratio, ratio);
        drawBoard({ to: pen, palette }, all);
        base.current = { key, all, drawn };
      }
      if (to.canvas.width !== w) to.canvas.width = w;
      if (to.canvas.height !== h) to.canvas.height = h;
      to.setTransform(1, 0, 0, 1, 0, 0);
      for (const bounds of back) putBack(to, base.current.drawn, bounds, ratio);
      to.scale(ratio, ratio);
      drawLights({ to, palette }, all, lights);
      touched.current = litBounds(all, lights);
    };
    if (!fresh) {
      paint();
      return;
    }
    // Thousands of cells: a task of their own, behind what else the change draws.
    const late = setTimeout(paint);
    return () => clearTimeout(late);
  }, [all, lights, width, dark]);

  const point = (spot: Spot | null) => {
    if (spot) cursor.current = spot;
    onPoint(spot);
  };
  const onPointer = (event: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    point(spotAt(all, event.clientX - box.left, event.clientY - box.top));
  };
  const start = (): Spot => {
    const at = cursor.current;
    const block = blocks.find(({ id }) => id === at?.block);
    return at && block && at.at < block.rows * block.columns ? at : { block: blocks[0].id, at: 0 };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = neighbour(all, start(), step);
    if (next) point(next);
  };

  return (
    <div class="board" ref={frame}>
      <div class="scroll">
        <div
          class="matrices"
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move within it, as in a grid.
          tabIndex={0}
          aria-label={name}
          data-lit={litText(lights)}
          data-cell={cell}
          onPointerMove={onPointer}
          onPointerDown={onPointer}
          onPointerLeave={() => point(null)}
          onKeyDown={onKeyDown}
          onFocus={() => point(start())}
          onBlur={() => point(null)}
        >
          <canvas ref={canvas} style={{ width: `${size.width}px`, height: `${size.height}px` }} />
        </div>
      </div>
      {said !== undefined && (
        <p class="said" aria-live="polite">
          {said}
        </p>
      )}
    </div>
  );
}

/** The board without lights, there and a pixel around it, where a clip may have left a trace. */
function putBack(
  to: CanvasRenderingContext2D,
  from: HTMLCanvasElement,
  bounds: Bounds,
  ratio: number,
) {
  const x = Math.max(0, Math.floor(bounds.x * ratio) - 1);
  const y = Math.max(0, Math.floor(bounds.y * ratio) - 1);
  const width = Math.min(from.width - x, Math.ceil(bounds.width * ratio) + 3);
  const height = Math.min(from.height - y, Math.ceil(bounds.height * ratio) + 3);
  if (width <= 0 || height <= 0) return;
  to.clearRect(x, y, width, height);
  to.drawImage(from, x, y, width, height, x, y, width, height);
}

/** What is lit as text, for those who cannot see the canvas: programs. */
const litText = (lights: Lights): string =>
  Object.entries(lights)
    .filter(([, { cells }]) => cells.size > 0)
    .map(([id, { cells }]) => `${id}:${[...cells.keys()].sort((a, b) => a - b).join(",")}`)
    .join(" ");

/** Draws anew when the theme changes, by hand or by the system. */
export function useDark(): string {
  const [system, setSystem] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useLayoutEffect(() => {
    const media = matchMedia("(prefers-color-scheme: dark)");
    const hear = () => setSystem(media.matches);
    media.addEventListener("change", hear);
    return () => media.removeEventListener("change", hear);
  }, []);
  return `${theme.value} ${system}`;
}
