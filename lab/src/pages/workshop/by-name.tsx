/** The catalogue: a name, its parameters as controls, and what is known of the kernel. */
import { REPORT_WORDS } from "@convoke/studies/words";
import {
  CATALOGUE_NAMES,
  type CatalogueName,
  entryOf,
  type NumberParameter,
  type Parameter,
} from "convoke/workshop";
import { useId } from "preact/hooks";
import { NumberField } from "../../parts/number-field.tsx";
import { colon, language } from "../../state/language.ts";
import { workshopWords } from "./words.ts";

export function ByName(props: { readonly text: string; readonly onSet: (text: string) => void }) {
  const t = workshopWords();
  const r = REPORT_WORDS[language.value];
  const id = useId();
  const [first, ...given] = props.text.trim().split(":");
  const name = CATALOGUE_NAMES.find((one) => one === first.trim());
  const entry = name && entryOf(name);
  return (
    <>
      <div class="control">
        <label for={id}>{t.byName}</label>
        <select
          id={id}
          value={name ?? ""}
          onChange={(event) => props.onSet(event.currentTarget.value)}
        >
          <option value="" disabled>
            {t.own}
          </option>
          {CATALOGUE_NAMES.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      {name && entry && (
        <>
          <div class="controls">
            {entry.parameters.map((parameter, i) => (
              <ParameterControl
                key={`${name}:${parameter.name}`}
                parameter={parameter}
                value={given[i]?.trim() ?? `${parameter.fallback}`}
                onSet={(value) => props.onSet(wordOf(name, given, i, value))}
              />
            ))}
          </div>
          <p class="hint">
            {entry[language.value]}
            <br />
            {entry.formula}
            <br />
            {r.source}
            {colon()}
            {entry.source}
          </p>
        </>
      )}
    </>
  );
}

/** `motion:9:45` with one of its parameters set; those before it that were left out are filled in. */
function wordOf(name: CatalogueName, given: readonly string[], at: number, value: string): string {
  const values = entryOf(name).parameters.map((p, i) =>
    i === at ? value : (given[i] ?? `${p.fallback}`),
  );
  return [name, ...values.slice(0, Math.max(at + 1, given.length))].join(":");
}

/** Where a slider goes; the field beside it takes all that the rule allows. */
const SPANS: Readonly<Record<string, readonly [from: number, to: number, step: number]>> = {
  taps: [1, 31, 1],
  pixels: [0.1, 10, 0.1],
  degrees: [-180, 180, 1],
  "cycles a sample": [0.01, 0.49, 0.01],
};

function spanOf({ unit, name, fallback }: NumberParameter): readonly [number, number, number] {
  if (name === "right" || name === "down") return [-8, 8, 1];
  if (name === "orderX" || name === "orderY") return [0, 6, 1];
  if (name === "most") return [1, 4096, 1];
  if (name === "size" && fallback === 0) return [1, 31, 2];
  if (name === "taps") return [1, 61, 2];
  if (name === "alpha") return [0.02, 1, 0.02];
  return SPANS[unit] ?? [0.1, 10, 0.1];
}

/** The catalogue's own rule says more than a range can. */
const ANY = {
  kind: "number",
  label: { en: "", zh: "" },
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  standard: 0,
} as const;

function ParameterControl(props: {
  readonly parameter: Parameter;
  readonly value: string;
  readonly onSet: (value: string) => void;
}) {
  const { parameter, value, onSet } = props;
  const id = useId();
  const label = workshopWords().parameters[parameter.name] ?? parameter.name;
  if (parameter.kind === "choice")
    return (
      <div class="control">
        <label for={id}>{label}</label>
        <select id={id} value={value} onChange={(event) => onSet(event.currentTarget.value)}>
          {parameter.choices.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
    );
  const [from, to, step] = spanOf(parameter);
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={step}
        value={value}
        onInput={(event) => onSet(event.currentTarget.value)}
      />
      <NumberField
        name={parameter.name}
        label={label}
        parameter={ANY}
        value={Number.isNaN(Number(value)) ? value : Number(value)}
        read={(typed) => {
          const next = typed === "" ? Number.NaN : Number(typed);
          if (parameter.holds(next)) return next;
          throw new RangeError(
            `expected ${parameter.rule} for ${parameter.name}, got ${typed || "nothing"}`,
          );
        }}
        onSet={(next) => onSet(`${next}`)}
      />
    </div>
  );
}
