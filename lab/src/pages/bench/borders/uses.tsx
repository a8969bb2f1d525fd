/** How often each element of the input is used, and its weight in the sum of all outputs. */
import { useMemo } from "preact/hooks";
import type { Layer } from "../layer.ts";
import { Planes } from "../planes.tsx";
import type { OnBench } from "../use-layer.ts";
import { benchWords, minus } from "../words.ts";
import { usesOf } from "./edges.ts";
import { borderWords } from "./words.ts";

export function Uses({ bench, layer }: { readonly bench: OnBench; readonly layer: Layer }) {
  const t = borderWords();
  const { counts, weights } = useMemo(() => usesOf(layer), [layer]);
  return (
    <section>
      <h2>{t.used}</h2>
      <p class="soft">{t.usedText}</p>
      <div class="stage">
        {(
          [
            [t.counts, counts],
            [t.weights, weights],
          ] as const
        ).map(([name, values]) => (
          <Planes
            key={name}
            name={name}
            which="input"
            shape={layer.x.shape}
            values={values}
            lit={bench.lit}
            tint="diverging"
            title={([, c]) => benchWords().plane(c)}
            write={(value) => minus(value ?? 0)}
          />
        ))}
      </div>
    </section>
  );
}
