/** The layer's controls, in groups; what does not matter as things stand is not shown. */
import { useState } from "preact/hooks";
import { Choice } from "../../parts/choice.tsx";
import { Stepper } from "../../parts/stepper.tsx";
import { language } from "../../state/language.ts";
import { LAYER } from "./layer.ts";
import { refitted } from "./own.ts";
import { panelWords } from "./panel-words.ts";
import { INPUTS, KERNELS, presetText } from "./presets.ts";
import { SaveLayer } from "./save.tsx";
import type { OnBench } from "./use-layer.ts";
import { benchWords } from "./words.ts";

type Name = keyof typeof LAYER;

const GROUPS = {
  input: ["rows", "columns", "inChannels"],
  kernel: ["kernelRows", "kernelColumns", "outChannels", "groups"],
  edges: ["pads", "padding", "extra", "border", "fill"],
  steps: ["stride", "dilation"],
  operation: ["op", "orientation"],
} as const satisfies Record<string, readonly Name[]>;
type GroupName = keyof typeof GROUPS;
const GROUP_NAMES = Object.keys(GROUPS) as GroupName[];

interface Props {
  readonly bench: OnBench;
  /** Parameters that a view has no use for. */
  readonly without?: readonly Name[];
}

export function LayerPanel({ bench, without = [] }: Props) {
  const t = panelWords();
  const { parameters, layer } = bench;
  const { values } = parameters;
  const [open] = useState(() => matchMedia("(min-width: 60rem)").matches);
  const set = (change: Partial<Record<Name, string | number>>) =>
    parameters.set(refitted(layer, values, change));
  const idle = (name: Name) =>
    without.includes(name) ||
    (values.pads !== "given" && (name === "padding" || name === "extra")) ||
    (values.border !== "constant" && name === "fill");

  return (
    <details class="panel" open={open}>
      <summary>{t.layer}</summary>
      {GROUP_NAMES.map((group) => {
        const names = GROUPS[group].filter((name) => !idle(name));
        if (names.length === 0) return null;
        return (
          <fieldset key={group}>
            <legend>{t.groups[group]}</legend>
            {names.map((name) => (
              <Field key={name} name={name} value={values[name]} onSet={set} />
            ))}
          </fieldset>
        );
      })}
      <Numbers bench={bench} onSet={set} />
      {layer && <SaveLayer layer={layer} />}
    </details>
  );
}

interface FieldProps {
  readonly name: Name;
  readonly value: string | number;
  readonly onSet: (change: Partial<Record<Name, string | number>>) => void;
}

function Field({ name, value, onSet }: FieldProps) {
  const parameter = LAYER[name];
  const label = parameter.label[language.value];
  const say = benchWords().choices;
  if (parameter.kind === "choice")
    return (
      <Choice
        label={label}
        value={`${value}`}
        of={parameter.of.map((one) => [one, say[one] ?? one])}
        onSet={(next) => onSet({ [name]: next })}
      />
    );
  if (parameter.kind === "text") return null;
  return (
    <Stepper
      label={label}
      value={Number(value)}
      from={parameter.from}
      to={parameter.to}
      onSet={(next) => onSet({ [name]: next })}
    />
  );
}

function Numbers({
  bench,
  onSet,
}: {
  readonly bench: OnBench;
  readonly onSet: FieldProps["onSet"];
}) {
  const t = panelWords();
  const { parameters, layer } = bench;
  const { values } = parameters;
  const own = values.x !== "" || values.w !== "";
  const tensors = [
    ["x", t.inputNumbers, INPUTS],
    ["w", t.kernelNumbers, KERNELS],
  ] as const;
  return (
    <fieldset>
      <legend>{t.groups.numbers}</legend>
      {layer &&
        tensors.map(([name, label, presets]) => {
          const texts = Object.entries(presets).map(
            ([word, preset]) => [word, preset, presetText(preset, layer[name].shape)] as const,
          );
          const now =
            values[name] === ""
              ? "random"
              : (texts.find(([, , text]) => text === values[name])?.[0] ?? "own");
          const choices = texts.map(
            ([word, preset]) => [word, preset.title[language.value]] as const,
          );
          return (
            <Choice
              key={name}
              label={label}
              value={now}
              of={[
                ["random", t.random],
                ...choices,
                ...(now === "own" ? [["own", t.own] as const] : []),
              ]}
              onSet={(word) => {
                if (word !== "own")
                  onSet({ [name]: texts.find(([one]) => one === word)?.[2] ?? "" });
              }}
            />
          );
        })}
      <div class="choices">
        <button
          type="button"
          onClick={() => onSet({ seed: (values.seed + 1) % 10000, x: "", w: "" })}
        >
          {layer ? t.draw : t.drop}
        </button>
        <button
          type="button"
          onClick={() =>
            parameters.set(
              Object.fromEntries(Object.entries(LAYER).map(([name, p]) => [name, p.standard])),
            )
          }
        >
          {t.reset}
        </button>
      </div>
      {!own && <small>{t.hint}</small>}
    </fieldset>
  );
}
