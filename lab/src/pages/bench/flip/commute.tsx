/** Input and kernel exchanged: what convolution keeps, and cross-correlation turns. */
import type { Orientation } from "convoke";
import { useMemo } from "preact/hooks";
import { Formula } from "../../../parts/formula.tsx";
import { NumberGrid } from "../../../parts/number-grid.tsx";
import type { Layer } from "../layer.ts";
import { minus } from "../words.ts";
import { exchange } from "./turned.ts";
import { flipWords } from "./words.ts";

const SIGNS = { convolution: "*", correlation: "\\star" } as const satisfies Record<
  Orientation,
  string
>;

export function Commute({ layer }: { readonly layer: Layer }) {
  const t = flipWords();
  const both = useMemo(
    () =>
      (["convolution", "correlation"] as const).map((one) => ({ one, ...exchange(layer, one) })),
    [layer],
  );
  return (
    <details class="more">
      <summary>{t.commute}</summary>
      <p>{t.commuteText}</p>
      {both.map(({ one, straight, exchanged, equal }) => (
        <div key={one} class="exchange">
          {[straight, exchanged].map(({ shape, data }, i) => (
            <div key={`${i}`} class="small">
              <Formula tex={i === 0 ? `x ${SIGNS[one]} w` : `w ${SIGNS[one]} x`} />
              <NumberGrid
                name={`${t[one]} ${i + 1}`}
                rows={shape[2]}
                columns={shape[3]}
                values={data}
                tint="diverging"
                write={(value) => minus(value ?? 0)}
              />
            </div>
          ))}
          <p class={equal ? "good" : undefined}>
            {t[one]}: {equal ? `✓ ${t.holds}` : `${t.fails}; ${t.halfTurn}`}
          </p>
        </div>
      ))}
    </details>
  );
}
