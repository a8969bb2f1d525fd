/** One of several words, with its label. */
import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly value: string;
  /** Each word and how it is written. */
  readonly of: readonly (readonly [word: string, text: string])[];
  readonly onSet: (word: string) => void;
}

export function Choice({ label, value, of, onSet }: Props) {
  const id = useId();
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onSet(event.currentTarget.value)}>
        {of.map(([word, text]) => (
          <option key={word} value={word}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
