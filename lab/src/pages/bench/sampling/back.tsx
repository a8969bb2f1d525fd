/** The transposed layer with the bench's numbers, as zeros stuffed between the elements of its input. */
import type { ValuesOf } from "@convoke/studies";
import { useMemo } from "preact/hooks";
import { NumberGrid } from "../../../parts/number-grid.tsx";
import { type LAYER, type Layer, layerOf } from "../layer.ts";
import { pointAt, pointed } from "../pointed.ts";
import { placeOf } from "../row-major.ts";
import { minus } from "../words.ts";
import { stuffedOf } from "./stuffed.ts";
import { samplingWords } from "./words.ts";

interface BackProps {
  readonly values: ValuesOf<typeof LAYER>;
  /** Where the window of the bench stays. */
  readonly output: number;
}

export function Back({ values, output }: BackProps) {
  const t = samplingWords();
  const made = useMemo(() => attempt(values), [JSON.stringify(values)]);
  return (
    <section>
      <h2>{t.stuffed}</h2>
      <p class="soft">{t.stuffedText}</p>
      {typeof made === "string" ? (
        <p>
          {t.none} {made}
        </p>
      ) : (
        <Stuffing {...made} output={values.op === "convTranspose" ? output : null} />
      )}
    </section>
  );
}

function attempt(values: ValuesOf<typeof LAYER>) {
  try {
    const layer = layerOf({ ...values, op: "convTranspose" });
    return { layer, stuffed: stuffedOf(layer) };
  } catch (error) {
    return (error as Error).message;
  }
}

interface Props {
  readonly layer: Layer;
  readonly stuffed: ReturnType<typeof stuffedOf>;
  /** The bench's own output, where this is its layer; null: another layer, with outputs of its own. */
  readonly output: number | null;
}

function Stuffing({ layer, stuffed, output }: Props) {
  const t = samplingWords();
  const { tensor, source, ordinary } = stuffed;
  const [rows, columns] = tensor.shape.slice(-2);
  const point = pointed.value;
  const at =
    point?.tensor === "output" ? Math.min(point.at, layer.y.data.length - 1) : (output ?? 0);
  // One plane of each: the channels add up as everywhere.
  const window = new Set(
    ordinary?.windows[at]
      .filter(({ input }) => (input ?? 0) < rows * columns)
      .map(({ input }) => input) ?? [],
  );
  const [channel] = placeOf(layer.y.shape, at);
  const [outRows, outColumns] = layer.y.shape.slice(-2);
  const offset = channel * outRows * outColumns;
  const [kernelRows, kernelColumns] = layer.w.shape.slice(-2);
  const laid = (ordinary?.windows[at] ?? [])
    .slice(0, kernelRows * kernelColumns)
    .map(({ weight }) => weight);
  const places = [...window].map((i) => i ?? 0);
  return (
    <>
      <div class="stage small">
        <div>
          <p class="plane-name">{t.stuffedInput}</p>
          <NumberGrid
            name={t.stuffedInput}
            rows={rows}
            columns={columns}
            values={Array.from(tensor.data.subarray(0, rows * columns))}
            write={(value) => minus(value ?? 0)}
            mark={(i) =>
              `moves${source[i] === null ? " pad" : ""}${window.has(i) ? " lit-input" : ""}`
            }
            frames={
              places.length === 0
                ? []
                : [{ from: Math.min(...places), to: Math.max(...places), kind: "window" }]
            }
            onPoint={(i) => pointAt("input")(i === null ? null : source[i])}
          />
        </div>
        {ordinary && (
          <div>
            <p class="plane-name">{t.turned}</p>
            <NumberGrid
              name={t.turned}
              rows={kernelRows}
              columns={kernelColumns}
              values={laid.map((weight) => layer.w.data[weight])}
              write={(value) => minus(value ?? 0)}
              mark={() => "moves lit-weight"}
              onPoint={(i) => pointAt("weight")(i === null ? null : laid[i])}
            />
          </div>
        )}
        <div>
          <p class="plane-name">{t.transposedOutput}</p>
          <NumberGrid
            name={t.transposedOutput}
            rows={outRows}
            columns={outColumns}
            values={layer.y.data.subarray(offset, offset + outRows * outColumns)}
            write={(value) => minus(value ?? 0)}
            mark={(i) => (ordinary && i + offset === at ? "moves lit-output" : "moves")}
            onPoint={output !== null ? pointAt("output", offset) : show(offset)}
          />
        </div>
      </div>
      <p class={ordinary?.equal ? "good" : undefined}>
        {ordinary === null ? t.folds : ordinary.equal ? `✓ ${t.agrees}` : t.disagrees}
      </p>
    </>
  );
}

/** Another layer's output is pointed at for a moment; the bench's window stays where it is. */
const show =
  (offset: number) =>
  (at: number | null): void => {
    pointed.value = at === null ? null : { tensor: "output", at: at + offset };
  };
