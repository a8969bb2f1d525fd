/** A network that is trained in front of the visitor, and shows every layer of what is drawn for it. */
import { useMemo, useState } from "preact/hooks";
import { Controls } from "../../../parts/controls.tsx";
import { SaveMenu } from "../../../parts/save-menu.tsx";
import { threads } from "../../../state/isolation.ts";
import { parametersOf } from "../../../state/parameters.ts";
import { BESIDE } from "../pointed.ts";
import { network } from "./calls.ts";
import { CostOf } from "./cost.tsx";
import { CurvesOf } from "./curves.tsx";
import { digitOf } from "./digits/digit.ts";
import { Inspector } from "./inspector.tsx";
import { Pad } from "./pad.tsx";
import { NETWORK } from "./parameters.ts";
import { DigitChoice, Mistakes } from "./pick.tsx";
import { Training } from "./training.tsx";
import { useNetwork } from "./use-network.ts";
import { networkWords } from "./words.ts";
import "./network.css";

const weights = async () => new Blob([await network.call("save", undefined).result]);

export default function NetworkView() {
  const t = networkWords();
  const parameters = parametersOf(NETWORK, BESIDE);
  const { seed, filters, size, rate, examples, epochs, example } = parameters.values;
  const [own, setOwn] = useState<Float32Array<ArrayBuffer> | null>(null);
  const generated = useMemo(() => digitOf(seed, "unseen", example), [seed, example]);
  const pixels = own ?? generated;
  const state = useNetwork({ seed, filters, size }, { seed, rate, examples, epochs }, pixels);
  const { seen, curves, phase } = state;
  const choose = (next: number) => {
    setOwn(null);
    parameters.set({ example: next });
  };
  return (
    <div class="net">
      <p class="lead">{t.lead}</p>
      <section class="panel" aria-label={t.setting}>
        <Controls
          table={NETWORK}
          parameters={parameters}
          only={["seed", "filters", "size", "rate", "examples", "epochs"]}
        />
        <Training state={state} onTrain={() => state.train(threads.value)} />
      </section>
      {seen ? (
        <Inspector seen={seen} curves={<CurvesOf curves={curves} />}>
          {(field) => (
            <section class="net-layer net-digit">
              <h2>{t.draw}</h2>
              <Pad pixels={pixels} own={own !== null} field={field} onDraw={setOwn} />
              <DigitChoice
                {...{ seed, example }}
                own={own !== null}
                onClear={() => setOwn(new Float32Array(pixels.length))}
                onChoose={choose}
              />
            </section>
          )}
        </Inspector>
      ) : (
        <p class="starting">…</p>
      )}
      {phase.kind === "done" && (
        <Mistakes
          {...{ seed }}
          mistakes={phase.learned.mistakes}
          chosen={own ? null : example}
          onChoose={choose}
        />
      )}
      <p class="lead">{t.honest}</p>
      {seen && <CostOf {...seen} />}
      {seen && (
        <SaveMenu
          label={t.save}
          items={[{ name: "safetensors", file: "network.safetensors", make: weights }]}
        />
      )}
    </div>
  );
}
