/** Controls for a table of parameters: sliders, choices and texts, each with its rule. */
import type { Parameter, Parameters } from "@convoke/studies";
import { useId } from "preact/hooks";
import { language } from "../state/language.ts";
import type { Values } from "../state/parameters.ts";
import { NumberField } from "./number-field.tsx";
import { Refusal } from "./refusal.tsx";
import { useTyped } from "./use-typed.ts";

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
      {problem !== null && (
        <p role="alert">
          <Refusal of={problem} />
        </p>
      )}
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
    case "number":
      return <NumberControl {...{ id, name, label, parameter, value, onSet }} />;
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

type FieldProps<P extends Parameter> = Omit<ControlProps, "say" | "parameter"> & {
  readonly id: string;
  readonly label: string;
  readonly parameter: P;
};

/** A slider, and a field for those who know the number. */
function NumberControl(props: FieldProps<Extract<Parameter, { kind: "whole" | "number" }>>) {
  const { id, name, label, parameter, value, onSet } = props;
  const { from, to, kind } = parameter;
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={kind === "whole" ? 1 : Number(((to - from) / 200).toPrecision(1))}
        value={value}
        onInput={(event) => onSet(event.currentTarget.valueAsNumber)}
      />
      <NumberField {...{ name, label, parameter, value, onSet }} />
    </div>
  );
}

function TextControl(props: FieldProps<Parameter>) {
  const { text, problem, type } = useTyped(props);
  return (
    <div class="control">
      <label for={props.id}>{props.label}</label>
      <input
        id={props.id}
        type="text"
        spellcheck={false}
        value={text}
        aria-invalid={problem !== null}
        onInput={(event) => type(event.currentTarget.value)}
      />
      {problem !== null && (
        <small role="alert">
          <Refusal of={problem} />
        </small>
      )}
    </div>
  );
}
