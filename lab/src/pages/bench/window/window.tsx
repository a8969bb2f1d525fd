/** The window slides over the padded input, and its products are added up before one's eyes. */
import { useMemo, useState } from "preact/hooks";
import { type Padded, paddedOf, placeOf } from "../padded.ts";
import { LayerPanel } from "../panel.tsx";
import { type Pointed, pointed } from "../pointed.ts";
import { type OnBench, useLayer } from "../use-layer.ts";
import { Player } from "./player.tsx";
import { Stage } from "./stage.tsx";
import { minus, WrittenSum } from "./sum.tsx";
import { windowWords } from "./words.ts";

export default function WindowView() {
  const bench = useLayer();
  const { layer, problem, output } = bench;
  const t = windowWords();
  const padded = useMemo(() => layer && paddedOf(layer), [layer]);
  const [ring, setRing] = useState<number | null>(null);
  const point = pointed.value ?? { tensor: "output", at: output };
  return (
    <div class="workplace">
      <LayerPanel bench={bench} />
      <div>
        <p class="lead">{layer?.problem.op === "convTranspose" ? t.leadTransposed : t.lead}</p>
        {problem !== null && <p role="alert">{problem}</p>}
        {layer && (
          <>
            <Player output={output} outputs={layer.y.data.length} />
            <Stage {...{ bench, layer, padded, point }} onRing={setRing} />
            <Said bench={bench} point={point} padded={padded} ring={ring} />
            <WrittenSum layer={layer} output={output} />
          </>
        )}
      </div>
    </div>
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
  const named = (letter: string, shape: readonly number[], at: number) => {
    const [plane, ...place] = placeOf(shape, at);
    return `${letter}[${(shape.slice(0, -2).some((n) => n > 1) ? [plane, ...place] : place).join(", ")}]`;
  };
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
        : t.ringCell(where, `${named("x", layer.x.shape, source)} = ${value}`),
    );
  }
  if (point.tensor === "input")
    sentences.push(
      t.inputGoes(
        named("x", layer.x.shape, point.at),
        layer.taps.filter((list) => list.some((tap) => tap.input === point.at)).length,
      ),
    );
  if (point.tensor === "weight")
    sentences.push(
      t.weightGoes(named("w", layer.w.shape, point.at), lit.output.size, lit.input.size),
    );
  return (
    <p class="said" aria-live="polite">
      {sentences.join(" ")}
    </p>
  );
}
