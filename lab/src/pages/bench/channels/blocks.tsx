/** The weight as a matrix of slices: rows are output channels, columns input channels. */
import { KernelPlane } from "../kernel-plane.tsx";
import type { Layer } from "../layer.ts";
import type { OnBench } from "../use-layer.ts";
import { channelWords } from "./words.ts";

interface Props {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly planes: readonly (readonly (number | null)[])[];
  /** The output channel that is shown. */
  readonly channel: number;
  readonly onChoose: (channel: number) => void;
}

export function Blocks({ bench, layer, planes, channel, onChoose }: Props) {
  const t = channelWords();
  return (
    <div class="scroll">
      <table class="blocks small">
        <thead>
          <tr>
            <td />
            {planes[0].map((_, c) => (
              <th key={c} scope="col">
                {t.from(c)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {planes.map((row, o) => (
            <tr key={o}>
              <th scope="row">
                <button type="button" aria-pressed={o === channel} onClick={() => onChoose(o)}>
                  {t.to(o)}
                </button>
              </th>
              {row.map((plane, c) => (
                <td key={c} class={plane === null ? "apart" : undefined}>
                  {plane === null ? (
                    <span class="unseen">{t.notJoined}</span>
                  ) : (
                    <KernelPlane
                      {...{ bench, layer, plane }}
                      name={`w, ${t.from(c)}, ${t.to(o)}`}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
