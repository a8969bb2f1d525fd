/** The levels of a stack as rows of units; what the chosen one sees is lit down to the input. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Chosen } from "./chosen.ts";
import { type Level, seenBy, spanOf } from "./fields.ts";
import { receptiveWords } from "./words.ts";
import "./receptive.css";

interface Props {
  readonly levels: readonly Level[];
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

/** Sizes in units of the drawing; one position of the input is as wide as STEP. */
const STEP = 24;
const RISE = 62;
const RADIUS = 8;
const LABEL = 92;
const BARS = 96;

/** The middle of what a unit sees, in positions of the input. */
const middleOf = (level: Level, unit: number): number => {
  const [from, to] = spanOf(level, unit);
  return (from + to) / 2;
};

export function Pyramid({ levels, chosen, onChoose }: Props) {
  const t = receptiveWords();
  const seen = useMemo(() => seenBy(levels, chosen.level, chosen.unit), [levels, chosen]);
  const ends = levels.flatMap((level) => [
    middleOf(level, 0),
    middleOf(level, level.units - 1),
    ...(level === levels[chosen.level] ? spanOf(level, chosen.unit) : []),
  ]);
  const [low, high] = [Math.floor(Math.min(...ends)), Math.ceil(Math.max(...ends))];
  const top = levels.length - 1;
  const x = (position: number) => LABEL + (position - low + 0.5) * STEP;
  const y = (level: number) => 20 + (top - level) * RISE;
  const width = LABEL + (high - low + 1) * STEP;
  const height = y(0) + 30 + BARS;

  const head = middleOf(levels[chosen.level], chosen.unit);
  const box = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  // Where the drawing is wider than the screen, the chosen unit is brought there; a pointer is there.
  useEffect(() => {
    byKey.current = false;
    if (box.current) box.current.scrollLeft = x(head) - box.current.clientWidth / 2;
  }, [levels, byKey.current && chosen]);
  const onKeyDown = (event: KeyboardEvent) => {
    byKey.current = true;
    const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] }[
      event.key
    ];
    if (!move) return;
    event.preventDefault();
    const level = Math.min(top, Math.max(0, chosen.level + move[0]));
    const unit =
      move[0] === 0
        ? chosen.unit + move[1]
        : nearest(levels[level], middleOf(levels[chosen.level], chosen.unit));
    onChoose({ level, unit: Math.min(levels[level].units - 1, Math.max(0, unit)) });
  };
  const point = (event: Event) => {
    const { level, unit } = (event.target as HTMLElement).dataset;
    if (level !== undefined) onChoose({ level: Number(level), unit: Number(unit) });
  };

  const [from, to] = spanOf(levels[chosen.level], chosen.unit);
  const edge = (STEP - 4) / 2;
  return (
    <div class="scroll" ref={box}>
      <div
        class="pyramid"
        role="application"
        aria-label={t.pyramid}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move within it.
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerOver={point}
        onPointerDown={point}
      >
        <svg
          viewBox={`0 0 ${width} ${height}`}
          style={{ minWidth: `${width}px`, maxWidth: `${1.6 * width}px` }}
          aria-hidden="true"
        >
          <path
            class="cone"
            d={`M${x(head) - RADIUS} ${y(chosen.level)}H${x(head) + RADIUS}L${x(to) + edge} ${y(0) + RADIUS}H${x(from) - edge}Z`}
          />
          {levels.map((level, l) =>
            level.reads.map((list, u) =>
              list.map((below) => (
                <line
                  key={`${l} ${u} ${below}`}
                  class={seen[l].has(u) ? "edge seen" : "edge"}
                  x1={x(middleOf(level, u))}
                  y1={y(l)}
                  x2={x(middleOf(levels[l - 1], below))}
                  y2={y(l - 1)}
                />
              )),
            ),
          )}
          {levels.map((level, l) => (
            <g key={l}>
              <text class="level-name" x={0} y={y(l) + 5}>
                {level.layer?.word ?? t.input}
              </text>
              {Array.from({ length: level.units }, (_, u) => (
                <circle
                  key={u}
                  class={unitClass(seen[l].has(u), l === chosen.level && u === chosen.unit)}
                  cx={x(middleOf(level, u))}
                  cy={y(l)}
                  r={RADIUS}
                  data-level={l}
                  data-unit={u}
                />
              ))}
            </g>
          ))}
          <Bars
            paths={levels[chosen.level].paths[chosen.unit]}
            {...{ x, base: height - 4, name: t.paths }}
          />
        </svg>
      </div>
    </div>
  );
}

const unitClass = (seen: boolean, chosen: boolean): string =>
  `unit${seen ? " seen" : ""}${chosen ? " chosen" : ""}`;

/** The unit of a level whose field has its middle nearest to a position. */
function nearest(level: Level, position: number): number {
  let best = 0;
  for (let u = 1; u < level.units; u++)
    if (Math.abs(middleOf(level, u) - position) < Math.abs(middleOf(level, best) - position))
      best = u;
  return best;
}

interface BarsProps {
  readonly paths: Float64Array;
  readonly x: (position: number) => number;
  readonly base: number;
  readonly name: string;
}

/** How many paths lead from each position: the influence, if all weights are alike. */
function Bars({ paths, x, base, name }: BarsProps) {
  const most = Math.max(1, ...paths);
  const tall = BARS - 22;
  return (
    <g>
      <text class="level-name" x={0} y={base - 4}>
        {name}
      </text>
      {Array.from(paths, (n, i) =>
        n === 0 ? null : (
          <g key={i}>
            <rect
              class="path-bar"
              x={x(i) - STEP / 2 + 2}
              y={base - (n / most) * tall}
              width={STEP - 4}
              height={(n / most) * tall}
            />
            {n < 10000 && (
              <text class="count" x={x(i)} y={base - (n / most) * tall - 4}>
                {n}
              </text>
            )}
          </g>
        ),
      )}
    </g>
  );
}
