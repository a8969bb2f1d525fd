/** The window slides over the padded input, and its products are added up before one's eyes. */
import { useMemo, useState } from "preact/hooks";
import { elementName } from "../indices.ts";
import { type Padded, paddedOf } from "../padded.ts";
import { Place } from "../place.tsx";
import type { Pointed } from "../pointed.ts";
import { placeOf } from "../row-major.ts";
import { type OnBench, useLayer } from "../use-layer.ts";
import { minus } from "../words.ts";
import { WrittenSum } from "../written-sum.tsx";
import { Player } from "./player.tsx";
import { Stage } from "./stage.tsx";
import { windowWords } from "./words.ts";

export default function WindowView() {
  const bench = useLayer();
  const { layer, output } = bench;
  const t = windowWords();
  const padded = useMemo(() => layer && paddedOf(layer), [layer]);
  const [ring, setRing] = useState<number | null>(null);
  const { point } = bench;
  return (
    <Place bench={bench} lead={layer?.problem.op === "convTranspose" ? t.leadTransposed : t.lead}>
      {layer && (
        <>
          {layer.problem.orientation === "convolution" && <p class="flipped soft">{t.flipped}</p>}
          <Player output={output} outputs={layer.y.data.length} />
          <Stage {...{ bench, layer, padded, point }} onRing={setRing} />
          <Said bench={bench} point={point} padded={padded} ring={ring} />
          <WrittenSum layer={layer} output={output} />
        </>
      )}
    </Place>
  );
}

interface SaidProps {
  readonly bench: OnBench;
  readonly point: Pointed;
  readonly padded: Padded | null;
  readonly ring: number | null;
}

/** What is pointed at, in a sentence. */
function Said({ bench, point, padded, ring }: SaidProps) {
  const t = windowWords();
  const { layer, lit } = bench;
  if (layer === null) return null;
  const sentences: string[] = [];
  if (ring !== null && padded !== null) {
    const [, row, column] = placeOf(padded.tensor.shape, ring);
    const place = [row - layer.problem.axes[0].before, column - layer.problem.axes[1].before];
    const source = padded.source[ring];
    const value = minus(padded.tensor.data[ring]);
    const where = place.map(minus).join(", ");
    sentences.push(
      source === null
        ? t.ringNothing(where, value)
        : t.ringCell(where, `${elementName("x", layer.x.shape, source)} = ${value}`),
    );
  }
  if (point.tensor === "input")
    sentences.push(t.inputGoes(elementName("x", layer.x.shape, point.at), lit.output.size));
  if (point.tensor === "weight")
    sentences.push(
      t.weightGoes(elementName("w", layer.w.shape, point.at), lit.output.size, lit.input.size),
    );
  return (
    <p class="said" aria-live="polite">
      {sentences.join(" ")}
    </p>
  );
}
