/**
 * The elements of a grid, written to where something changed and nowhere else: hundreds of cells follow
 * a pointer or a slider, and most of what they show stays as it was. One of them takes part in the order
 * of the Tab key; if it can be typed into, it holds the grid's only field.
 */
export interface Cell {
  readonly text: string;
  /** To a screen reader. */
  readonly said: string;
  /** Its classes. */
  readonly mark: string;
  /** A small word, drawn by the style sheet: to be seen and said, but no text of the element. */
  readonly note: string;
  readonly tint: string;
  readonly editable: boolean;
  /** Id of the sentence about what was typed into it; empty: nothing is wrong. */
  readonly wrong: string;
}

export interface GridCells {
  readonly draw: (rows: number, columns: number, cellAt: (at: number) => Cell) => void;
  /** Makes a cell the one that Tab reaches; with `enter` it takes the focus. */
  readonly go: (at: number, enter: boolean) => void;
  /** Whether somebody types: what stands in the field is theirs until they are done. */
  drafting: boolean;
}

interface Drawn {
  readonly element: HTMLTableCellElement;
  cell: Cell;
}

interface Line {
  readonly element: HTMLTableRowElement;
  readonly cells: Drawn[];
}

const EMPTY: Cell = {
  ...{ text: "", said: "", mark: "", note: "", tint: "" },
  ...{ editable: false, wrong: "" },
};

export function gridCells(body: HTMLElement): GridCells {
  const lines: Line[] = [];
  /** The cell that Tab reaches, and where it was asked for. */
  let stop: Drawn | null = null;
  let [row, column] = [0, 0];
  const target = (): Drawn | undefined => lines[row]?.cells[column];

  const move = (next: Drawn, enter: boolean) => {
    const before = stop;
    stop = next;
    stand(next, true);
    if (enter) {
      const field = fieldOf(next.element);
      (field ?? next.element).focus();
      field?.select();
    }
    // Last, so that a field tells of its change before it is taken away.
    if (before && before !== next) stand(before, false);
  };

  const grid: GridCells = {
    drafting: false,
    draw(rows, columns, cellAt) {
      const focused = body.contains(document.activeElement);
      fit(body, lines, rows, columns);
      for (let at = 0, y = 0; y < rows; y++)
        for (const drawn of lines[y].cells) {
          write(drawn, cellAt(at), at, grid.drafting);
          at++;
        }
      if (row >= rows || column >= columns) [row, column] = [0, 0];
      const next = target();
      // A cell that is gone took the focus with it.
      if (next) move(next, focused && !body.contains(document.activeElement));
    },
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
  const { element, cell } = drawn;
  const [typed, before] = [stops && cell.editable, fieldOf(element)];
  if (typed !== (before !== null)) {
    for (const name of NAMES) element.removeAttribute(name);
    element.replaceChildren(typed ? newField(cell.text) : cell.text);
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
  for (const { element, cells } of lines) {
    while (cells.length > columns) cells.pop()!.element.remove();
    while (cells.length < columns) {
      const one = TEMPLATE.cloneNode(true) as HTMLTableCellElement;
      element.append(one);
      cells.push({ element: one, cell: EMPTY });
    }
    if (element.parentNode === null) body.append(element);
  }
}

const TEMPLATE = document.createElement("td");
TEMPLATE.setAttribute("role", "gridcell");
TEMPLATE.tabIndex = -1;
TEMPLATE.append("");

function write(drawn: Drawn, next: Cell, at: number, drafting: boolean): void {
  const { element, cell: before } = drawn;
  drawn.cell = next;
  if (element.dataset.at !== `${at}`) element.dataset.at = `${at}`;
  const field = fieldOf(element);
  if (field) {
    if (!drafting && field.value !== next.text) field.value = next.text;
  } else if (next.text !== before.text) element.firstChild!.nodeValue = next.text;
  if (next.mark !== before.mark) element.className = next.mark;
  if (next.note !== before.note) attribute(element, "data-note", next.note);
  if (next.tint !== before.tint) attribute(element, "data-tint", next.tint);
  if (next.said !== before.said || next.note !== before.note || next.wrong !== before.wrong)
    name(drawn);
}

const NAMES = ["aria-label", "aria-invalid", "aria-describedby"];

/** What is said of a cell, by the element that takes the focus. */
function name({ element, cell: { said, note, wrong } }: Drawn): void {
  const one = fieldOf(element) ?? element;
  attribute(one, "aria-label", note === "" ? said : `${said}, ${note}`);
  attribute(one, "aria-invalid", wrong === "" ? "" : "true");
  attribute(one, "aria-describedby", wrong);
}

const fieldOf = ({ firstChild }: Element): HTMLInputElement | null =>
  firstChild instanceof HTMLInputElement ? firstChild : null;

function attribute(element: Element, name: string, value: string): void {
  if (value === "") element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function newField(text: string): HTMLInputElement {
  const field = document.createElement("input");
  Object.assign(field, { type: "text", inputMode: "text", autocomplete: "off", spellcheck: false });
  field.value = text;
  field.defaultValue = text;
  return field;
}
