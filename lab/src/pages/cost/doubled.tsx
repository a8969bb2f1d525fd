/** What becomes of the layer when one of its numbers doubles. */
import { COST_WORDS } from "@convoke/studies/words";
import type { WhatIf } from "convoke/cost";
import { Table } from "../../parts/table.tsx";
import { timesText } from "../../parts/times-text.ts";
import { language } from "../../state/language.ts";
import { costPageWords } from "./words.ts";

export function Doubled(props: {
  readonly doubled: readonly WhatIf[];
  readonly onOpen: (layer: string) => void;
}) {
  const t = costPageWords();
  const c = COST_WORDS[language.value];
  return (
    <section>
      <h2>{t.ifDoubled}</h2>
      <Table
        name={t.ifDoubled}
        head={["", c.products, c.needed, c.weights, c.activations, c.gradientProducts, ""]}
        words={[6]}
        rows={props.doubled.map(({ change, ratios, after }) => [
          t.change[change],
          timesText(ratios.multiplications),
          timesText(ratios.neededMultiplications),
          timesText(ratios.weightBytes),
          timesText(ratios.activationBytes),
          timesText(ratios.inputGradientMultiplications),
          <button key={after} type="button" onClick={() => props.onOpen(after)}>
            {after}
          </button>,
        ])}
      />
    </section>
  );
}
