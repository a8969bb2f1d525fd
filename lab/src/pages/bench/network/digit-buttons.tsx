/** Generated digits as buttons: what a keyboard draws with, and what the network gets wrong. */
import { useMemo } from "preact/hooks";
import { Picture } from "../../../parts/picture.tsx";
import { digitOf, labelOf } from "./digits/digit.ts";
import { SIDE } from "./digits/ink.ts";

interface Props {
  readonly name: string;
  readonly seed: number;
  /** Numbers of unseen digits. */
  readonly examples: readonly number[];
  /** The one that is looked at; null: none of them. */
  readonly chosen: number | null;
  readonly say: (example: number) => string;
  /** Under the picture; its class where it is left out. */
  readonly caption?: (example: number) => string;
  readonly onChoose: (example: number) => void;
}

export function DigitButtons(props: Props) {
  const { name, seed, examples, chosen, say, caption = labelOf, onChoose } = props;
  const pictures = useMemo(
    () => examples.map((example) => digitOf(seed, "unseen", example)),
    [seed, examples.join()],
  );
  return (
    <div class="net-digits" role="group" aria-label={name}>
      {examples.map((example, i) => (
        <button
          key={example}
          type="button"
          aria-label={say(example)}
          aria-pressed={example === chosen}
          onClick={() => onChoose(example)}
        >
          <Picture
            name={say(example)}
            rows={SIDE}
            columns={SIDE}
            values={pictures[i]}
            range={[1, 0]}
          />
          <span aria-hidden="true">{caption(example)}</span>
        </button>
      ))}
    </div>
  );
}
