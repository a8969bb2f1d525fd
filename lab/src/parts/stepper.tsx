/** A whole number with a button to either side: narrow, where a slider would be a wall. */
import { useId } from "preact/hooks";
import { NumberField } from "./number-field.tsx";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly onSet: (value: number) => void;
}

export function Stepper({ label, value, from, to, onSet }: Props) {
  const id = useId();
  return (
    <div class="stepper">
      <label for={id}>{label}</label>
      <button
        type="button"
        aria-label={`${label} − 1`}
        disabled={value <= from}
        onClick={() => onSet(value - 1)}
      >
        −
      </button>
      <NumberField
        id={id}
        name={label}
        parameter={{
          kind: "whole",
          label: { en: label, zh: label },
          from,
          to,
          standard: value,
        }}
        value={value}
        onSet={onSet}
      />
      <button
        type="button"
        aria-label={`${label} + 1`}
        disabled={value >= to}
        onClick={() => onSet(value + 1)}
      >
        +
      </button>
    </div>
  );
}
