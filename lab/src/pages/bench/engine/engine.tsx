/** What the planner considers, the code that the winner writes, and how long it takes in this browser. */
import { useState } from "preact/hooks";
import { useWork } from "../../../engine/work.ts";
import { Controls } from "../../../parts/controls.tsx";
import { Refusal } from "../../../parts/refusal.tsx";
import { mostThreads, threads } from "../../../state/isolation.ts";
import { parametersOf } from "../../../state/parameters.ts";
import { BESIDE } from "../pointed.ts";
import { engine } from "./calls.ts";
import { Check } from "./check.tsx";
import { CodeText } from "./code-text.tsx";
import { Contest } from "./contest.tsx";
import type { Asked } from "./jobs.ts";
import { ENGINE, EXAMPLES } from "./parameters.ts";
import { Timing } from "./timing.tsx";
import { engineWords } from "./words.ts";

export default function EngineView() {
  const t = engineWords();
  // The bench leaves its small layer in the link, for the way back.
  const parameters = parametersOf(ENGINE, BESIDE);
  const { layer, algorithm, accuracy, code } = parameters.values;
  // Read here, so that the plan follows when the machine has been measured.
  const [machine, setMachine] = useState(0);
  const asked: Asked = { layer, algorithm, accuracy, threads: threads.value };
  const key = JSON.stringify(asked);
  const { value, problem } = useWork(`${key} ${machine}`, () => engine.call("contest", asked));
  const say = (word: string) =>
    ({
      auto: t.auto,
      exact: t.exact,
      faithful: t.faithful,
      fast: t.fast,
      loops: t.loops,
      wat: t.wat,
    })[word] ?? word;
  return (
    <>
      <p>{t.about}</p>
      <Controls
        table={ENGINE}
        parameters={parameters}
        only={["layer", "algorithm", "accuracy"]}
        say={say}
      />
      <p class="choices">
        {t.examples}
        {": "}
        {EXAMPLES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === layer}
            onClick={() => parameters.set({ layer: one })}
          >
            {one}
          </button>
        ))}
      </p>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {value && (
        <>
          <Contest planned={value} onMeasured={() => setMachine((n) => n + 1)} />
          <Timing key={key} asked={asked} most={mostThreads.value} macs={value.work.macs} />
          <Check key={layer} layer={layer} macs={value.work.macs} />
          <CodeText
            asked={asked}
            as={code as "loops" | "wat"}
            onChoose={(next) => parameters.set({ code: next })}
          />
        </>
      )}
    </>
  );
}
