/** The kernel with another, or by itself: exact where both are. */
import { useWork } from "../../engine/work.ts";
import { Controls } from "../../parts/controls.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { parametersOf } from "../../state/parameters.ts";
import { workshop } from "./calls.ts";
import { type Operation, TABLE } from "./parameters.ts";
import { Result, UseIt } from "./result.tsx";
import { workshopWords } from "./words.ts";

/** What an operation asks for beside the kernel. */
const ASKS = {
  convolve: "with",
  correlate: "with",
  add: "with",
  subtract: "with",
  power: "times",
  dilate: "times",
  rotate: "times",
  scale: "by",
  flip: null,
  transpose: null,
} as const satisfies Record<Operation, "with" | "times" | "by" | null>;

const SIGNS: Readonly<Partial<Record<Operation, string>>> = {
  convolve: "∗",
  correlate: "⋆",
  add: "+",
  subtract: "−",
};

export function ComposeTab({ text }: { readonly text: string }) {
  const t = workshopWords();
  const parameters = parametersOf(TABLE);
  const { with: second, times, by } = parameters.values;
  const op = parameters.values.op as Operation;
  const asked = { text, op, with: second, times, by };
  const { value, problem } = useWork(JSON.stringify(asked), () => workshop.call("compose", asked));
  const asks = ASKS[op];
  return (
    <>
      <Controls
        table={TABLE}
        parameters={{ ...parameters, problem: null }}
        only={asks === null ? ["op"] : ["op", asks]}
        say={(word) => t.say[word] ?? word}
      />
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {value && (
        <>
          <div class="row composed" aria-live="polite">
            {value.second && (
              <>
                <span class="sign">{SIGNS[op]}</span>
                <Result name={second} kernel={value.second} />
              </>
            )}
            <span class="sign">=</span>
            <Result name={t.result} kernel={value.result} />
          </div>
          <UseIt text={value.text} />
        </>
      )}
    </>
  );
}
