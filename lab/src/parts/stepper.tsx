/** A whole number with a button to either side: narrow, where a slider would be a wall. */
import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly onSet: (value: number) => void;
}

export function Stepper({ label, value, from, to, onSet }: Props) {
  const id = useId();
  const set = (next: number) => {
    if (Number.isInteger(next) && next >= from && next <= to) onSet(next);
  };
  return (
    <div class="stepper">
      <label for={id}>{label}</label>
      <button
        type="button"
        aria-label={`${label} − 1`}
        disabled={value <= from}
        onClick={() => set(value - 1)}
      >
        −
      </button>
      <input
        id={id}
        type="number"
        min={from}
        max={to}
        step={1}
        value={value}
        onInput={(event) => set(event.currentTarget.valueAsNumber)}
      />
      <button
        type="button"
        aria-label={`${label} + 1`}
        disabled={value >= to}
        onClick={() => set(value + 1)}
      >
        +
      </button>
    </div>
  );
}
