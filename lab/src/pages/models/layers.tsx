/** Every layer that does something: its shape, its cost, what one of its numbers sees. */
import {
  fieldText,
  grouped,
  inBytes,
  inThousands,
  NETWORK_WORDS,
  oneLine,
  shapeText,
} from "@convoke/studies/words";
import type { NetworkCost } from "convoke/cost/network";
import { Bar, Table } from "../../parts/table.tsx";
import { linkTo } from "../../state/address.ts";
import { language } from "../../state/language.ts";
import type { Convolution } from "./opened.ts";
import { modelsWords } from "./words.ts";

/** Rows that a table may have and still scroll. */
const MOST_ROWS = 400;
const NAME = 32;

interface Props {
  readonly cost: NetworkCost;
  readonly convolutions: readonly Convolution[];
  /** Number of a convolution, from 1. */
  readonly chosen: number;
  readonly onChoose: (convolution: number) => void;
}

export function Layers({ cost, convolutions, chosen, onChoose }: Props) {
  const t = modelsWords();
  const n = NETWORK_WORDS[language.value];
  const working = cost.layers.flatMap((layer, at) =>
    layer.kind === "view" || layer.kind === "constant" ? [] : [{ layer, at }],
  );
  const most = Math.max(...cost.layers.map((layer) => layer.cost.macs), 1);
  const places = new Map(convolutions.map((one, i) => [one.at, i]));
  return (
    <section>
      <h2>{n.layers}</h2>
      <div class="tall">
        <Table
          name={n.layers}
          head={[
            n.layer,
            n.operator,
            n.output,
            n.parameters,
            n.macs,
            n.flops,
            n.sees,
            n.stride,
            n.live,
            "",
            "",
          ]}
          rows={working.slice(0, MOST_ROWS).map(({ layer, at }) => {
            const place = places.get(at);
            const descriptor = place === undefined ? null : convolutions[place].descriptor;
            const name = oneLine(layer.name, NAME);
            return [
              place === undefined ? (
                name
              ) : (
                <button
                  type="button"
                  aria-pressed={place + 1 === chosen}
                  aria-label={t.show(name)}
                  onClick={() => onChoose(place + 1)}
                >
                  {name}
                </button>
              ),
              oneLine(layer.op, NAME),
              layer.shape === null ? n.unknownShape : shapeText(layer.shape),
              layer.parameters > 0 ? grouped(layer.parameters) : "",
              layer.cost.macs > 0 ? inThousands(layer.cost.macs) : "",
              layer.cost.flops > 0 ? inThousands(layer.cost.flops) : "",
              ...fieldText(layer.fields),
              inBytes(layer.live),
              <Bar key={at} share={layer.cost.macs / most} />,
              descriptor === null ? (
                ""
              ) : (
                <a href={linkTo("cost", { layer: descriptor })}>{t.inCost}</a>
              ),
            ];
          })}
        />
      </div>
      {working.length > MOST_ROWS && <p>{t.layersShown(MOST_ROWS, working.length)}</p>}
      <p class="hint">{n.fields}</p>
    </section>
  );
}
