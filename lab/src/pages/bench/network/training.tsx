/** The buttons of the training, how far it is, and what it has come to. */

import { Refusal } from "../../../parts/refusal.tsx";
import { threads } from "../../../state/isolation.ts";
import { UNSEEN } from "./parameters.ts";
import type { useNetwork } from "./use-network.ts";
import { networkWords, percent } from "./words.ts";

interface Props {
  readonly state: ReturnType<typeof useNetwork>;
  readonly onTrain: () => void;
}

export function Training({ state, onTrain }: Props) {
  const t = networkWords();
  const { phase, curves, problem, ready, pause, again } = state;
  const step = curves.points.at(-1)?.step ?? 0;
  return (
    <div class="net-training">
      <p class="choices">
        {phase.kind === "learning" && (
          <button type="button" class="main" onClick={() => pause(!phase.paused)}>
            {phase.paused ? t.goOn : t.pause}
          </button>
        )}
        {phase.kind === "untrained" && (
          <button
            type="button"
            class={ready ? "main" : undefined}
            disabled={!ready}
            onClick={onTrain}
          >
            {t.train}
          </button>
        )}
        {phase.kind !== "untrained" && (
          <button type="button" onClick={again}>
            {t.again}
          </button>
        )}
      </p>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {phase.kind === "learning" && (
        <p>
          <progress aria-label={t.progress} value={curves.steps === 0 ? 0 : step / curves.steps} />{" "}
          <span>{curves.steps === 0 ? t.digits : t.step(step, curves.steps)}</span>
        </p>
      )}
      <p aria-live="polite">
        {phase.kind === "untrained" && t.untrained}
        {phase.kind === "learning" && phase.paused && t.paused}
        {phase.kind === "done" &&
          t.done(
            UNSEEN - phase.learned.mistakes.length,
            UNSEEN,
            percent(1 - phase.learned.mistakes.length / UNSEEN),
            phase.learned.seconds.toFixed(1),
            threads.value,
          )}
      </p>
    </div>
  );
}
