/** The same tile with every operation rounded to float32, beside the exact result. */
import { fromNumber, type Rational, rational, toNumber } from "convoke/workshop";
import { minus, withMinus } from "../../../parts/minus.ts";
import { fractionText, type Tile } from "./tile.ts";
import { winogradWords } from "./words.ts";

export function Rounding({ tile }: { readonly tile: Tile }) {
  const t = winogradWords();
  const { exact, single } = tile;
  const off = (value: number, truth: Rational) => {
    const { over, under } = fromNumber(value);
    const difference = rational(over * truth.under - truth.over * under, under * truth.under);
    return difference.over === 0n ? "0" : minus(toNumber(difference));
  };
  return (
    <section>
      <h2>{t.rounding}</h2>
      <p class="lead">{t.roundingSaid}</p>
      <div class="scroll">
        <table class="fields">
          <thead>
            <tr>
              {t.columns.map((name, i) => (
                <th key={`${name} ${i}`} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {exact.result.map((truth, i) => (
              <tr key={i}>
                <th scope="row">{i}</th>
                <td>{fractionText(truth)}</td>
                <td>{withMinus(`${single.result[i]}`)}</td>
                <td>{off(single.result[i], truth)}</td>
                <td>{withMinus(`${single.direct[i]}`)}</td>
                <td>{off(single.direct[i], truth)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
