/**
 * Elements of a grid, drawn anew only where they changed: a grid of hundreds follows the pointer, and
 * most of what it shows stays as it was.
 */
import type { VNode } from "preact";
import { useRef } from "preact/hooks";

interface CellProps {
  readonly at: number;
  readonly text: string;
  /** To a screen reader. */
  readonly said: string;
  readonly mark: string | undefined;
  readonly note: string | undefined;
  readonly tint: number | undefined;
  readonly editable: boolean;
  /** Where it is said what was wrong with the text that was typed. */
  readonly wrong: string | undefined;
}

interface Cells {
  (at: number, props: CellProps): VNode;
  /** Draws it anew at the next time: something else stands in it than was drawn. */
  readonly forget: (at: number) => void;
}

/**
 * Cells hold no functions of their grid, so one that was drawn before is as good as a new one, as long
 * as it stands in the same row.
 */
export function useCells(columns: number): Cells {
  const drawn = useRef(new Map<number, { readonly key: string; readonly node: VNode }>());
  const cells = (at: number, props: CellProps): VNode => {
    const key = JSON.stringify([columns, props]);
    const before = drawn.current.get(at);
    if (before?.key === key) return before.node;
    const node = drawCell(props);
    drawn.current.set(at, { key, node });
    return node;
  };
  return Object.assign(cells, { forget: (at: number) => void drawn.current.delete(at) });
}

function drawCell({ at, text, said, mark, note, tint, editable, wrong }: CellProps): VNode {
  const first = at === 0 ? 0 : -1;
  // The small word is drawn by the style sheet: to be seen and said, but no text of the element.
  const name = note === undefined ? said : `${said}, ${note}`;
  return (
    <td
      key={at}
      role="gridcell"
      data-at={at}
      tabIndex={editable ? undefined : first}
      aria-label={editable ? undefined : name}
      class={mark}
      data-tint={tint}
      data-note={note}
    >
      {editable ? (
        <input
          type="text"
          inputMode="text"
          autocomplete="off"
          spellcheck={false}
          aria-label={name}
          aria-invalid={wrong !== undefined}
          aria-describedby={wrong}
          tabIndex={first}
          value={text}
        />
      ) : (
        text
      )}
    </td>
  );
}
