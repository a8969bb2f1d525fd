/** What the network believes: a bar and a number for every digit. */
import { networkWords, percent } from "./words.ts";

interface Props {
  readonly probabilities: Float32Array;
  /** The digit whose score is looked at. */
  readonly pointed: number | null;
  readonly onPoint: (digit: number) => void;
}

export function Bars({ probabilities, pointed, onPoint }: Props) {
  const t = networkWords();
  const best = probabilities.indexOf(Math.max(...probabilities));
  return (
    <section class="net-layer net-bars">
      <h2>{t.probabilities}</h2>
      <p aria-live="polite">{t.answer(best, percent(probabilities[best]))}</p>
      <ol>
        {Array.from(probabilities, (share, digit) => (
          <li key={digit}>
            <button
              type="button"
              aria-pressed={digit === pointed}
              onPointerEnter={() => onPoint(digit)}
              onFocus={() => onPoint(digit)}
              onClick={() => onPoint(digit)}
            >
              <span>{digit}</span>{" "}
              <span class="net-bar">
                <span
                  class={digit === best ? "best" : undefined}
                  style={{ width: `${100 * share}%` }}
                />
              </span>
              <span class="net-share">{percent(share)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
