/** A visitor's own picture, sound and sentences, for studies that use them. */
import { useId, useState } from "preact/hooks";
import { Refusal } from "../../parts/refusal.tsx";
import { colon } from "../../state/language.ts";
import { decoded, photograph, recording } from "./capture.ts";
import type { Own } from "./data.ts";
import { studyWords } from "./words.ts";

type Use = keyof Own;

interface Props {
  readonly uses: readonly Use[];
  readonly onChange: (own: Own) => void;
}

const ACCEPT: Readonly<Record<Use, string>> = {
  image: "image/*",
  sound: "audio/*",
  sentences: ".tsv,.csv,.txt,text/*",
};

export function OwnFiles({ uses, onChange }: Props) {
  const t = studyWords();
  const [own, setOwn] = useState<Own>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  if (uses.length === 0) return null;

  const take = async (use: Use, found: Promise<Own[Use]>, failure: string) => {
    setProblem(null);
    setBusy(true);
    try {
      const { [use]: _, ...rest } = own;
      const value = await found;
      const next = value === undefined ? rest : { ...rest, [use]: value };
      setOwn(next);
      onChange(next);
    } catch {
      setProblem(failure);
    }
    setBusy(false);
  };
  return (
    <div class="controls">
      {uses.map((use) => (
        <div key={use} class="control">
          <label for={`${id}-${use}`}>{t.own[use]}</label>
          <input
            id={`${id}-${use}`}
            type="file"
            accept={ACCEPT[use]}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              void take(use, read(use, file), `${t.notPlayed}${colon()}${file?.name}`);
            }}
          />
          {use === "image" && (
            <button
              type="button"
              disabled={busy}
              onClick={() => take("image", photograph(), t.noCamera)}
            >
              {t.camera}
            </button>
          )}
          {use === "sound" && (
            <button
              type="button"
              disabled={busy}
              onClick={() => take("sound", recording(t.microphone), t.noMicrophone)}
            >
              {busy ? t.recording : t.record}
            </button>
          )}
        </div>
      ))}
      <small>{t.ownHint}</small>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
    </div>
  );
}

/** WAV files are read as they are. */
async function read(use: Use, file: File | undefined): Promise<Own[Use]> {
  if (file === undefined || use !== "sound" || /\.wav$/i.test(file.name)) return file;
  return decoded(file, file.name);
}
