/** Controls for a table of parameters: sliders, choices and texts, each with its rule. */
import type { Parameter, Parameters } from "@convoke/studies";
import { readParameters } from "@convoke/studies";
import { useEffect, useId, useState } from "preact/hooks";
import { language } from "../state/language.ts";
import type { Values } from "../state/parameters.ts";

interface Props<P extends Parameters> {
  readonly table: P;
  readonly parameters: Values<P>;
  /** Only these, in this order; all where it is left out. */
  readonly only?: readonly (keyof P & string)[];
  /** Words of choices that are no symbols. */
  readonly say?: (word: string) => string;
}

export function Controls<P extends Parameters>({ table, parameters, only, say }: Props<P>) {
  const { values, problem } = parameters;
  const names = only ?? (Object.keys(table) as (keyof P & string)[]);
  return (
    <div class="controls">
      {problem !== null && <p role="alert">{problem}</p>}
      {names.map((name) => (
        <Control
          key={name}
          name={name}
          parameter={table[name]}
          value={values[name]}
          say={say ?? ((word) => word)}
          onSet={(value) => parameters.set({ [name]: value } as never)}
        />
      ))}
    </div>
  );
}

interface ControlProps {
  readonly name: string;
  readonly parameter: Parameter;
  readonly value: string | number;
  readonly say: (word: string) => string;
  readonly onSet: (value: string | number) => void;
}

function Control({ name, parameter, value, say, onSet }: ControlProps) {
  const id = useId();
  const label = parameter.label[language.value];
  switch (parameter.kind) {
    case "whole":
    case "number": {
      const { from, to, kind } = parameter;
      const step = kind === "whole" ? 1 : Number(((to - from) / 200).toPrecision(1));
      const read = (event: { readonly currentTarget: HTMLInputElement }) => {
        const next = event.currentTarget.valueAsNumber;
        if (next >= from && next <= to && (kind === "number" || Number.isInteger(next)))
          onSet(next);
      };
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
            onInput={read}
          />
          <input
            type="number"
            aria-label={label}
            min={from}
            max={to}
            step={kind === "whole" ? 1 : "any"}
            value={value}
            onInput={read}
          />
        </div>
      );
    }
    case "choice":
      return (
        <div class="control">
          <label for={id}>{label}</label>
          <select id={id} value={value} onChange={(event) => onSet(event.currentTarget.value)}>
            {parameter.of.map((one) => (
              <option key={one} value={one}>
                {say(one)}
              </option>
            ))}
          </select>
        </div>
      );
    case "text":
      return <TextControl {...{ id, name, label, parameter, value, onSet }} />;
    default:
      return parameter satisfies never;
  }
}

/** What is typed counts once it obeys the rule; until then the sentence says what is expected. */
function TextControl({
  id,
  name,
  label,
  parameter,
  value,
  onSet,
}: Omit<ControlProps, "say"> & { readonly id: string; readonly label: string }) {
  const [typed, setTyped] = useState(`${value}`);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => setTyped(`${value}`), [value]);
  const read = (text: string) => {
    setTyped(text);
    try {
      readParameters({ [name]: parameter }, { [name]: text });
      setProblem(null);
      onSet(text);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        spellcheck={false}
        value={typed}
        aria-invalid={problem !== null}
        onInput={(event) => read(event.currentTarget.value)}
      />
      {problem !== null && <small role="alert">{problem}</small>}
    </div>
  );
}
