/** A kernel as text, by name, and as cells: three ways to write the same words of the address. */
import { inDigits, quantityText } from "@convoke/studies/words";
import {
  type Kernel,
  kernelOf,
  kernelText,
  type quantity,
  rational,
  scale,
} from "convoke/workshop";
import { useEffect, useId, useState } from "preact/hooks";
import { isReadable, KernelView } from "../../parts/kernel/kernel-view.tsx";
import { readCell } from "../../parts/read-cell.ts";
import { Refusal } from "../../parts/refusal.tsx";
import { language } from "../../state/language.ts";
import { ByName } from "./by-name.tsx";
import type { Read } from "./jobs.ts";
import { SaveKernel } from "./save-kernel.tsx";
import { workshopWords } from "./words.ts";

interface Props {
  readonly text: string;
  /** Of the text, or of the one before while this one is being read. */
  readonly read: Read | null;
  readonly problem: string | null;
  readonly onSet: (text: string) => void;
}

export function Designer({ text, read, problem, onSet }: Props) {
  const t = workshopWords();
  const id = useId();
  // What is typed stays as it is until another kernel comes; rows may end with their lines.
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped((now) => (tidy(now) === text ? now : text)), [text]);
  return (
    <div class="row">
      <div class="designing">
        <div class="control">
          <label for={id}>{t.kernel}</label>
          <textarea
            id={id}
            class="kernel-text"
            rows={2}
            spellcheck={false}
            value={typed}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-hint`}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              onSet(tidy(event.currentTarget.value));
            }}
          />
        </div>
        <p id={`${id}-hint`} class="hint">
          {t.kernelHint}
        </p>
        {problem !== null && (
          <p role="alert">
            <Refusal of={problem} />
          </p>
        )}
        <ByName text={text} onSet={onSet} />
        {read && problem === null && (
          <SaveKernel typed={text} plane={read.kernel.shape.length === 2} />
        )}
      </div>
      {read && <Cells read={read} onSet={onSet} />}
    </div>
  );
}

function Cells({ read, onSet }: { readonly read: Read; readonly onSet: (text: string) => void }) {
  const t = workshopWords();
  const { kernel: k, sum, errors } = read;
  const editable = isReadable(k);
  const write = (next: Kernel) => onSet(kernelText(next));
  const onType = (at: number, cell: string) => {
    const value = readCell(cell);
    if (value === null) return false;
    const values: (Kernel["values"][number] | typeof value)[] = [...(k.exact ?? k.values)];
    values[at] = value;
    write(kernelOf(k.shape, values, k.origin));
    return true;
  };
  return (
    <div>
      <KernelView name={t.kernel} kernel={k} {...(editable ? { onType } : {})} />
      <p class="hint" aria-live="polite">
        {k.shape.join("×")}, {t.origin} [{k.origin.join(", ")}], {read.exact ? t.exact : t.floats},{" "}
        {t.sum} {quantityText(sum)}
      </p>
      {editable && (
        <div class="controls">
          <Extent
            what={t.rows}
            onStep={(by) => write(resized(k, by, 0))}
            most={15}
            of={rowsOf(k)}
          />
          <Extent
            what={t.columns}
            onStep={(by) => write(resized(k, 0, by))}
            most={15}
            of={columnsOf(k)}
          />
          <button
            type="button"
            disabled={sum.value === 0 || quantityText(sum) === "1"}
            onClick={() => write(normalised(k, sum))}
          >
            {t.normalise}
          </button>
        </div>
      )}
      {errors.length > 0 && (
        <table class="facts">
          <tbody>
            {errors.map((error) => (
              <tr key={error.name}>
                <td class="number">{inDigits(error.value, 4)}</td>
                <td>{error[language.value]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Extent(props: {
  readonly what: string;
  readonly of: number;
  readonly most: number;
  readonly onStep: (by: number) => void;
}) {
  const t = workshopWords();
  const { what, of, most, onStep } = props;
  return (
    <span class="choices">
      <button
        type="button"
        aria-label={t.fewer(what)}
        disabled={of <= 1}
        onClick={() => onStep(-1)}
      >
        −
      </button>
      {of} {what}
      <button
        type="button"
        aria-label={t.more(what)}
        disabled={of >= most}
        onClick={() => onStep(1)}
      >
        +
      </button>
    </span>
  );
}

const rowsOf = ({ shape }: Kernel): number => shape.at(-2) ?? 1;
const columnsOf = ({ shape }: Kernel): number => shape[shape.length - 1];

/** With rows and columns more, of zeros, or fewer at the end; the origin goes to the middle. */
function resized(k: Kernel, moreRows: number, moreColumns: number): Kernel {
  const [rows, columns] = [rowsOf(k) + moreRows, columnsOf(k) + moreColumns];
  const zero = rational(0);
  const old = k.exact ?? [...k.values];
  const values = Array.from({ length: rows * columns }, (_, i) => {
    const [y, x] = [Math.floor(i / columns), i % columns];
    return y < rowsOf(k) && x < columnsOf(k) ? old[y * columnsOf(k) + x] : zero;
  });
  return kernelOf([rows, columns], values);
}

/** Exactly where the sum is a fraction. */
function normalised(k: Kernel, { exact, value }: ReturnType<typeof quantity>): Kernel {
  return scale(k, exact ? rational(exact.under, exact.over) : 1 / value);
}

const tidy = (typed: string): string => typed.trim().replace(/\s*;?\s*\n\s*/g, "; ");
