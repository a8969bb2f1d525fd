/** The receptive field through a stack of layers: how far it reaches, and what in it counts. */
import { useMemo } from "preact/hooks";
import { Controls } from "../../../parts/controls.tsx";
import { Picture, pixelsOf } from "../../../parts/picture.tsx";
import { Refusal } from "../../../parts/refusal.tsx";
import { SaveMenu } from "../../../parts/save-menu.tsx";
import { jsonSaving, npySaving, pngSaving } from "../../../parts/savings.ts";
import { parametersOf } from "../../../state/parameters.ts";
import { BESIDE } from "../pointed.ts";
import { minus } from "../words.ts";
import { type Chosen, chosenText, middleOfTop, readChosen } from "./chosen.ts";
import { halfOf, type Level, levelsOf, spanOf } from "./fields.ts";
import { Pyramid } from "./pyramid.tsx";
import { MOST_LAYERS, readStack } from "./stack.ts";
import { receptiveWords } from "./words.ts";

const OWN = {
  stack: {
    kind: "text",
    label: { en: "layers, from below", zh: "各层（自下而上）" },
    standard: "k3 k3s2 k3d2 pool2",
  },
  length: {
    kind: "whole",
    label: { en: "positions of the input", zh: "输入的位置数" },
    from: 4,
    to: 48,
    standard: 24,
  },
  unit: { kind: "text", label: { en: "unit looked at", zh: "查看的单元" }, standard: "" },
} as const;

const PRESETS = {
  plain: "k3 k3 k3",
  strided: "k3s2 k3s2 k3",
  dilated: "k3d1 k3d2 k3d4",
  vgg: "k3p1 k3p1 pool2 k3p1 k3p1 pool2",
} as const;

const WORDS = ["k3", "k3s2", "k3d2", "k5", "pool2"] as const;

export default function ReceptiveView() {
  const parameters = parametersOf(OWN, BESIDE);
  const t = receptiveWords();
  const { stack, length, unit } = parameters.values;
  const made = useMemo(() => attempt(stack, length), [stack, length]);
  const own: typeof parameters = {
    ...parameters,
    set: (next) => parameters.set({ ...next, ...unitIn({ stack, length, unit, ...next }) }),
  };
  const words = stack.split(/[\s,]+/).filter((word) => word !== "");
  const set = (next: readonly string[]) => own.set({ stack: next.join(" ") });
  return (
    <div>
      <p class="lead">{t.lead}</p>
      <Controls table={OWN} parameters={own} only={["stack", "length"]} />
      <div class="player">
        <span>{t.add}</span>
        {WORDS.map((word) => (
          <button
            key={word}
            type="button"
            disabled={words.length >= MOST_LAYERS}
            onClick={() => set([...words, word])}
          >
            {word}
          </button>
        ))}
        <button type="button" disabled={words.length < 2} onClick={() => set(words.slice(0, -1))}>
          {t.last}
        </button>
        <span>{t.examples}</span>
        {Object.entries(PRESETS).map(([name, text]) => (
          <button
            key={name}
            type="button"
            aria-pressed={stack === text}
            onClick={() => own.set({ stack: text })}
          >
            {t.presets[name as keyof typeof PRESETS]}
          </button>
        ))}
      </div>
      {made.problem !== null && (
        <p role="alert">
          <Refusal of={made.problem} />
        </p>
      )}
      {made.levels && (
        <Fields
          levels={made.levels}
          unit={unit}
          onChoose={(chosen) => parameters.set({ unit: chosenText(chosen) })}
          onDrop={(at) => set(words.filter((_, i) => i !== at))}
        />
      )}
    </div>
  );
}

function attempt(stack: string, length: number) {
  try {
    return { levels: levelsOf(readStack(stack), length), problem: null };
  } catch (error) {
    return { levels: null, problem: (error as Error).message };
  }
}

/** The unit goes along where the changed stack has it; else nobody has chosen one. */
function unitIn(next: { stack: string | number; length: string | number; unit: string | number }) {
  const { levels } = attempt(`${next.stack}`, Number(next.length));
  return levels === null || pick(levels, `${next.unit}`).problem === null ? {} : { unit: "" };
}

