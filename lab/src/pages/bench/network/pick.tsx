/** Digits to look at: one of each class, generated and unseen, and those that are read wrong. */
import { DigitButtons } from "./digit-buttons.tsx";
import { CLASSES, labelOf } from "./digits/digit.ts";
import type { Learned } from "./jobs.ts";
import { UNSEEN } from "./parameters.ts";
import { networkWords } from "./words.ts";

interface ChoiceProps {
  readonly seed: number;
  readonly example: number;
  /** Whether a drawing is looked at instead. */
  readonly own: boolean;
  readonly onClear: () => void;
  readonly onChoose: (example: number) => void;
}

export function DigitChoice({ seed, example, own, onClear, onChoose }: ChoiceProps) {
  const t = networkWords();
  const first = example - (example % CLASSES);
  return (
    <>
      <p class="choices">
        <button type="button" onClick={onClear}>
          {t.clear}
        </button>
        <button type="button" onClick={() => onChoose((example + CLASSES) % UNSEEN)}>
          {t.others}
        </button>
      </p>
      <DigitButtons
        name={t.examples}
        seed={seed}
        examples={Array.from({ length: CLASSES }, (_, i) => first + i)}
        chosen={own ? null : example}
        say={(at) => t.example(labelOf(at))}
        onChoose={onChoose}
      />
      <p class="lead">{own ? t.own : t.drawHow}</p>
    </>
  );
}

interface MistakesProps {
  readonly seed: number;
  readonly mistakes: Learned["mistakes"];
  readonly chosen: number | null;
  readonly onChoose: (example: number) => void;
}

/** A network that learned nothing is wrong about nearly all. */
const MOST = 16;

export function Mistakes({ seed, mistakes, chosen, onChoose }: MistakesProps) {
  const t = networkWords();
  const taken = new Map(mistakes.map((one) => [one.example, one.taken]));
  return (
    <section>
      <h2>{t.mistakes}</h2>
      {mistakes.length > MOST && <p>{t.firstOf(MOST, mistakes.length)}</p>}
      {mistakes.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <DigitButtons
          name={t.mistakes}
          {...{ seed, chosen, onChoose }}
          examples={mistakes.slice(0, MOST).map(({ example }) => example)}
          say={(at) => t.mistake(labelOf(at), taken.get(at)!)}
          caption={(at) => `${labelOf(at)} → ${taken.get(at)}`}
        />
      )}
    </section>
  );
}
