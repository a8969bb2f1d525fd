import { shown } from "@convoke/studies";
import { patchMatrix, ratioText, ratioValue } from "convoke/cost";
import { useMemo } from "preact/hooks";
import { type Block, type Lights, lit, type Spot } from "../../../parts/board/block.ts";
import { Board } from "../../../parts/board/board.tsx";
import { Controls } from "../../../parts/controls.tsx";
import { parametersOf } from "../../../state/parameters.ts";
import { productCount } from "../channels/parts.ts";
import type { Layer } from "../layer.ts";
import { Place } from "../place.tsx";
import { BESIDE, pointTo } from "../pointed.ts";
import { Tensors } from "../tensors.tsx";
import { type OnBench, useLayer } from "../use-layer.ts";
import { Player } from "../window/player.tsx";
import { cellsOf, copiesOf, type Patches, patchesOf, pointAtCell } from "./patches.ts";
import { RealLayer } from "./real-layer.tsx";
import { sentenceOf } from "./sentence.ts";
import { im2colWords } from "./words.ts";

const OWN = {
  real: {
    kind: "text",
    label: { en: "a layer", zh: "某一层" },
    standard: "ic64ih56oc64kh3ph1",
  },
} as const;

export default function Im2colView() {
  const bench = useLayer(OWN);
  const own = parametersOf(OWN, BESIDE);
  const t = im2colWords();
  const { layer } = bench;
  return (
    <Place bench={bench} lead={t.intro}>
      {layer && <Tensors bench={bench} layer={layer} />}
      {layer?.problem.op === "convTranspose" ? (
        <p>
          {t.transposed}{" "}
          <button type="button" onClick={() => bench.parameters.set({ op: "conv" })}>
            {t.toConv}
          </button>
        </p>
      ) : (
        layer && <Product layer={layer} bench={bench} />
      )}
      <h2>{t.engine}</h2>
      <p>{t.engineSaid}</p>
      <Controls table={OWN} parameters={{ ...own, problem: null }} />
      <RealLayer descriptor={own.values.real} />
    </Place>
  );
}

function Product({ layer, bench }: { readonly layer: Layer; readonly bench: OnBench }) {
  const t = im2colWords();
  const { point, output } = bench;
  const patches = useMemo(() => patchesOf(layer), [layer]);
  const cells = useMemo(() => cellsOf(layer, patches, point), [layer, patches, bench.lit]);
  const blocks = useMemo(() => blocksOf(layer, patches, t), [layer, patches, t]);
  const lights = useMemo(
    (): Lights => ({
      patches: lit(cells.patches, "input", cells.meant),
      weights: lit(cells.weights, "weight"),
      outputs: lit(cells.outputs, "output"),
    }),
    [cells],
  );
  const { rows, columns } = patches;
  const onPoint = (spot: Spot | null) => {
    if (spot === null) pointTo(null);
    else if (spot.block === "outputs") pointTo({ tensor: "output", at: spot.at });
    else if (spot.block === "patches")
      pointTo(pointAtCell(layer, patches, spot.at, Math.floor(output / columns)));
    else {
      const weight = patches.weightOf[spot.at];
      pointTo(weight === null ? null : { tensor: "weight", at: weight });
    }
  };
  const { fewest, most, border } = useMemo(() => copiesOf(layer, patches), [layer, patches]);
  const { blowUp } = patchMatrix(layer.problem);
  const [times, near] = [ratioText(blowUp), shown(ratioValue(blowUp))];
  return (
    <>
      <Board
        name={t.board}
        blocks={blocks}
        least={10}
        lights={lights}
        onPoint={onPoint}
        said={sentenceOf(layer, patches, cells, point)}
      />
      <Player output={output} outputs={layer.y.data.length} />
      <h2>{t.size}</h2>
      <ul>
        <li>
          {t.sizes(
            layer.x.data.length,
            rows,
            columns,
            rows * columns,
            times === near ? times : `${times} ≈ ${near}`,
          )}
        </li>
        <li>{t.spread(fewest, most, border)}</li>
        <li>{t.products(productCount(layer))}</li>
      </ul>
    </>
  );
}

/** Falk's scheme: the product stands where the row of one factor meets the column of the other. */
function blocksOf(
  { y, problem }: Layer,
  { rows, columns, outChannels, values, weights, inputOf }: Patches,
  t: ReturnType<typeof im2colWords>,
): Block[] {
  const taps = problem.axes.reduce((product, { kernel }) => product * kernel, 1);
  const across = problem.axes[problem.axes.length - 1];
  const right = { left: rows, gaps: 1 };
  const heavy = { everyRows: taps, everyColumns: across.output };
  return [
    {
      id: "patches",
      title: t.patches(rows, columns),
      ...{ band: 0, ...right, rows, columns, values, ...heavy },
      faint: (at) => inputOf[at] === null,
    },
    {
      id: "weights",
      title: t.weights(outChannels, rows),
      ...{ band: 1, left: 0, gaps: 0, rows: outChannels, columns: rows, values: weights },
      ...{ everyColumns: taps },
    },
    {
      id: "outputs",
      title: t.outputs(outChannels, columns),
      ...{ band: 1, ...right, rows: outChannels, columns, values: y.data },
      ...{ everyColumns: across.output },
    },
  ];
}
