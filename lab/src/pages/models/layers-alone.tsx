/** The layers of a file of weights: each by itself, at extents that were given. */
import { grouped, inThousands, NETWORK_WORDS, oneLine, shapeText } from "@convoke/studies/words";
import { Bar, Table } from "../../parts/table.tsx";
import { linkTo } from "../../state/address.ts";
import { language } from "../../state/language.ts";
import type { Alone } from "./alone.ts";
import type { Convolution } from "./opened.ts";
import { modelsWords } from "./words.ts";

/** Rows that a table may have and still scroll. */
const MOST_ROWS = 400;
const NAME = 40;

interface Props {
  readonly convolutions: readonly Convolution[];
  readonly alone: readonly Alone[];
  /** Number of a convolution, from 1. */
  readonly chosen: number;
  readonly onChoose: (convolution: number) => void;
}

export function LayersAlone({ convolutions, alone, chosen, onChoose }: Props) {
  const t = modelsWords();
  const n = NETWORK_WORDS[language.value];
  const most = Math.max(1, ...alone.map(({ macs }) => macs));
  const sum = (of: keyof Alone) => alone.reduce((total, one) => total + one[of], 0);
  return (
    <section>
      <h2>{t.alone}</h2>
      <div class="tall">
        <Table
          name={t.alone}
          head={[n.layer, t.weight, n.parameters, n.macs, "", ""]}
          rows={[
            ...convolutions.slice(0, MOST_ROWS).map((one, i) => [
              <button
                key={one.name}
                type="button"
                aria-pressed={i + 1 === chosen}
                aria-label={t.show(oneLine(one.name, NAME))}
                onClick={() => onChoose(i + 1)}
              >
                {oneLine(one.name, NAME)}
              </button>,
              one.weight && shapeText(one.weight),
              grouped(alone[i].parameters),
              grouped(alone[i].macs),
              <Bar key={one.name} share={alone[i].macs / most} />,
              one.descriptor && <a href={linkTo("cost", { layer: one.descriptor })}>{t.inCost}</a>,
            ]),
            [t.sum, "", grouped(sum("parameters")), inThousands(sum("macs")), "", ""],
          ]}
        />
      </div>
      {convolutions.length > MOST_ROWS && <p>{t.layersShown(MOST_ROWS, convolutions.length)}</p>}
      <p class="hint">{t.aloneSaid}</p>
    </section>
  );
}
