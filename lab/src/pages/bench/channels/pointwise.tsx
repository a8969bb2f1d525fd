/** A 1 × 1 layer as weight matrix times input matrix, a column for each position. */
import { useMemo } from "preact/hooks";
import { Formula } from "../../../parts/formula.tsx";
import { NumberGrid } from "../../../parts/number-grid.tsx";
import type { Layer } from "../layer.ts";
import { pointAt } from "../pointed.ts";
import { indexOf } from "../row-major.ts";
import type { OnBench } from "../use-layer.ts";
import { minus } from "../words.ts";
import { matrixProduct, type Product } from "./parts.ts";
import { channelWords } from "./words.ts";

export function Pointwise({ bench, layer }: { readonly bench: OnBench; readonly layer: Layer }) {
  const t = channelWords();
  const product = useMemo(() => matrixProduct(layer), [layer]);
  if (product === null) return null;
  const { inChannels, outChannels } = layer.problem;
  const { positions } = product;
  const [row, column] = indexOf([outChannels, positions], bench.output);
  const write = (value: number | null) => (value === null ? "" : minus(value));
  return (
    <section>
      <h2>{t.pointwiseTitle}</h2>
      <p class="soft">{t.pointwiseText}</p>
      <Formula tex={entryOf(product, inChannels, row, column)} display />
      <div class="stage small">
        <div>
          <p class="plane-name">{t.matrixW}</p>
          <NumberGrid
            name={t.matrixW}
            rows={outChannels}
            columns={inChannels}
            values={product.w}
            write={write}
            mark={(at) => (Math.floor(at / inChannels) === row ? "moves lit-weight" : "moves")}
            onPoint={(at) => pointAt("weight")(at === null ? null : product.weights[at])}
          />
        </div>
        <div>
          <p class="plane-name">{t.matrixX}</p>
          <NumberGrid
            name={t.matrixX}
            rows={inChannels}
            columns={positions}
            values={product.x}
            write={write}
            mark={(at) => (at % positions === column ? "moves lit-input" : "moves")}
            onPoint={(at) => at !== null && pointAt("output")(row * positions + (at % positions))}
          />
        </div>
        <div>
          <p class="plane-name">{t.matrixY}</p>
          <NumberGrid
            name={t.matrixY}
            rows={outChannels}
            columns={positions}
            values={product.y}
            write={write}
            mark={(at) => (bench.lit.output.has(at) ? "moves lit-output" : "moves")}
            onPoint={pointAt("output")}
          />
        </div>
      </div>
      <p class={product.equal ? "good" : undefined}>
        {product.equal ? `✓ ${t.agrees}` : t.disagrees}
      </p>
    </section>
  );
}

/** One entry of the product, written out. */
function entryOf({ w, x, y, positions }: Product, inChannels: number, row: number, column: number) {
  const terms = Array.from({ length: inChannels }, (_, c) => {
    const [a, b] = [w[row * inChannels + c], x[c * positions + column]];
    return a === null ? null : `${bracketed(a)}\\cdot${bracketed(b)}`;
  }).filter((term) => term !== null);
  return `Y=W X,\\qquad Y_{${row},${column}}=${terms.join("+")}=${y[row * positions + column]}`;
}

const bracketed = (value: number) => (value < 0 ? `(${value})` : `${value}`);
