/** Things to save: each is made when it is asked for. */
import { useState } from "preact/hooks";
import { Refusal } from "./refusal.tsx";

export interface Saving {
  readonly name: string;
  readonly file: string;
  readonly make: () => Promise<Blob> | Blob;
}

export function SaveMenu({
  label,
  items,
}: {
  readonly label: string;
  readonly items: readonly Saving[];
}) {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async ({ file, make }: Saving) => {
    setBusy(file);
    setProblem(null);
    try {
      download(await make(), file);
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(null);
    }
  };
  return (
    <div class="save" role="group" aria-label={label}>
      <span>{label}</span>
      {items.map((item) => (
        <button
          key={item.file}
          type="button"
          disabled={busy !== null}
          aria-busy={busy === item.file}
          onClick={() => save(item)}
        >
          {item.name}
        </button>
      ))}
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
    </div>
  );
}

/** Gives a person a file. */
export function download(blob: Blob, file: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  // The browser has the blob once the click is handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
