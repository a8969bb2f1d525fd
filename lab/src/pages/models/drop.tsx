/** Where a model comes from: a file that is dropped or chosen, or one made here. */
import { inBytes } from "@convoke/studies/words";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Refusal } from "../../parts/refusal.tsx";
import { SAMPLES, type Sample } from "./parameters.ts";
import { modelsWords } from "./words.ts";

export interface OwnFile {
  /** A new one for every file: the same name may hold other bytes. */
  readonly number: number;
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

/** Browsers hold no more in one piece, and a copy or two of it are made. */
const MOST_BYTES = 2 ** 29;

interface Props {
  /** Null while a file is open. */
  readonly sample: Sample | null;
  readonly onSample: (sample: Sample) => void;
  readonly onFile: (file: OwnFile) => void;
}

let files = 0;

export function Drop({ sample, onSample, onFile }: Props) {
  const t = modelsWords();
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  /** Of the newest choice: a large file that is read slowly gives way to it. */
  const newest = useRef(0);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const mine = ++newest.current;
    if (file.size > MOST_BYTES) {
      setProblem(t.tooLarge(inBytes(MOST_BYTES), inBytes(file.size)));
      return;
    }
    try {
      const bytes = await file.arrayBuffer();
      if (mine !== newest.current) return;
      setProblem(null);
      onFile({ number: ++files, name: file.name, bytes });
    } catch (error) {
      if (mine === newest.current) setProblem((error as Error).message);
    }
  };
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      void take(event.dataTransfer.files[0]);
    };
    addEventListener("dragover", over);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("drop", drop);
    };
  });
  return (
    <div class="drop">
      <p>{t.about}</p>
      <div class="controls">
        <div class="control">
          <label for={id}>{t.choose}</label>
          <input
            id={id}
            type="file"
            accept=".onnx,.safetensors"
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </div>
        <div class="choices" role="group" aria-label={t.samples}>
          {t.samples}
          {SAMPLES.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === sample}
              onClick={() => {
                newest.current++;
                setProblem(null);
                onSample(one);
              }}
            >
              {t.sample[one]}
            </button>
          ))}
        </div>
      </div>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
    </div>
  );
}
