/** Winograd by hand: one tile, every step in fractions, and what float32 makes of it. */
import { formatRational, type Rational, rational, toNumber } from "convoke/workshop";
import { useMemo, useState } from "preact/hooks";
import type { Spot } from "../../../parts/board/block.ts";
import { Board } from "../../../parts/board/board.tsx";
import { Controls } from "../../../parts/controls.tsx";
import { Formula } from "../../../parts/formula.tsx";
import { Refusal } from "../../../parts/refusal.tsx";
import { SaveMenu } from "../../../parts/save-menu.tsx";
import { jsonSaving } from "../../../parts/savings.ts";
import { parametersOf } from "../../../state/parameters.ts";
import { BESIDE } from "../pointed.ts";
import { blocksOf, elementOf, lightsOf } from "./blocks.ts";
import { Rounding } from "./rounding.tsx";
import { sentenceOf } from "./sentence.ts";
import { OWN, type Tile, tileOf } from "./tile.ts";
import { winogradWords } from "./words.ts";

export default function WinogradView() {
  const own = parametersOf(OWN, BESIDE);
  const t = winogradWords();
  const { values } = own;
  const made = useMemo(() => attempt(values), [JSON.stringify(values)]);
  return (
    <div>
      <p class="lead">{t.lead}</p>
      <Controls
        table={OWN}
        parameters={own}
        only={["tile", "numbers", "d", "g"]}
        say={(word) => t.choices[word] ?? word}
      />
      <p>
        <button
          type="button"
          onClick={() => own.set({ draw: (values.draw + 1) % 10000, d: "", g: "" })}
        >
          {t.draw}
        </button>
      </p>
      {made.problem !== null && (
        <p role="alert">
          <Refusal of={made.problem} />
        </p>
      )}
      {made.tile && <Steps key={made.tile.name} tile={made.tile} />}
    </div>
  );
}

function attempt(values: Parameters<typeof tileOf>[0]) {
  try {
    return { tile: tileOf(values), problem: null };
  } catch (error) {
    return { tile: null, problem: (error as Error).message };
  }
}

function Steps({ tile }: { readonly tile: Tile }) {
  const t = winogradWords();
  const [spot, setSpot] = useState<Spot | null>(null);
  const element = useMemo(() => spot && elementOf(tile, spot), [tile, spot]);
  const blocks = useMemo(() => blocksOf(tile), [tile]);
  const lights = useMemo(() => lightsOf(tile, element), [tile, element]);
  const { winograd, direct } = tile.multiplications;
  const { exact } = tile;
  const ratio = rational(winograd, direct);
  const equal = exact.result.every(
    (value, i) => formatRational(value) === formatRational(exact.direct[i]),
  );
  return (
    <>
      <p class="scroll">
        <Formula
          tex={
            tile.axes === 1
              ? "y = A^{\\mathsf T}\\left[(G g) \\circ (B^{\\mathsf T} d)\\right]"
              : "Y = A^{\\mathsf T}\\left[(G g G^{\\mathsf T}) \\circ (B^{\\mathsf T} d B)\\right] A"
          }
        />
      </p>
      <Board
        name={t.board}
        blocks={blocks}
        lights={lights}
        onPoint={setSpot}
        said={sentenceOf(tile, element)}
        most={46}
        least={24}
      />
      <h2>{t.counts}</h2>
      <p>{t.saved(winograd, direct, `${formatRational(ratio)}${percentOf(toNumber(ratio))}`)}</p>
      <p>{equal ? t.equal : t.unequal}</p>
      <Rounding tile={tile} />
      <SaveMenu label={t.save} items={[jsonSaving("winograd.json", () => plainOf(tile))]} />
    </>
  );
}

/** All steps as data: fractions as they are written. */
const plainOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== "object" || value === null) return value;
  if ("over" in value && "under" in value) return formatRational(value as Rational);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainOf(one)]));
};

/** Beside a fraction; equal, or nearly. */
function percentOf(share: number): string {
  const percent = Math.round(100 * share);
  return ` ${percent === 100 * share ? "=" : "≈"} ${percent} %`;
}
