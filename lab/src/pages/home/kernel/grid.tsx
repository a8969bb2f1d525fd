/**
 * The numbers of the kernel: typed (fractions too), dragged up and down, or moved with keys. The
 * arrows go from cell to cell; with Shift, up and down change the number, Page Up and Down by ten steps.
 */
import type { Kernel } from "convoke/workshop";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { afterPress } from "../../../parts/after-press.ts";
import { readCell } from "../../../parts/read-cell.ts";
import { address, pageNow } from "../../../state/address.ts";
import { cellWords } from "../../../words/cells.ts";
import { homeWords } from "../words.ts";
import { cellText, fullText, moved, withValue } from "./kernel.ts";

/** Pixels of a drag for one step, and before it is a drag at all. */
const STEP = 6;
const STILL = 4;

interface Props {
  readonly kernel: Kernel;
  readonly onKernel: (next: Kernel) => void;
}

interface Drag {
  readonly at: number;
  readonly y: number;
  readonly from: Kernel;
  moving: boolean;
}

export function KernelGrid({ kernel, onKernel }: Props) {
  const t = homeWords();
  const table = useRef<HTMLTableElement>(null);
  const drag = useRef<Drag | null>(null);
  const [current, setCurrent] = useState(0);
  const [wrong, setWrong] = useState<{ readonly at: number; readonly text: string } | null>(null);
  const told = useId();
  const page = pageNow.value;
  /** What is being typed: the page is drawn again meanwhile, whenever the worker tells something. */
  const [draft, setDraft] = useState<{ readonly at: number; readonly text: string } | null>(null);
  const [rows, columns] = kernel.shape;
  const most = Math.max(1e-300, ...kernel.values.map(Math.abs));
  const turn = (from: Kernel, at: number, steps: number) =>
    onKernel(withValue(from, at, moved(from, at, steps)));

  const onKeyDown = (event: KeyboardEvent) => {
    const at = placeOf(event.target);
    if (at === null) return;
    if (event.key === "Escape") {
      setDraft(null);
      setWrong(null);
      (event.target as HTMLInputElement).value = cellText(kernel, at);
      (event.target as HTMLInputElement).select();
      return;
    }
    const steps = PAGES[event.key] ?? (event.shiftKey ? VERTICAL[event.key] : undefined);
    if (steps !== undefined) {
      event.preventDefault();
      setDraft(null);
      turn(kernel, at, steps);
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow || event.shiftKey) return;
    const [dy, dx] = arrow;
    // Within a text that is being typed, left and right move the caret.
    if (dx !== 0 && !atEdge(event.target as HTMLInputElement, dx)) return;
    const [y, x] = [Math.floor(at / columns) + dy, (at % columns) + dx];
    if (y < 0 || x < 0 || y >= rows || x >= columns) return;
    event.preventDefault();
    const input = table.current?.querySelectorAll("input")[y * columns + x];
    input?.focus();
    input?.select();
  };
  const onPointerDown = (event: PointerEvent) => {
    const at = placeOf(event.target);
    if (at !== null && event.button === 0)
      drag.current = { at, y: event.clientY, from: kernel, moving: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    // Let go outside the grid before it was a drag, the button is no longer down.
    if (event.buttons === 0) drag.current = null;
    const now = drag.current;
    if (!now) return;
    const up = now.y - event.clientY;
    if (!now.moving) {
      if (Math.abs(up) < STILL) return;
      now.moving = true;
      table.current?.setPointerCapture(event.pointerId);
      (document.activeElement as HTMLElement | null)?.blur();
      setCurrent(now.at);
    }
    event.preventDefault();
    turn(now.from, now.at, Math.round(up / STEP));
  };
  const onPointerUp = () => {
    drag.current = null;
  };
  // What was changed by keys is selected as what was reached by them: typing replaces it.
  useLayoutEffect(() => {
    const input = document.activeElement;
    if (draft === null && input instanceof HTMLInputElement && table.current?.contains(input))
      input.select();
  }, [kernel]);
  const type = (at: number, text: string) => {
    // Browsers tell of a half-written text when another page has taken the place of this one.
    if (address.peek().page !== page) return;
    setDraft(null);
    const value = readCell(text);
    afterPress(() => setWrong(value ? null : { at, text }));
    if (value && text !== cellText(kernel, at)) onKernel(withValue(kernel, at, value));
  };

  return (
    <>
      <div class="scroll">
        <table
          ref={table}
          class={`grid kernel ${columns > 5 ? "many" : ""}`}
          role="grid"
          aria-label={t.kernelGrid(rows, columns)}
          aria-describedby="kernel-help"
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={onPointerUp}
        >
          <tbody>
            {Array.from({ length: rows }, (_, y) => (
              <tr key={y}>
                {Array.from({ length: columns }, (_v, x) => {
                  const at = y * columns + x;
                  return (
                    <td key={x} data-tint={Math.round((4 * kernel.values[at]) / most)}>
                      <input
                        type="text"
                        autocomplete="off"
                        spellcheck={false}
                        data-at={at}
                        aria-label={t.cell(y + 1, x + 1)}
                        title={fullText(kernel, at)}
                        tabIndex={at === Math.min(current, rows * columns - 1) ? 0 : -1}
                        value={draft?.at === at ? draft.text : cellText(kernel, at)}
                        onFocus={() => setCurrent(at)}
                        aria-invalid={wrong?.at === at}
                        aria-describedby={wrong?.at === at ? told : undefined}
                        onInput={(event) => {
                          setWrong(null);
                          setDraft({ at, text: event.currentTarget.value });
                        }}
                        onChange={(event) => type(at, event.currentTarget.value)}
                        onBlur={() => setDraft(null)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {wrong && (
        <p id={told} role="alert">
          {cellWords().badNumber(wrong.text)}
        </p>
      )}
      <p id="kernel-help" class="hint">
        {t.gridHelp}
      </p>
    </>
  );
}

const PAGES: Readonly<Record<string, number>> = { PageUp: 10, PageDown: -10 };
const VERTICAL: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 };
const ARROWS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function placeOf(target: EventTarget | null): number | null {
  const at = target instanceof HTMLInputElement ? target.dataset.at : undefined;
  return at === undefined ? null : Number(at);
}

/** Whether an arrow would leave the text. */
function atEdge({ selectionStart, selectionEnd, value }: HTMLInputElement, right: number): boolean {
  const all = selectionStart === 0 && selectionEnd === value.length;
  return all || (right < 0 ? selectionEnd === 0 : selectionStart === value.length);
}
