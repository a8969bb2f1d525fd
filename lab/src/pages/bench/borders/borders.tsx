/** Padding and every border as the index map it is; the size of the output; who is used how often. */
import { useMemo, useState } from "preact/hooks";
import { Stepper } from "../../../parts/stepper.tsx";
import { useLater } from "../../../parts/use-later.ts";
import { parametersOf } from "../../../state/parameters.ts";
import type { Layer } from "../layer.ts";
import { paddedOf } from "../padded.ts";
import { Place } from "../place.tsx";
import { BESIDE } from "../pointed.ts";
import { type OnBench, useLayer } from "../use-layer.ts";
import { benchWords } from "../words.ts";
import { borders } from "./edges.ts";
import { Elsewhere } from "./elsewhere.tsx";
import { MapLine, Positions } from "./map-line.tsx";
import { OutputSize } from "./output-size.tsx";
import { Pictures } from "./pictures.tsx";
import { Uses } from "./uses.tsx";
import { borderWords } from "./words.ts";

const OWN = {
  beyond: {
    kind: "whole",
    label: { en: "positions beyond the edge", zh: "边缘外的位置数" },
    from: 1,
    to: 12,
    standard: 4,
  },
} as const;

export default function BordersView() {
  const bench = useLayer(OWN);
  const { layer } = bench;
  const own = parametersOf(OWN, BESIDE);
  const t = borderWords();
  const padded = useMemo(() => layer && paddedOf(layer), [layer]);
  const late = useLater(layer);
  const fill = bench.parameters.values.fill;
  const all = borders(fill);
  const ring = own.values.beyond;
  return (
    <Place bench={bench} lead={layer?.problem.op === "convTranspose" ? t.transposed : t.lead}>
      {layer && (
        <>
          <h2>{t.maps}</h2>
          <Stepper
            label={t.shown}
            value={ring}
            from={OWN.beyond.from}
            to={OWN.beyond.to}
            onSet={(beyond) => own.set({ beyond })}
          />
          <Maps bench={bench} layer={layer} all={all} ring={ring} />
          <h2>{t.pictures}</h2>
          <Pictures all={all} ring={2 * ring} chosen={layer.problem.border.kind} />
          <Elsewhere />
          <OutputSize bench={bench} layer={layer} padded={padded} />
          {late && <Uses bench={bench} layer={late} />}
        </>
      )}
    </Place>
  );
}

interface MapsProps {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly all: ReturnType<typeof borders>;
  readonly ring: number;
}

function Maps({ bench, layer, all, ring }: MapsProps) {
  const t = borderWords();
  const say = benchWords().choices;
  const [said, setSaid] = useState("");
  const { axes, border, op } = layer.problem;
  const names = [t.alongRows, t.alongColumns];
  return (
    <>
      <p class="soft">{t.layers}</p>
      <div class="maps">
        {[1, 0].map((axis) => (
          <section key={axis} aria-label={names[axis]}>
            <p class="plane-name">{names[axis]}</p>
            <Positions size={axes[axis].input} ring={ring} />
            {all.map((one) => (
              <MapLine
                key={one.kind}
                border={one}
                title={say[one.kind]}
                size={axes[axis].input}
                ring={ring}
                before={op === "conv" ? axes[axis].before : 0}
                after={op === "conv" ? axes[axis].after : 0}
                chosen={one.kind === border.kind}
                onChoose={() => bench.parameters.set({ border: one.kind })}
                onSay={setSaid}
              />
            ))}
          </section>
        ))}
      </div>
      <p class="said" aria-live="polite">
        {said}
      </p>
    </>
  );
}
