/** Rows of figures under their heads; the first cell of a row says what the row is. */
import type { ComponentChild } from "preact";

export interface TableProps {
  /** What a screen reader calls it. */
  readonly name: string;
  readonly head?: readonly ComponentChild[];
  readonly rows: readonly (readonly ComponentChild[])[];
  /** Columns of words: they stand to the left. */
  readonly words?: readonly number[];
}

export function Table({ name, head, rows, words = [] }: TableProps) {
  const side = (column: number) => (words.includes(column) ? "words" : undefined);
  return (
    <div class="scroll">
      <table class="numbers" aria-label={name}>
        {head && (
          <thead>
            <tr>
              {head.map((cell, i) =>
                // What says nothing is not the head of anything.
                cell === "" ? (
                  <td key={`${i}`} />
                ) : (
                  <th key={`${i}`} scope="col" class={side(i)}>
                    {cell}
                  </th>
                ),
              )}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(([first, ...rest], i) => (
            <tr key={`${i}`}>
              {first === "" ? <td class="words" /> : <th scope="row">{first}</th>}
              {rest.map((cell, j) => (
                <td key={`${j}`} class={side(j + 1)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How much of the most: beside a number that says the same. */
export function Bar({ share }: { readonly share: number }) {
  const width = Math.max(0, Math.min(1, share || 0));
  return (
    <svg class="share-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect width={100 * width} height={10} />
    </svg>
  );
}
