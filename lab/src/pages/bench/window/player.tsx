/** Walks the window over all outputs: by steps, or on its own where motion is welcome. */
import { useEffect, useState } from "preact/hooks";
import { stayAt } from "../pointed.ts";
import { benchWords } from "../words.ts";
import { windowWords } from "./words.ts";

const PACE = 700;

interface Props {
  readonly output: number;
  readonly outputs: number;
}

export function Player({ output, outputs }: Props) {
  const t = windowWords();
  const [playing, setPlaying] = useState(false);
  const [still] = useState(() => matchMedia("(prefers-reduced-motion: reduce)").matches);
  const step = (by: number) => stayAt((output + by + outputs) % outputs);
  useEffect(() => {
    if (!playing) return;
    const next = setTimeout(() => step(1), PACE);
    return () => clearTimeout(next);
  }, [playing, output, outputs]);
  return (
    <div class="player">
      <button type="button" aria-label={t.back} onClick={() => step(-1)}>
        ◂
      </button>
      {!still && (
        <button type="button" class="main" onClick={() => setPlaying(!playing)}>
          {playing ? t.pause : t.play}
        </button>
      )}
      <button type="button" aria-label={t.step} onClick={() => step(1)}>
        ▸
      </button>
      <input
        type="range"
        aria-label={benchWords().output}
        min={0}
        max={outputs - 1}
        value={output}
        aria-valuetext={t.place(output + 1, outputs)}
        onInput={(event) => stayAt(event.currentTarget.valueAsNumber)}
      />
      <span class="soft">{t.place(output + 1, outputs)}</span>
    </div>
  );
}
