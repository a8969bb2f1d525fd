/** How many outputs have sent their gradient back: by steps, or on its own where motion is welcome. */
import { useEffect, useState } from "preact/hooks";
import { backwardWords } from "./words.ts";

const PACE = 700;

interface Props {
  readonly sent: number;
  readonly all: number;
  readonly onSend: (count: number) => void;
}

export function Sender({ sent, all, onSend }: Props) {
  const t = backwardWords();
  const [playing, setPlaying] = useState(false);
  const [still] = useState(() => matchMedia("(prefers-reduced-motion: reduce)").matches);
  useEffect(() => {
    if (!playing) return;
    const next = setTimeout(() => (sent >= all ? setPlaying(false) : onSend(sent + 1)), PACE);
    return () => clearTimeout(next);
  }, [playing, sent, all]);
  const play = () => {
    if (!playing && sent >= all) onSend(0);
    setPlaying(!playing);
  };
  return (
    <div class="player">
      <span>{t.sent}</span>
      <button
        type="button"
        aria-label={t.back}
        disabled={sent === 0}
        onClick={() => onSend(sent - 1)}
      >
        ◂
      </button>
      {!still && (
        <button type="button" class="main" onClick={play}>
          {playing ? t.pause : t.play}
        </button>
      )}
      <button
        type="button"
        aria-label={t.on}
        disabled={sent >= all}
        onClick={() => onSend(sent + 1)}
      >
        ▸
      </button>
      <input
        type="range"
        aria-label={t.sent}
        min={0}
        max={all}
        value={sent}
        aria-valuetext={t.sentSaid(sent, all)}
        onInput={(event) => onSend(event.currentTarget.valueAsNumber)}
      />
      <span class="soft">{t.sentSaid(sent, all)}</span>
    </div>
  );
}
