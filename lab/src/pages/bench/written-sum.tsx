/** One output as it is added up: products by kernel rows, channels each with their own sum. */
import { elementName } from "./indices.ts";
import { type Layer, productsOf } from "./layer.ts";
import { pointAt } from "./pointed.ts";
import { placeOf } from "./row-major.ts";
import { benchWords, minus } from "./words.ts";

/** A number as it stands behind a sign: negative ones in brackets. */
const bracketed = (value: number) => (value < 0 ? `(${minus(value)})` : minus(value));

interface Props {
  readonly layer: Layer;
  readonly output: number;
}

export function WrittenSum({ layer, output }: Props) {
  const t = benchWords();
  const { problem, w, y } = layer;
  const products = productsOf(layer, output);
  const channels = [...new Set(products.map((p) => p.channel))];
  const inputs = problem.inChannels > 1;
  const outside = products.filter((p) => p.input === null).length;
  return (
    <section class="sum" aria-live="polite">
      <p class="sum-name">{elementName("y", y.shape, output)} =</p>
      {channels.map((c, nth) => {
        const own = products.filter((p) => p.channel === c);
        return (
          <p key={c} class="sum-line">
            {inputs && <span class="sum-channel">{t.plane(c)}</span>}
            {rowsOf(own, (p) => placeOf(w.shape, p.weight)[1]).map((row, r) => (
              <span key={`${r}`} class="sum-row">
                {row.map((p, i) => (
                  <span key={p.weight}>
                    {r + i > 0 && " + "}
                    <span
                      class={p.input === null ? "product outside" : "product"}
                      onPointerOver={() =>
                        p.input === null ? pointAt("weight")(p.weight) : pointAt("input")(p.input)
                      }
                      onPointerOut={() => pointAt("output")(null)}
                    >
                      <span class="factor-input">
                        {r + i > 0 || p.x >= 0 ? bracketed(p.x) : minus(p.x)}
                      </span>
                      ·<span class="factor-weight">{bracketed(p.w)}</span>
                    </span>
                  </span>
                ))}
              </span>
            ))}
            {inputs && <span> = {minus(sumOf(own))}</span>}
            {inputs && nth < channels.length - 1 && <span> +</span>}
          </p>
        );
      })}
      <p class="sum-total">
        = <output>{minus(y.data[output])}</output>
      </p>
      {outside > 0 && <p class="soft">{t.zeros(outside)}</p>}
    </section>
  );
}

const sumOf = (products: readonly { readonly x: number; readonly w: number }[]) =>
  products.reduce((sum, { x, w }) => sum + x * w, 0);

/** Neighbours with the same key together. */
function rowsOf<T>(items: readonly T[], key: (item: T) => number): T[][] {
  const rows: T[][] = [];
  items.forEach((item, i) => {
    if (i === 0 || key(item) !== key(items[i - 1])) rows.push([]);
    rows[rows.length - 1].push(item);
  });
  return rows;
}
