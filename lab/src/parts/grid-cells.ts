/**
 * The elements of a grid, written to where something changed and nowhere else: thousands of cells follow
 * a pointer or a slider, and most of what they show stays as it was. One of them takes part in the order
 * of the Tab key; if it can be typed into, it holds the grid's only field.
 */
import { inSlices } from "./in-slices.ts";

/** What cells show, by index; empty where there is nothing. */
export interface Look {
  /** Of the grid, to a screen reader. */
  readonly name: string;
  readonly text: (at: number) => string;
  /** Classes. */
  readonly mark: (at: number) => string;
  /** A small word, drawn by the style sheet: to be seen and said, but no text of the element. */
  readonly note: (at: number) => string;
  readonly tint: (at: number) => string;
  readonly editable: (at: number) => boolean;
  /** Id of the sentence about what was typed into it. */
  readonly wrong: (at: number) => string;
}

export interface GridCells {
  readonly draw: (rows: number, columns: number, look: Look) => void;
  /** Makes a cell the one that Tab reaches; with `enter` it takes the focus. */
  readonly go: (at: number, enter: boolean) => void;
  /** Writes nothing more. */
  readonly end: () => void;
  /** Whether somebody types: what stands in the field is theirs until they are done. */
  drafting: boolean;
}

/** A cell, and what it shows. Its row and column stay; its index does not. */
interface Drawn {
  readonly element: HTMLTableCellElement;
  readonly place: string;
  field: HTMLInputElement | null;
  at: number;
  name: string;
  text: string;
  mark: string;
  note: string;
  tint: string;
  editable: boolean;
  wrong: string;
}

interface Line {
  readonly element: HTMLTableRowElement;
  readonly cells: Drawn[];
}

/** Cells that are written to at once, more than a window shows; those below follow in slices. */
const AT_ONCE = 1000;

export function gridCells(body: HTMLElement): GridCells {
  const lines: Line[] = [];
  /** The cell that Tab reaches, and where it was asked for. */
  let stop: Drawn | null = null;
  let [row, column] = [0, 0];
  let stopRest = () => {};
  const target = (): Drawn | undefined => lines[row]?.cells[column];

  const move = (next: Drawn, enter: boolean) => {
    const before = stop;
    stop = next;
    stand(next, true);
    if (enter) {
      (next.field ?? next.element).focus();
      next.field?.select();
    }
    // Last, so that a field tells of its change before it is taken away.
    if (before && before !== next) stand(before, false);
  };

  const grid: GridCells = {
    drafting: false,
    draw(rows, columns, look) {
      const focused = body.contains(document.activeElement);
      fit(body, lines, rows, columns);
      // What is pressed before its slice comes is already the cell of now.
      lines.forEach(({ cells }, y) => {
        cells.forEach((drawn, x) => {
          place(drawn, y * columns + x);
        });
      });
      const line = (y: number) => {
        lines[y].cells.forEach((drawn, x) => {
          write(drawn, look, y * columns + x, grid.drafting);
        });
      };
      stopRest();
      const first = Math.min(rows, Math.ceil(AT_ONCE / columns));
      for (let y = 0; y < first; y++) line(y);
      if (first < rows) stopRest = inSlices(rows - first, (y) => line(first + y));
      if (row >= rows || column >= columns) [row, column] = [0, 0];
      const next = target();
      // A cell that is gone took the focus with it.
      if (next) move(next, focused && !body.contains(document.activeElement));
    },
    end: () => stopRest(),
    go(at, enter) {
      const columns = lines[0]?.cells.length ?? 1;
      [row, column] = [Math.floor(at / columns), at % columns];
      const next = target();
      if (next) move(next, enter);
    },
  };
  return grid;
}

/** A cell where Tab stops has a field, if it can be typed into; no other has one. */
function stand(drawn: Drawn, stops: boolean): void {
  const { element, text } = drawn;
  const typed = stops && drawn.editable;
  if (typed !== (drawn.field !== null)) {
    for (const name of NAMES) element.removeAttribute(name);
    drawn.field = typed ? newField(text) : null;
    element.replaceChildren(drawn.field ?? text);
    name(drawn);
  }
  if (typed) element.removeAttribute("tabindex");
  else element.tabIndex = stops ? 0 : -1;
}

/** As many rows and cells as there are to be: at the ends, the others stay. */
function fit(body: HTMLElement, lines: Line[], rows: number, columns: number): void {
  while (lines.length > rows) lines.pop()!.element.remove();
  while (lines.length < rows) {
    const element = document.createElement("tr");
    element.setAttribute("role", "row");
    lines.push({ element, cells: [] });
  }
  lines.forEach(({ element, cells }, y) => {
    while (cells.length > columns) cells.pop()!.element.remove();
    while (cells.length < columns) {
      const one = TEMPLATE.cloneNode(true) as HTMLTableCellElement;
      element.append(one);
      const place = `${y + 1}, ${cells.length + 1}`;
      cells.push({ ...EMPTY, element: one, place });
    }
    if (element.parentNode === null) body.append(element);
  });
}

const EMPTY = {
  ...{ field: null, at: -1, name: "", text: "", mark: "", note: "", tint: "" },
  ...{ editable: false, wrong: "" },
};

const TEMPLATE = document.createElement("td");
TEMPLATE.setAttribute("role", "gridcell");
TEMPLATE.tabIndex = -1;
TEMPLATE.append("");

function place(drawn: Drawn, at: number): void {
  if (at === drawn.at) return;
  drawn.at = at;
  drawn.element.dataset.at = `${at}`;
}

function write(drawn: Drawn, look: Look, at: number, drafting: boolean): void {
  const { element, field } = drawn;
  const [text, mark, note, tint] = [look.text(at), look.mark(at), look.note(at), look.tint(at)];
  const wrong = look.wrong(at);
  drawn.editable = look.editable(at);
  if (field) {
    if (!drafting && field.value !== text) field.value = text;
  } else if (text !== drawn.text) element.firstChild!.nodeValue = text;
  if (mark !== drawn.mark) element.className = mark;
  if (note !== drawn.note) attribute(element, "data-note", note);
  if (tint !== drawn.tint) attribute(element, "data-tint", tint);
  const renamed =
    text !== drawn.text || note !== drawn.note || wrong !== drawn.wrong || look.name !== drawn.name;
  drawn.name = look.name;
  drawn.text = text;
  drawn.mark = mark;
  drawn.note = note;
  drawn.tint = tint;
  drawn.wrong = wrong;
  if (renamed) name(drawn);
}

const NAMES = ["aria-label", "aria-invalid", "aria-describedby"];

/** What is said of a cell, by the element that takes the focus. */
function name({ element, field, place, name, text, note, wrong }: Drawn): void {
  const one = field ?? element;
  const said = `${name} ${place}: ${text || "–"}`;
  one.setAttribute("aria-label", note === "" ? said : `${said}, ${note}`);
  attribute(one, "aria-invalid", wrong === "" ? "" : "true");
  attribute(one, "aria-describedby", wrong);
}

function attribute(element: Element, name: string, value: string): void {
  if (value !== "") element.setAttribute(name, value);
  else if (element.hasAttribute(name)) element.removeAttribute(name);
}

function newField(text: string): HTMLInputElement {
  const field = document.createElement("input");
  Object.assign(field, { type: "text", inputMode: "text", autocomplete: "off", spellcheck: false });
  field.value = text;
  field.defaultValue = text;
  return field;
}
