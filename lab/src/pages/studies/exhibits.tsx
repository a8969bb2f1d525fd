/** Evidence as figures: matrices that light each other up, tables, lines, pictures, sounds, formulas. */
import {
  type Exhibit,
  type Matrix,
  type Sound,
  shown,
  type Table,
  type Told,
} from "@convoke/studies";
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { Formula } from "../../parts/formula.tsx";
import { NumberGrid } from "../../parts/number-grid.tsx";
import { Picture } from "../../parts/picture.tsx";
import { Plot } from "../../parts/plot/plot.tsx";
import { Prose } from "../../parts/prose.tsx";
import { wavOf } from "./saving.ts";
import { studyWords } from "./words.ts";

/** Elements of the matrix of that name which another one is pointing at. */
const lit = signal<{ readonly name: string; readonly elements: ReadonlySet<number> } | null>(null);

/** Elements that are written out: a grid with more is slow and says less. */
const MOST_CELLS = 2000;

interface Props<E extends Exhibit = Exhibit> {
  readonly exhibit: E;
  readonly told: Told;
}

export function ExhibitFigure({ exhibit, told }: Props) {
  const { kind, name } = exhibit;
  const caption = told.words[name] ?? name;
  const size =
    kind === "matrix" || kind === "picture"
      ? ` ${studyWords().size(exhibit.rows, exhibit.columns)}`
      : "";
  if (kind === "series") return <SeriesPlot exhibit={exhibit} told={told} />;
  return (
    <figure class={kind}>
      <figcaption>
        <Prose text={caption} />
        <small>{size}</small>
      </figcaption>
      <Body exhibit={exhibit} told={told} />
    </figure>
  );
}

function Body({ exhibit, told }: Props<Exclude<Exhibit, { kind: "series" }>>) {
  const name = told.words[exhibit.name] ?? exhibit.name;
  switch (exhibit.kind) {
    case "matrix":
      return <MatrixGrid exhibit={exhibit} told={told} />;
    case "table":
      return <FactTable exhibit={exhibit} told={told} />;
    case "picture":
      return <Picture {...exhibit} name={name} />;
    case "sound":
      return <Player sound={exhibit} name={name} />;
    case "formula":
      return <Formula tex={exhibit.tex} display />;
    default:
      return exhibit satisfies never;
  }
}

function MatrixGrid({ exhibit, told }: Props<Matrix>) {
  const { name, rows, columns, values, marks = [], link } = exhibit;
  if (rows * columns > MOST_CELLS) return null;
  const lighted = lit.value?.name === name ? lit.value.elements : null;
  const point = (at: number | null) => {
    if (!link) return;
    const elements =
      at === null ? undefined : link.elements[link.by === "column" ? at % columns : at];
    lit.value = elements ? { name: link.to, elements: new Set(elements) } : null;
  };
  return (
    <NumberGrid
      name={told.words[name] ?? name}
      rows={rows}
      columns={columns}
      values={values}
      mark={(at) => {
        if (lighted?.has(at)) return "lit-input";
        const group = marks.findIndex((list) => list.includes(at));
        return group < 0 ? undefined : `mark-${group % 6}`;
      }}
      onPoint={point}
    />
  );
}

function FactTable({ exhibit: { head, rows }, told }: Props<Table>) {
  const word = (name: string) => <Prose text={told.words[name] ?? name} />;
  return (
    <div class="scroll">
      <table class="facts">
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name}>{word(name)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, y) => (
            <tr key={`${y}`}>
              {row.map((value, x) => (
                <td key={`${x}`} class={typeof value === "number" ? "number" : undefined}>
                  {typeof value === "string" ? word(value) : shown(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SeriesPlot({ exhibit, told }: Props<Extract<Exhibit, { kind: "series" }>>) {
  const word = (name: string) => told.words[name] ?? name;
  return (
    <Plot
      name={word(exhibit.name)}
      xName={word(exhibit.axis)}
      x={exhibit.x}
      lines={exhibit.lines.map(({ name, y }) => ({ name: word(name), values: y }))}
      yScale={exhibit.scale === "logarithmic" ? "log" : "linear"}
    />
  );
}

/** The address of a sound lives as long as its player. */
function Player({ sound, name }: { readonly sound: Sound; readonly name: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(wavOf(sound));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [sound]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: a tone has no words.
    <audio controls preload="metadata" src={url} aria-label={name} />
  );
}
