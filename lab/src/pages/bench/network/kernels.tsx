/** The kernels of both convolutions as pictures; one that is chosen shows itself at work. */

import { Montage } from "../../../parts/kernel/montage.tsx";
import { useLater } from "../../../parts/use-later.ts";
import type { Seen } from "./jobs.ts";
import type { Setting } from "./net.ts";
import { mapsOf, type Spot } from "./sum.ts";
import { networkWords } from "./words.ts";

interface Props {
  readonly setting: Setting;
  readonly seen: Seen;
  readonly spot: Spot;
  readonly onChoose: (layer: "conv1" | "conv2", channel: number) => void;
}

/** Pictures of newer kernels are drawn a task after the maps. */
export function Kernels({ setting, seen: newest, spot, onChoose }: Props) {
  const t = networkWords();
  const late = useLater(newest);
  const seen = late?.setting === newest.setting ? late : newest;
  const { size } = setting;
  return (
    <section>
      <h2>{t.kernels}</h2>
      <p class="lead">{t.kernelsHow}</p>
      {LAYERS.map((layer) => {
        const out = mapsOf(setting, layer);
        const inputs = layer === "conv1" ? 1 : mapsOf(setting, "pool1");
        return (
          <div key={layer}>
            <h3>{t.layers[layer]}</h3>
            <Montage
              name={t.kernelsName(t.layers[layer])}
              {...{ down: inputs, across: out, rows: size, columns: size }}
              values={byInput(seen.parameters[`${layer}.weight`], out, size * size)}
              rgb={false}
              count={inputs * out}
              chosen={spot.layer === layer ? spot.channel : null}
              onChoose={(at) => onChoose(layer, at % out)}
            />
          </div>
        );
      })}
    </section>
  );
}

const LAYERS = ["conv1", "conv2"] as const;

/** [made, read, taps] as [read, made, taps]. */
function byInput(weights: Float32Array, out: number, size: number): Float32Array {
  const inputs = weights.length / (out * size);
  return weights.map((_, i) => {
    const [kernel, tap] = [Math.floor(i / size), i % size];
    const [input, output] = [Math.floor(kernel / out), kernel % out];
    return weights[(output * inputs + input) * size + tap];
  });
}
