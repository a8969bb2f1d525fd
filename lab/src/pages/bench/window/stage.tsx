/** Input, kernel and output side by side, a row for each input channel that the output sees. */
import { InputPlane } from "../input-plane.tsx";
import { KernelPlane, planeOf } from "../kernel-plane.tsx";
import type { Layer } from "../layer.ts";
import { OutputPlane } from "../output-plane.tsx";
import type { Padded } from "../padded.ts";
import type { Pointed } from "../pointed.ts";
import { placeOf } from "../row-major.ts";
import type { OnBench } from "../use-layer.ts";
import { benchWords } from "../words.ts";
import { windowWords } from "./words.ts";

export interface StageProps {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly padded: Padded | null;
  readonly point: Pointed;
  /** A position of the padded input that is pointed at, where it lies in the ring. */
  readonly onRing: (position: number | null) => void;
}

export function Stage(props: StageProps) {
  const { layer, bench } = props;
  const t = windowWords();
  const { problem, y } = layer;
  const [channel] = placeOf(y.shape, bench.output);
  const channels = [...new Set(layer.taps[bench.output].map((tap) => tap.channel))];
  const many = problem.inChannels > 1;
  const kernelName = (c: number) =>
    `${t.kernelOf(channel, problem.outChannels > 1)}${many ? ` · ${benchWords().plane(c)}` : ""}`;
  return (
    <div class="stage">
      <div class="stage-pairs">
        {channels.map((c, nth) => (
          <div key={c} class="stage-pair">
            {nth > 0 && <span class="plus">+</span>}
            <InputPlane {...props} channel={c} />
            <div>
              <p class="plane-name">{kernelName(c)}</p>
              <KernelPlane
                bench={bench}
                layer={layer}
                plane={planeOf(layer, bench.output, c)}
                name={kernelName(c)}
              />
            </div>
          </div>
        ))}
      </div>
      <div class="stage-outputs">
        {Array.from({ length: y.shape[1] }, (_, o) => (
          <OutputPlane key={o} {...props} channel={o} />
        ))}
      </div>
    </div>
  );
}
