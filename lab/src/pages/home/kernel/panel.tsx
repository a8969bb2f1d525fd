/** The kernel: chosen, resized, typed, dragged; and how its results become a picture. */
import { type Kernel, kernelText } from "convoke/workshop";
import { useId } from "preact/hooks";
import { Controls } from "../../../parts/controls.tsx";
import { language } from "../../../state/language.ts";
import type { Values } from "../../../state/parameters.ts";
import { PARAMETERS } from "../parameters.ts";
import { homeWords } from "../words.ts";
import { KernelGrid } from "./grid.tsx";
import { resized, SIZES, sizeOf } from "./kernel.ts";
import { PRESETS, presetOf, saidOf, shortOf } from "./presets.ts";

interface Props {
  readonly kernel: Kernel;
  readonly parameters: Values<typeof PARAMETERS>;
}

export function KernelPanel({ kernel, parameters }: Props) {
  const t = homeWords();
  const [known, size] = [useId(), useId()];
  const word = presetOf(kernel);
  const set = (next: Kernel) => {
    const text = kernelText(next);
    parameters.set({ kernel: presetOf(next) ?? text });
  };
  return (
    <section class="kernel-panel" aria-label={t.kernel}>
      <div class="control">
        <label for={known}>{t.preset}</label>
        <select
          id={known}
          value={word ?? ""}
          onChange={(event) => parameters.set({ kernel: event.currentTarget.value })}
        >
          {word === null && <option value="">{t.own}</option>}
          {PRESETS.map((one) => (
            <option key={one} value={one}>
              {`${one} – ${shortOf(one)[language.value]}`}
            </option>
          ))}
        </select>
      </div>
      <p class="said">{word === null ? t.own : saidOf(word)[language.value]}</p>
      <div class="control">
        <label for={size}>{t.size}</label>
        <select
          id={size}
          value={sizeOf(kernel)}
          onChange={(event) => {
            const next = SIZES.find((n) => `${n}` === event.currentTarget.value);
            if (next) set(resized(kernel, next));
          }}
        >
          {SIZES.map((n) => (
            <option key={n} value={n}>
              {n} × {n}
            </option>
          ))}
        </select>
      </div>
      <KernelGrid kernel={kernel} onKernel={set} />
      <Controls
        table={PARAMETERS}
        parameters={{ ...parameters, problem: null }}
        only={["range", "border", "colour"]}
        say={(one) => t.choices[one] ?? one}
      />
    </section>
  );
}
