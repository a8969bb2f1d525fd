/** The relation between the sizes, with the layer's numbers in it, and the paddings with a name. */
import type { Axis } from "convoke";
import { Formula } from "../../../parts/formula.tsx";
import type { Layer } from "../layer.ts";
import type { Padded } from "../padded.ts";
import type { OnBench } from "../use-layer.ts";
import { benchWords } from "../words.ts";
import { namedPaddings, reachedBy } from "./edges.ts";
import { borderWords } from "./words.ts";

interface Props {
  readonly bench: OnBench;
  readonly layer: Layer;
  /** Null for a transposed convolution. */
  readonly padded: Padded | null;
}

export function OutputSize({ bench, layer, padded }: Props) {
  const t = borderWords();
  const say = benchWords().choices;
  const { axes, op } = layer.problem;
  const names = [t.rows, t.columns];
  return (
    <section>
      <h2>{t.size}</h2>
      <p class="soft">{t.sizeText}</p>
      {axes.map((axis, i) => (
        <div key={names[i]} class="relation">
          <Formula tex={op === "conv" ? convolved(axis) : transposed(axis)} display />
          {padded && (
            <p>{t.wasted(names[i], reachedBy(padded, layer.y, i === 0 ? 0 : 1).wasted)}</p>
          )}
        </div>
      ))}
      <div class="scroll">
        <table class="facts">
          <caption>{t.names}</caption>
          <thead>
            <tr>
              <th scope="col">{t.name}</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}: {t.before} + {t.after}
                </th>
              ))}
              <th scope="col">{t.output}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {namedPaddings(layer.problem).map(({ name, axes: own }) => (
              <tr key={name}>
                <th scope="row">{say[name]}</th>
                {own === null ? (
                  <td colSpan={3}>{t.impossible}</td>
                ) : (
                  <>
                    {own.map((axis, i) => (
                      <td key={names[i]}>
                        {axis.before} + {axis.after}
                      </td>
                    ))}
                    <td>{own.map((axis) => axis.output).join(" × ")}</td>
                  </>
                )}
                <td>
                  <button
                    type="button"
                    disabled={own === null}
                    aria-pressed={bench.parameters.values.pads === name}
                    onClick={() => bench.parameters.set({ pads: name })}
                  >
                    {t.take}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** R1 and R2 of `semantics/extents.ts`. */
function convolved({ input, kernel, stride, dilation, before, after, output }: Axis): string {
  const reach = `(${kernel}-1)\\cdot${dilation}+1`;
  return (
    `o=\\left\\lfloor\\frac{i+p^-+p^+-r}{s}\\right\\rfloor+1` +
    `=\\left\\lfloor\\frac{${input}+${before}+${after}-(${reach})}{${stride}}\\right\\rfloor+1=${output}`
  );
}

/** R1 and R3. */
function transposed(axis: Axis): string {
  const { input, kernel, stride, dilation, before, after, outputPadding, output } = axis;
  return (
    `o=(i-1)\\,s-p^--p^++r+a=(${input}-1)\\cdot${stride}-${before}-${signed(after)}` +
    `+(${kernel}-1)\\cdot${dilation}+1+${outputPadding}=${output}`
  );
}

const signed = (n: number) => (n < 0 ? `(${n})` : `${n}`);
