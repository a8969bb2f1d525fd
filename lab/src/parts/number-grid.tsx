/**
 * Numbers in rows and columns that can be pointed at: with the mouse, a finger, or the arrow keys.
 * One element takes part in the order of the Tab key; the arrows move within.
 */
import { toNumber } from "convoke/workshop";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { address, pageNow } from "../state/address.ts";
import { cellWords } from "../words/cells.ts";
import { afterPress } from "./after-press.ts";
import { type GridCells, gridCells } from "./grid-cells.ts";
import { type FrameProps, GridFrame } from "./grid-frame.tsx";
import { minus } from "./minus.ts";
import { readCell } from "./read-cell.ts";

export interface NumberGridProps {
  /** What a screen reader calls it. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major; null is an element that holds nothing (a zero that is not there). */
  readonly values: ArrayLike<number | null>;
  /** Classes of an element: `lit`, `pad`, … */
  readonly mark?: (at: number) => string | undefined;
  /** How an element is written, and said. */
  readonly write?: (value: number | null, at: number) => string;
  readonly onPoint?: (at: number | null) => void;
  /** Makes the numbers a person's own. */
  readonly onEdit?: (at: number, value: number) => void;
  /** The same for what is more than a double, as a fraction; false puts back what was there. */
  readonly onType?: (at: number, text: string) => boolean;
  /** Which of them; all where it is left out. */
  readonly editable?: (at: number) => boolean;
  /** A small word in the corner of an element. */
  readonly note?: (at: number) => string | undefined;
  /** Rectangles around elements. */
  readonly frames?: readonly FrameProps[];
  /** Shades elements by their size: `diverging` with a colour for either sign. */
  readonly tint?: "diverging" | "none";
}

/** Elements from which on colours change at once: a fade draws all of them at every frame. */
const MANY = 150;

export function NumberGrid(props: NumberGridProps) {
  const { name, rows, columns, values, mark, onPoint, onEdit, tint = "none", note } = props;
  const onType = props.onType ?? ((at: number, text: string) => asNumber(text, at, onEdit));
  const own = onEdit !== undefined || props.onType !== undefined;
  const write = props.write ?? ((value: number | null) => (value === null ? "" : minus(value)));
  const body = useRef<HTMLTableSectionElement>(null);
  const drawn = useRef<GridCells | null>(null);
  const told = useId();
  const [wrong, setWrong] = useState<{ readonly at: number; readonly text: string } | null>(null);
  const page = pageNow.value;
  const texts = Array.from({ length: rows * columns }, (_, at) => write(values[at], at));
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 1);
  const most = tint === "none" ? 1 : largest(values);
  useLayoutEffect(() => {
    drawn.current ??= gridCells(body.current!);
    drawn.current.draw(rows, columns, {
      name,
      text: (at) => texts[at],
      mark: (at) => mark?.(at) ?? "",
      note: (at) => note?.(at) ?? "",
      tint: (at) => (tint === "none" ? "" : `${tintOf(values[at] ?? 0, most)}`),
      editable: (at) => own && (props.editable?.(at) ?? true),
      wrong: (at) => (wrong?.at === at ? told : ""),
    });
  });

  useLayoutEffect(() => () => drawn.current?.end(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && event.target instanceof HTMLInputElement) {
      event.target.value = texts[placeOf(event)];
      event.target.select();
      drawn.current!.drafting = false;
      setWrong(null);
      return;
    }
    const from = placeOf(event);
    const step = { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || Number.isNaN(from)) return;
    const [x, to] = [from % columns, from + step];
    const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (to < 0 || to >= rows * columns || (sideways && (x + step < 0 || x + step >= columns)))
      return;
    event.preventDefault();
    drawn.current!.go(to, true);
  };
  const point = (event: Event) => {
    const at = placeOf(event);
    if (!Number.isNaN(at)) onPoint?.(at);
  };
  const enter = (event: Event) => {
    const at = placeOf(event);
    if (event.target instanceof HTMLInputElement || Number.isNaN(at)) return;
    // The press would take the focus back from the field that comes.
    if (own) event.preventDefault();
    drawn.current!.go(at, own);
  };
  const type = (event: Event) => {
    // Browsers tell of a half-written text when another page has taken the place of the cell's.
    if (address.peek().page !== page) return;
    const input = event.target as HTMLInputElement;
    const [at, text] = [placeOf(event), input.value];
    const taken = onType(at, text);
    if (!taken) input.value = texts[at];
    drawn.current!.drafting = false;
    afterPress(() => setWrong(taken ? null : { at, text }));
  };

  return (
    <div class="scroll">
      <div class="grid-box" style={{ "--rows": rows, "--columns": columns, "--longest": longest }}>
        <table
          class={rows * columns > MANY ? "grid cells many" : "grid cells"}
          role="grid"
          aria-label={`${name}, ${rows} × ${columns}`}
          onKeyDown={onKeyDown}
          onChange={type}
          onInput={() => {
            drawn.current!.drafting = true;
            setWrong(null);
          }}
          onPointerOver={point}
          onMouseDown={enter}
          onFocusIn={(event) => {
            enter(event);
            point(event);
          }}
          onPointerLeave={() => onPoint?.(null)}
          onFocusOut={() => {
            drawn.current!.drafting = false;
            onPoint?.(null);
          }}
        >
          {/* Its rows are written by hand, and only where something changed. */}
          <tbody ref={body} />
        </table>
        {props.frames?.map((frame) => (
          <GridFrame key={frame.kind} {...frame} columns={columns} />
        ))}
      </div>
      {wrong && (
        <p id={told} role="alert">
          {cellWords().badNumber(wrong.text)}
        </p>
      )}
    </div>
  );
}

const largest = (values: ArrayLike<number | null>): number =>
  Array.from(values).reduce<number>((most, v) => Math.max(most, Math.abs(v ?? 0)), 1e-300);

function asNumber(text: string, at: number, onEdit: NumberGridProps["onEdit"]): boolean {
  const next = readCell(text);
  if (next) onEdit?.(at, toNumber(next));
  return next !== null;
}

const placeOf = ({ target }: Event): number =>
  Number((target as HTMLElement).closest("td")?.dataset.at);

/** −4 … 4: a class of its own for each, since the page's policy forbids styles in elements. */
const tintOf = (value: number, most: number): number => Math.round((4 * value) / most);
