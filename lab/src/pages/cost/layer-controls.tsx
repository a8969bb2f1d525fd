/** The layer as a word, and as numbers that are dragged; one writes the other. */
import { format, type Problem, parse } from "convoke";
import { type Change, withValue } from "convoke/cost";
import { useEffect, useId, useState } from "preact/hooks";
import { Controls } from "../../parts/controls.tsx";
import { NumberField } from "../../parts/number-field.tsx";
import { Refusal } from "../../parts/refusal.tsx";
import { colon } from "../../state/language.ts";
import type { Values } from "../../state/parameters.ts";
import { COST, EXAMPLES, type ExampleName } from "./parameters.ts";
import { costPageWords } from "./words.ts";

/** Each number on a slider: where it ends, and where it lies in the layer. */
const SLIDERS = {
  ci: [1, 512, (p) => p.inChannels],
  co: [1, 512, (p) => p.outChannels],
  kernel: [1, 11, (p) => p.axes[0].kernel],
  stride: [1, 4, (p) => p.axes[0].stride],
  padding: [0, 8, (p) => p.axes[0].before],
  dilation: [1, 4, (p) => p.axes[0].dilation],
  groups: [1, 64, (p) => p.groups],
  resolution: [1, 256, (p) => p.axes[0].input],
  batch: [1, 64, (p) => p.batch],
} as const satisfies Partial<Record<Change, readonly [number, number, (p: Problem) => number]>>;
/** What a field takes: the sliders end where layers are usual. */
const MOST = 1_000_000;
type Slid = keyof typeof SLIDERS;

interface Props {
  readonly parameters: Values<typeof COST>;
  /** What is wrong with the layer. */
  readonly problem: string | null;
}

export function LayerControls({ parameters, problem }: Props) {
  const t = costPageWords();
  const { layer } = parameters.values;
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => setRefusal(null), [layer]);
  const read = attempt(() => parse(layer));
  /** @throws what is wrong with such a layer. */
  const set = (change: Slid, value: number) => {
    if (read instanceof Error) return;
    const next = format(withValue(read, change, value));
    setRefusal(null);
    if (next !== layer) parameters.set({ layer: next });
  };
  const slide = (change: Slid, value: number) => {
    const refused = attempt(() => set(change, value));
    if (refused instanceof Error) setRefusal(refused.message);
  };
  return (
    <>
      <div class="layer-word">
        <Controls table={COST} parameters={parameters} only={["layer", "dtype"]} />
      </div>
      <p class="hint">{t.hint}</p>
      <p class="choices wrapping">
        {t.examples}
        {colon()}
        {(Object.keys(EXAMPLES) as ExampleName[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={EXAMPLES[name] === layer}
            onClick={() => parameters.set({ layer: EXAMPLES[name] })}
          >
            {t.example[name]}
          </button>
        ))}
      </p>
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
      {!(read instanceof Error) && (
        <div class="sliders">
          {(Object.keys(SLIDERS) as Slid[]).map((change) => {
            const [from, to, of] = SLIDERS[change];
            return (
              <Slider
                key={change}
                label={t.change[change]}
                {...{ from, to }}
                value={of(read)}
                onSlide={(value) => slide(change, value)}
                onSet={(value) => set(change, value)}
              />
            );
          })}
        </div>
      )}
      {refusal !== null && (
        <p role="alert">
          <Refusal of={refusal} />
        </p>
      )}
    </>
  );
}

function Slider(props: {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly onSlide: (value: number) => void;
  /** May refuse. */
  readonly onSet: (value: number) => void;
}) {
  const { label, from, to, value, onSlide, onSet } = props;
  const id = useId();
  const read = (event: { readonly currentTarget: HTMLInputElement }) => {
    onSlide(event.currentTarget.valueAsNumber);
    // A layer that does not exist leaves the slider where it was.
    event.currentTarget.value = `${props.value}`;
  };
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={from}
        max={Math.max(to, value)}
        value={value}
        onInput={read}
      />
      <NumberField
        name={label}
        label={label}
        parameter={{
          kind: "whole",
          label: { en: label, zh: label },
          from,
          to: MOST,
          standard: value,
        }}
        value={value}
        onSet={onSet}
      />
    </div>
  );
}

function attempt<T>(make: () => T): T | Error {
  try {
    return make();
  } catch (error) {
    return error as Error;
  }
}
