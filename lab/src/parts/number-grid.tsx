/**
 * Numbers in rows and columns that can be pointed at: with the mouse, a finger, or the arrow keys.
 * One element takes part in the order of the Tab key; the arrows move within.
 */
import { toNumber } from "convoke/workshop";
import { useId, useRef, useState } from "preact/hooks";
import { address, pageNow } from "../state/address.ts";
import { cellWords } from "../words/cells.ts";
import { afterPress } from "./after-press.ts";
import { useCells } from "./grid-cell.tsx";
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
  const editable = (at: number) => own && (props.editable?.(at) ?? true);
  const write = props.write ?? ((value: number | null) => (value === null ? "" : minus(value)));
  const table = useRef<HTMLTableElement>(null);
  const cells = useCells(columns);
  const told = useId();
  const [wrong, setWrong] = useState<{ readonly at: number; readonly text: string } | null>(null);
  const page = pageNow.value;
  /** What is being typed: a cell that is drawn anew meanwhile keeps it. */
  const draft = useRef<{ readonly at: number; readonly text: string } | null>(null);
  const most =
    tint === "none" ? 1 : Math.max(1e-300, ...Array.from(values, (v) => Math.abs(v ?? 0)));
  const cellAt = (at: number) => {
    const cell = table.current?.querySelector<HTMLElement>(`td[data-at="${at}"]`);
    return cell?.querySelector("input") ?? cell;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && event.target instanceof HTMLInputElement) {
      const at = placeOf(event);
      event.target.value = write(values[at], at);
      event.target.select();
      cells.forget(at);
      draft.current = null;
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
    const target = cellAt(to);
    target?.focus();
    if (target instanceof HTMLInputElement) target.select();
  };
  const point = (event: Event) => {
    const at = (event.target as HTMLElement).closest("td")?.dataset.at;
    if (at !== undefined) onPoint?.(Number(at));
  };
  const type = (event: Event) => {
    // Browsers tell of a half-written text when another page has taken the place of the cell's.
    if (address.peek().page !== page) return;
    const input = event.target as HTMLInputElement;
    const [at, text] = [placeOf(event), input.value];
    const taken = onType(at, text);
    if (!taken) input.value = write(values[at], at);
    draft.current = null;
    afterPress(() => setWrong(taken ? null : { at, text }));
    cells.forget(at);
  };

  return (
    <div class="scroll">
      <div class="grid-box">
        <table
          class={rows * columns > MANY ? "grid many" : "grid"}
          role="grid"
          aria-label={`${name}, ${rows} × ${columns}`}
          ref={table}
          onKeyDown={onKeyDown}
          onChange={type}
          onInput={(event) => {
            draft.current = { at: placeOf(event), text: (event.target as HTMLInputElement).value };
            setWrong(null);
          }}
          onPointerOver={point}
          onFocusIn={point}
          onPointerLeave={() => onPoint?.(null)}
          onFocusOut={() => {
            draft.current = null;
            onPoint?.(null);
          }}
        >
          <tbody>
            {Array.from({ length: rows }, (_, y) => (
              <tr key={y}>
                {Array.from({ length: columns }, (_v, x) => {
                  const at = y * columns + x;
                  const value = values[at];
                  const text = write(value, at);
                  return cells(at, {
                    at,
                    text: draft.current?.at === at ? draft.current.text : text,
                    said: `${name} ${y + 1}, ${x + 1}: ${text || "–"}`,
                    mark: mark?.(at),
                    note: note?.(at),
                    tint: tint === "none" ? undefined : tintOf(value ?? 0, most),
                    editable: editable(at),
                    wrong: wrong?.at === at ? told : undefined,
                  });
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {props.frames?.map((frame) => (
          <GridFrame key={frame.kind} {...frame} table={table} />
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

function asNumber(text: string, at: number, onEdit: NumberGridProps["onEdit"]): boolean {
  const next = readCell(text);
  if (next) onEdit?.(at, toNumber(next));
  return next !== null;
}

const placeOf = ({ target }: Event): number =>
  Number((target as HTMLElement).closest("td")?.dataset.at);

/** −4 … 4: a class of its own for each, since the page's policy forbids styles in elements. */
const tintOf = (value: number, most: number): number => Math.round((4 * value) / most);
