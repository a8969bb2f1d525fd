/** What the network costs: numbers to learn, multiplications, and the way to the cost panel. */
import { format } from "convoke";
import { linkTo } from "../../../state/address.ts";
import type { Seen } from "./jobs.ts";
import { problemOf } from "./sum.ts";
import { networkWords } from "./words.ts";

type Weighted = "conv1" | "conv2" | "classes";

export function CostOf({ setting, made }: Pick<Seen, "setting" | "made">) {
  const t = networkWords();
  return (
    <section>
      <h2>{t.cost}</h2>
      <div class="scroll">
        <table class="fields">
          <thead>
            <tr>
              {[t.costLayer, t.parameters, t.macs, t.costLink].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {made.costs.map(({ name, parameters, macs }) => {
              const layer = format(problemOf(setting, name as Weighted));
              return (
                <tr key={name}>
                  <th scope="row">{t.layers[name as Weighted]}</th>
                  <td>{parameters.toLocaleString("en")}</td>
                  <td>{macs.toLocaleString("en")}</td>
                  <td>
                    <a href={linkTo("cost", { layer })}>{layer}</a>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
