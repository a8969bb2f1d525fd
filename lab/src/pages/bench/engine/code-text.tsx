import { grouped } from "@convoke/studies/words";
import { useWork } from "../../../engine/work.ts";
import { Refusal } from "../../../parts/refusal.tsx";
import { SaveMenu } from "../../../parts/save-menu.tsx";
import { engine } from "./calls.ts";
import type { Asked } from "./jobs.ts";
import { engineWords } from "./words.ts";

interface Props {
  readonly asked: Asked;
  readonly as: "loops" | "wat";
  readonly onChoose: (as: "loops" | "wat") => void;
}

const FILES = { loops: "kernel.txt", wat: "kernel.wat", wasm: "kernel.wasm" } as const;

/** The kernel as a loop nest to read, or as the text of the module that runs. */
export function CodeText({ asked, as, onChoose }: Props) {
  const t = engineWords();
  const question = { ...asked, as };
  const { value, problem } = useWork(JSON.stringify(question), () => engine.call("code", question));
  return (
    <section>
      <h2>{t.code}</h2>
      <p class="choices">
        {(["loops", "wat"] as const).map((one) => (
          <button key={one} type="button" aria-pressed={one === as} onClick={() => onChoose(one)}>
            {t[one]}
          </button>
        ))}
      </p>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {value && (
        <SaveMenu
          label={t.save}
          items={(["loops", "wat", "wasm"] as const).map((one) => ({
            name: FILES[one],
            file: FILES[one],
            make: () => engine.call("codeFile", { ...asked, as: one }).result,
          }))}
        />
      )}
      {value && (
        <>
          <p>
            {t.module(grouped(value.bytes))}{" "}
            {value.text.length < value.length && t.cut(grouped(value.length))}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard. */}
          <pre class="code" role="region" tabIndex={0} aria-label={t[as]}>
            {value.text}
          </pre>
        </>
      )}
    </section>
  );
}