function pick(levels: readonly Level[], unit: string) {
  try {
    return { chosen: readChosen(unit, levels), problem: null };
  } catch (error) {
    return { chosen: middleOfTop(levels), problem: (error as Error).message };
  }
}

interface FieldsProps {
  readonly levels: readonly Level[];
  /** As the address says it. */
  readonly unit: string;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onDrop: (layer: number) => void;
}

function Fields({ levels, unit, onChoose, onDrop }: FieldsProps) {
  const t = receptiveWords();
  const { chosen, problem } = useMemo(() => pick(levels, unit), [levels, unit]);
  const plane = useMemo(() => planeOf(levels, chosen), [levels, chosen]);
  const picture = {
    ...{ rows: plane.size, columns: plane.size, values: plane.values },
    range: [0, plane.most] as const,
  };
  return (
    <>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      <Pyramid levels={levels} chosen={chosen} onChoose={onChoose} />
      <p class="said" aria-live="polite">
        {sentenceOf(levels, chosen)}
      </p>
      <div class="row receptive-more">
        <section>
          <h2>{t.table}</h2>
          <div class="scroll">
            <table class="fields">
              <thead>
                <tr>
                  {[t.layer, t.units, t.field, t.jump, t.first].map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                  <td />
                </tr>
              </thead>
              <tbody>
                {levels.map(({ layer, units, field }, i) => (
                  <tr key={i}>
                    <th scope="row">{layer?.word ?? t.input}</th>
                    <td>{units}</td>
                    <td>{field.extent}</td>
                    <td>{field.jump}</td>
                    <td>{minus(field.first)}</td>
                    <td>
                      {layer && levels.length > 2 && (
                        <button
                          type="button"
                          class="drop"
                          aria-label={t.drop(layer.word, i)}
                          onClick={() => onDrop(i - 1)}
                        >
                          ×
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p class="lead">{t.tableSaid}</p>
        </section>
        <section class="pyramid-plane">
          <h2>{t.plane}</h2>
          <Picture name={t.planeName(plane.size)} {...picture} />
          <p class="lead">{t.planeSaid}</p>
          <SaveMenu
            label={t.save}
            items={[
              pngSaving("field.png", () => pixelsOf(picture)),
              npySaving("npy", "field.npy", () => ({
                shape: [plane.size, plane.size],
                data: plane.values,
              })),
              jsonSaving("fields.json", () => ({
                chosen,
                layers: levels.map(({ layer, units, field, paths }) => ({
                  ...{ layer: layer?.word ?? null, units, field, paths },
                })),
              })),
            ]}
          />
        </section>
      </div>
    </>
  );
}

function sentenceOf(levels: readonly Level[], { level, unit }: Chosen): string {
  const t = receptiveWords();
  const { layer, field, paths } = levels[level];
  if (layer === null) return t.inputUnit(unit);
  const [from, to] = spanOf(levels[level], unit);
  const inside = paths[unit].filter((_, i) => i >= from && i <= to).length;
  const total = paths[unit].reduce((sum, n) => sum + n, 0);
  const reached = paths[unit].filter((n) => n > 0);
  const span = `${minus(from)} … ${minus(to)}`;
  const sentences = [t.unit(layer.word, unit, span, field.extent, `${total}`)];
  if (inside < field.extent) sentences.push(t.outside(field.extent - inside));
  sentences.push(
    reached.every((n) => n === reached[0]) ? t.even : t.half(halfOf(reached), reached.length),
  );
  return sentences.join(" ");
}

/** Paths in two dimensions over the field of a unit: the product of both axes. */
function planeOf(levels: readonly Level[], { level, unit }: Chosen) {
  const [from, to] = spanOf(levels[level], unit);
  const line = Float64Array.from(
    { length: to - from + 1 },
    (_, i) => levels[level].paths[unit][from + i] ?? 0,
  );
  const most = Math.max(1, ...line) ** 2;
  const values = Float64Array.from(
    { length: line.length ** 2 },
    (_, i) => line[Math.floor(i / line.length)] * line[i % line.length],
  );
  return { size: line.length, values, most };
}
