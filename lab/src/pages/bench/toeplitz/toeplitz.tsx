import { shown } from "@convoke/studies";
import { useMemo, useState } from "preact/hooks";
import { type Block, type Lights, lit, type Spot } from "../../../parts/board/block.ts";
import { Board } from "../../../parts/board/board.tsx";
import { Choice } from "../../../parts/choice.tsx";
import { language } from "../../../state/language.ts";
import { parametersOf } from "../../../state/parameters.ts";
import type { Layer } from "../layer.ts";
import { Place } from "../place.tsx";
import { BESIDE, type Pointed, pointTo } from "../pointed.ts";
import { Tensors } from "../tensors.tsx";
import { type OnBench, useLayer } from "../use-layer.ts";
import { cellsLit, endsOf, type LayerMatrix, matrixOf } from "./matrix.ts";
import { sentenceOf } from "./sentence.ts";
import { toeplitzWords } from "./words.ts";

const OWN = {
  matrix: {
    kind: "choice",
    label: { en: "matrix", zh: "矩阵" },
    of: ["C", "Cᵀ"],
    standard: "C",
  },
} as const;

export default function ToeplitzView() {
  const bench = useLayer(OWN);
  const own = parametersOf(OWN, BESIDE);
  const t = toeplitzWords();
  const { layer } = bench;
  return (
    <Place bench={bench} lead={t.intro}>
      {layer && <Tensors bench={bench} layer={layer} />}
      <div class="control wide">
        <Choice
          label={OWN.matrix.label[language.value]}
          value={own.values.matrix}
          of={[
            ["C", t.forwards],
            ["Cᵀ", t.backwards],
          ]}
          onSet={(matrix) => own.set({ matrix })}
        />
      </div>
      {layer && <Whole bench={bench} layer={layer} turned={own.values.matrix !== "C"} />}
    </Place>
  );
}

interface WholeProps {
  readonly bench: OnBench;
  readonly layer: Layer;
  readonly turned: boolean;
}

function Whole({ bench, layer, turned }: WholeProps) {
  const t = toeplitzWords();
  const { point, lit: onBench } = bench;
  const m = useMemo(() => matrixOf(layer, turned), [layer, turned]);
  const blocks = useMemo(() => blocksOf(layer, m, t), [layer, m, t]);
  const legend = useMemo(() => legendOf(layer), [layer]);
  const [meant, setMeant] = useState<number | null>(null);
  const lights = useMemo((): Lights => {
    const [from, to] = turned ? (["output", "input"] as const) : (["input", "output"] as const);
    return {
      matrix: lit(cellsLit(layer, m, point), "weight", meant),
      from: lit(onBench[from], from),
      to: lit(onBench[to], to),
    };
  }, [layer, m, onBench, meant]);
  const onPoint = (spot: Spot | null) => {
    setMeant(spot?.block === "matrix" ? spot.at : null);
    if (spot === null) pointTo(null);
    else if (spot.block === "matrix") pointTo(pointAtCell(layer, m, spot.at));
    else pointTo({ tensor: (spot.block === "from") !== turned ? "input" : "output", at: spot.at });
  };
  const all = m.rows * m.columns;
  const zeros = all - m.filled;
  return (
    <>
      <p class="caption">{t.colours}</p>
      <Board
        name={t.legend}
        blocks={legend}
        lights={legendLights(legend, onBench.weight)}
        onPoint={(spot) => pointTo(spot && { tensor: "weight", at: Number(spot.block) + spot.at })}
      />
      <Board
        name={t.board}
        blocks={blocks}
        lights={lights}
        onPoint={onPoint}
        said={sentenceOf(layer, m, point, meant)}
      />
      <ul>
        <li>{t.share(zeros, all, shown((100 * zeros) / all))}</li>
        <li>{t.learned(layer.w.data.length, all)}</li>
        {m.mixed > 0 && <li>{t.mixed(m.mixed)}</li>}
        {layer.problem.border.kind === "constant" && <li>{t.constant}</li>}
        <li>{t.transpose}</li>
      </ul>
    </>
  );
}

/** The row of the cell is what is pointed at; the product in it is the one meant. */
function pointAtCell({ taps }: Layer, m: LayerMatrix, cell: number): Pointed {
  const { input, output } = endsOf(m, cell);
  const tap = taps[output].find((one) => one.input === input);
  return {
    ...(m.turned ? { tensor: "input", at: input } : { tensor: "output", at: output }),
    ...(tap ? { tap } : {}),
  };
}

function blocksOf(
  { problem, w }: Layer,
  m: LayerMatrix,
  t: ReturnType<typeof toeplitzWords>,
): Block[] {
  const last = problem.axes[problem.axes.length - 1];
  const [down, across] = m.turned ? [last.input, last.output] : [last.output, last.input];
  const { rows, columns, turned } = m;
  return [
    {
      id: "from",
      title: t.from(turned),
      ...{ band: 0, left: 0, gaps: 0, rows: 1, columns, values: m.from, everyColumns: across },
    },
    {
      id: "matrix",
      title: t.matrix(turned, rows, columns),
      ...{ band: 1, left: 0, gaps: 0, rows, columns, values: m.values },
      ...{ everyRows: down, everyColumns: across },
      colour: (at) => m.weightOf[at],
      colours: w.data.length,
    },
    {
      id: "to",
      title: t.to(turned),
      ...{ band: 1, left: columns, gaps: 1, rows, columns: 1, values: m.to, everyRows: down },
    },
  ];
}

/** The planes of the kernel side by side; a block's name is the first weight that it holds. */
function legendOf({ w }: Layer): Block[] {
  const [rows, columns] = w.shape.slice(-2);
  const planes = w.data.length / (rows * columns);
  return Array.from({ length: planes }, (_, p): Block => {
    const first = p * rows * columns;
    return {
      id: `${first}`,
      title: "",
      ...{ band: 0, left: p * columns, gaps: p, rows, columns },
      values: w.data.subarray(first, first + rows * columns),
      colour: (at) => first + at,
      colours: w.data.length,
    };
  });
}

const legendLights = (legend: readonly Block[], weights: ReadonlySet<number>): Lights =>
  Object.fromEntries(
    legend.map(({ id, rows, columns }) => {
      const own = [...weights].map((at) => at - Number(id));
      const inside = own.filter((at) => at >= 0 && at < rows * columns);
      // One weight is marked where it is; a whole window would hide all colours.
      return [id, { cells: new Map(), ...(inside.length === 1 ? { meant: inside[0] } : {}) }];
    }),
  );
