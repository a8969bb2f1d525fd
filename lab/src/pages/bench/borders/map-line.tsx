/** One border along one axis: positions in a line, and an arc from each of the ring to its element. */
import type { Border } from "convoke";
import { useState } from "preact/hooks";
import { NumberGrid } from "../../../parts/number-grid.tsx";
import { minus } from "../words.ts";
import { letter, standing } from "./edges.ts";
import { borderWords } from "./words.ts";

interface Props {
  readonly border: Border;
  /** In words. */
  readonly title: string;
  readonly size: number;
  readonly ring: number;
  /** Of the layer, for the frame. */
  readonly before: number;
  readonly after: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onSay: (sentence: string) => void;
}

export function MapLine(props: Props) {
  const { border, title, size, ring, chosen } = props;
  const t = borderWords();
  const [at, setAt] = useState<number | null>(null);
  const line = standing(border, size, ring);
  const meant = at === null ? null : line[at].source;
  const fill = border.kind === "constant" ? minus(border.value) : "0";
  const clamped = (i: number) => Math.min(Math.max(i + ring, 0), line.length - 1);
  const point = (next: number | null) => {
    setAt(next);
    if (next === null) return;
    const { position, source } = line[next];
    const stands =
      source !== null
        ? t.element(letter(source), source)
        : border.kind === "constant"
          ? t.constant(fill)
          : t.zero;
    props.onSay(t.at(title, minus(position), stands));
  };
  return (
    <div class="map-line">
      <button type="button" aria-pressed={chosen} onClick={props.onChoose}>
        {title}
      </button>
      <div class="scroll">
        <div class="map-box">
          <Arcs line={line} ring={ring} size={size} at={at} />
          <NumberGrid
            name={title}
            rows={1}
            columns={line.length}
            values={line.map(({ source }) => (source === null ? 0 : source + 1))}
            write={(_, i) => {
              const { source } = line[i];
              return source === null ? fill : letter(source);
            }}
            tint="diverging"
            mark={(i) => {
              const { position, source } = line[i];
              const inside = position >= 0 && position < size;
              const lit = meant !== null && source === meant ? " lit-input" : "";
              return `moves${inside ? "" : " pad"}${lit}`;
            }}
            frames={[
              { from: clamped(-props.before), to: clamped(size - 1 + props.after), kind: "taken" },
            ]}
            onPoint={point}
          />
        </div>
      </div>
    </div>
  );
}

/** What the places of the lines below it are called. */
export function Positions({ size, ring }: { readonly size: number; readonly ring: number }) {
  return (
    <div class="map-line" aria-hidden="true">
      <span class="soft">{borderWords().position}</span>
      <div class="positions">
        {Array.from({ length: size + 2 * ring }, (_, i) => (
          <span key={i}>{minus(i - ring)}</span>
        ))}
      </div>
    </div>
  );
}

interface ArcsProps {
  readonly line: ReturnType<typeof standing>;
  readonly ring: number;
  readonly size: number;
  readonly at: number | null;
}

/** In units of a cell; the drawing is as wide as the line below it. */
function Arcs({ line, ring, size, at }: ArcsProps) {
  const height = 1.4;
  return (
    <svg
      class="arcs"
      viewBox={`0 0 ${line.length} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {line.map(({ position, source }, i) => {
        if (source === null || (position >= 0 && position < size)) return null;
        const [from, to] = [i + 0.5, source + ring + 0.5];
        const peak = height - Math.min(height - 0.1, 0.25 + Math.abs(from - to) * 0.16) * 1.9;
        return (
          <path
            key={i}
            class={at === i ? "meant" : undefined}
            d={`M${from} ${height} Q${(from + to) / 2} ${peak} ${to} ${height}`}
          />
        );
      })}
    </svg>
  );
}
