/**
 * Lines over a common axis, as SVG of our own: it prints, takes the colours of the page, and needs no
 * library. What the picture shows stands below as a table, for who reads it by ear or wants numbers.
 */
import type { ComponentChild } from "preact";
import { useRef, useState } from "preact/hooks";
import { words } from "../../state/language.ts";
import { Details } from "../details.tsx";
import { minus, withMinus } from "../minus.ts";
import { useWidth } from "../use-width.ts";
import { pathOf } from "./path.ts";
import { PlotTable } from "./plot-table.tsx";
import { type ScaleKind, scaleOf } from "./scale.ts";

export interface PlotLine {
  readonly name: string;
  /** One for each x; NaN where the line is interrupted. */
  readonly values: ArrayLike<number>;
  /** A mark at each value, and no line between them. */
  readonly points?: boolean;
}

export interface PlotProps {
  /** What a screen reader calls it, and what stands above it. */
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly lines: readonly PlotLine[];
  readonly xName: string;
  readonly yName?: string;
  readonly xScale?: ScaleKind;
  readonly yScale?: ScaleKind;
  /** Ends of the scale of y that are not left to the values. */
  readonly yRange?: readonly [number | null, number | null];
  readonly writeX?: (value: number) => string;
  readonly writeY?: (value: number) => string;
  /** Pixels. */
  readonly height?: number;
  /** Told which x is pointed at, null when none is. */
  readonly onPoint?: (at: number | null) => void;
}

const t = words({
  en: { table: "Values as a table" },
  zh: { table: "数值表" },
});

/** Short enough for the edge. */
const tick = (value: number): string =>
  Math.abs(value) >= 1e5 ? withMinus(value.toExponential().replace("e+", "e")) : minus(value);

const MARGIN = { top: 10, right: 14, bottom: 26, left: 56 };

export function Plot(props: PlotProps) {
  const { name, x, lines, xName, yName, writeX = tick, writeY = tick, height = 260 } = props;
  const figure = useRef<HTMLElement>(null);
  // Before it is laid out, that of a phone.
  const width = Math.max(200, useWidth(figure, 340));
  const [at, setAt] = useState<number | null>(null);
  const inner = {
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  // No wider than what is there.
  const xs = scaleOf(
    Array.from(x),
    props.xScale ?? "linear",
    inner.width / 90,
    x.length > 1 ? endsOf(x) : [null, null],
  );
  // Between whole numbers there is nothing to read.
  const whole = Array.from(x).every(Number.isInteger);
  const isPlace = (tick: number) => !whole || Number.isInteger(tick);
  const values = lines.flatMap((line) => Array.from(line.values));
  const ys = scaleOf(values, props.yScale ?? "linear", inner.height / 45, props.yRange);
  const place = {
    x: (value: number) => MARGIN.left + xs.share(value) * inner.width,
    y: (value: number) => MARGIN.top + (1 - ys.share(value)) * inner.height,
  };
  const point = (next: number | null) => {
    if (next === at) return;
    setAt(next);
    props.onPoint?.(next);
  };
  const nearest = (event: PointerEvent) => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    const gaps = Array.from(x, (value) => Math.abs(place.x(value) - (event.clientX - left)));
    point(gaps.indexOf(endsOf(gaps)[0]));
  };
  const said = at === null || at >= x.length ? null : at;
  return (
    <figure class="plot" ref={figure}>
      <figcaption>{name}</figcaption>
      <svg
        role="img"
        aria-label={`${name}: ${lines.map((line) => line.name).join(", ")}`}
        width={width}
        height={height}
        onPointerMove={nearest}
        onPointerLeave={() => point(null)}
      >
        {ys.ticks.map((tick) => (
          <g key={tick} class="tick">
            <line
              x1={MARGIN.left}
              x2={width - MARGIN.right}
              y1={place.y(tick)}
              y2={place.y(tick)}
            />
            <text x={MARGIN.left - 6} y={place.y(tick)} dy="0.32em" text-anchor="end">
              {writeY(tick)}
            </text>
          </g>
        ))}
        {xs.ticks.filter(isPlace).map((tick) => (
          <g key={tick} class="tick">
            <line
              x1={place.x(tick)}
              x2={place.x(tick)}
              y1={MARGIN.top + inner.height}
              y2={MARGIN.top + inner.height + 4}
            />
            <text x={place.x(tick)} y={height - 8} text-anchor="middle">
              {writeX(tick)}
            </text>
          </g>
        ))}
        {lines.map((line, i) =>
          line.points ? (
            Array.from(line.values, (value, j) =>
              Number.isFinite(place.y(value)) ? (
                <circle
                  key={j}
                  class={`line-${i % 4}`}
                  cx={place.x(x[j])}
                  cy={place.y(value)}
                  r={4}
                />
              ) : null,
            )
          ) : (
            <path key={line.name} class={`line-${i % 4}`} d={pathOf(x, line.values, place)} />
          ),
        )}
        {said !== null && (
          <line
            class="pointer"
            x1={place.x(x[said])}
            x2={place.x(x[said])}
            y1={MARGIN.top}
            y2={MARGIN.top + inner.height}
          />
        )}
      </svg>
      <p class="legend">
        <span>
          {xName}
          {said !== null && ` ${writeX(x[said])}`}
        </span>
        {lines.map((line, i) => (
          <span key={line.name}>
            <Sample line={i % 4} points={line.points ?? false} />
            {line.name}
            {said !== null && `: ${writeY(line.values[said])}`}
          </span>
        ))}
        {yName !== undefined && <span>({yName})</span>}
      </p>
      <Details summary={t().table}>
        {() => <PlotTable {...{ name, x, xName, lines, writeX, writeY }} />}
      </Details>
    </figure>
  );
}

/** The least and the greatest; of more numbers than a call can take as arguments, too. */
const endsOf = (values: ArrayLike<number>): readonly [number, number] =>
  Array.from(values).reduce<readonly [number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );

/** The line of the legend: colour and dashes together tell lines apart. */
function Sample({
  line,
  points,
}: {
  readonly line: number;
  readonly points: boolean;
}): ComponentChild {
  return (
    <svg class="sample" width={28} height={10} aria-hidden="true">
      {points ? (
        <circle class={`line-${line}`} cx={14} cy={5} r={4} />
      ) : (
        <path class={`line-${line}`} d="M0 5H28" />
      )}
    </svg>
  );
}
