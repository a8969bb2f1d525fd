/** Gaussians of three kinds beside each other, each with how far it is from its promise. */
import { inDigits } from "@convoke/studies/words";
import { type Kernel, kernelText } from "convoke/workshop";
import { useWork } from "../../engine/work.ts";
import { Controls } from "../../parts/controls.tsx";
import { KernelView } from "../../parts/kernel/kernel-view.tsx";
import { Plot } from "../../parts/plot/plot.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { language } from "../../state/language.ts";
import { parametersOf } from "../../state/parameters.ts";
import { workshop } from "./calls.ts";
import { TABLE } from "./parameters.ts";
import { UseIt } from "./result.tsx";
import { workshopWords } from "./words.ts";

const KINDS = ["sampled", "discrete", "integer"] as const;

export function GaussianTab() {
  const t = workshopWords();
  const parameters = parametersOf(TABLE);
  const { sigma, size, axes, most } = parameters.values;
  const asked = { sigma, size, axes, most };
  const { value, problem } = useWork(JSON.stringify(asked), () =>
    workshop.call("gaussians", asked),
  );
  const middle = value && middleRow(value.sampled.kernel);
  return (
    <>
      <Controls
        table={TABLE}
        parameters={{ ...parameters, problem: null }}
        only={["sigma", "size", "axes", "most"]}
      />
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {value && middle && (
        <>
          <Plot
            name={t.profile}
            x={middle.map((_, i) => i - (middle.length - 1) / 2)}
            lines={KINDS.map((kind) => ({
              name: t.kinds[kind],
              values: middleRow(value[kind].kernel),
            }))}
            xName={t.offset}
            yRange={[0, null]}
          />
          <div class="plots">
            {KINDS.map((kind) => {
              const { kernel, errors } = value[kind];
              return (
                <section key={kind}>
                  <h2>{t.kinds[kind]}</h2>
                  <p class="hint">{t.kindsAre[kind]}</p>
                  <table class="facts">
                    <tbody>
                      {errors.map((error) => (
                        <tr key={error.name}>
                          <td class="number">{inDigits(error.value, 3)}</td>
                          <td>{error[language.value]}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                  <KernelView name={t.kinds[kind]} kernel={kernel} />
                  {kernel.values.length <= 225 && <UseIt text={kernelText(kernel)} />}
                </section>
              );
            })}
          </div>
        </>
      )}
    </>
  );
}

function middleRow({ shape, values }: Kernel): number[] {
  const columns = shape[shape.length - 1];
  const from = ((values.length / columns) >> 1) * columns;
  return [...values.subarray(from, from + columns)];
}
