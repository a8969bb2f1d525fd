/** A visitor's own picture, sound and sentences, for studies that use them. */
import { useId, useState } from "preact/hooks";
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
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  if (uses.length === 0) return null;
  const take = async (use: Use, file: File | undefined) => {
    setProblem(null);
    try {
      const { [use]: _, ...rest } = own;
      const next = file === undefined ? rest : { ...rest, [use]: await read(use, file) };
      setOwn(next);
      onChange(next);
    } catch {
      setProblem(`${t.notPlayed}: ${file?.name}`);
    }
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
            onChange={(event) => void take(use, event.currentTarget.files?.[0])}
          />
        </div>
      ))}
      <small>{t.ownHint}</small>
      {problem !== null && <p role="alert">{problem}</p>}
    </div>
  );
}

/** WAV files are read as they are; what else plays is decoded by the browser, which workers cannot ask. */
async function read(use: Use, file: File): Promise<Blob | Own["sound"]> {
  if (use !== "sound" || /\.wav$/i.test(file.name)) return file;
  const rate = 44100;
  const context = new OfflineAudioContext(1, 1, rate);
  const sound = await context.decodeAudioData(await file.arrayBuffer());
  return { source: file.name, rate, samples: sound.getChannelData(0) };
}
