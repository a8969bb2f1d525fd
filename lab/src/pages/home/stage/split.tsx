/** The line between original and result: dragged, or moved with keys. */
import { homeWords } from "../words.ts";

interface Props {
  readonly value: number;
  readonly onValue: (percent: number) => void;
}

export function Split({ value, onValue }: Props) {
  const t = homeWords();
  const clip = (v: number) => Math.min(100, Math.max(0, Number(v.toFixed(1))));
  const onKeyDown = (event: KeyboardEvent) => {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onValue(
      clip(Number.isFinite(step) ? value + step * (event.shiftKey ? 10 : 1) : step > 0 ? 100 : 0),
    );
  };
  const onPointerDown = (event: PointerEvent) => {
    event.stopPropagation();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    event.stopPropagation();
    const frame = handle.parentElement!.getBoundingClientRect();
    onValue(clip((100 * (event.clientX - frame.left)) / frame.width));
  };
  return (
    <div
      class="split"
      role="slider"
      tabIndex={0}
      aria-label={t.split}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value)}
      aria-valuetext={t.percent(Math.round(value))}
      style={{ left: `${value}%` }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
    />
  );
}

const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
