import { type Parameter, readParameters } from "@convoke/studies";
import { useEffect, useState } from "preact/hooks";
import { afterPress } from "./after-press.ts";

export interface Rule {
  readonly name: string;
  readonly parameter: Parameter;
  /** What counts now. */
  readonly value: string | number;
  /** May refuse: the message of what it throws is the problem. */
  readonly onSet: (value: string | number) => void;
  /** Where the parameter does not hold the whole rule; throws what is expected. */
  readonly read?: (typed: string) => string | number;
}

/**
 * The text of a field as a person types it: it counts once it obeys the rule, until then `problem`
 * says what is expected. `0.` on the way to `0.5` stays as it is; a value from elsewhere replaces it,
 * and what counts comes back when the field is left.
 */
export function useTyped({ name, parameter, value, onSet, read }: Rule) {
  const [text, setText] = useState(`${value}`);
  const [problem, setProblem] = useState<string | null>(null);
  const meant =
    read ?? ((typed: string) => readParameters({ [name]: parameter }, { [name]: typed })[name]);
  const restore = () => {
    setText(`${value}`);
    afterPress(() => setProblem(null));
  };
  useEffect(() => {
    setProblem(null);
    try {
      if (meant(text) === value) return;
    } catch {
      // Half a number: it gives way too.
    }
    setText(`${value}`);
  }, [value]);
  /** @param half what the browser does not take for a number yet: `-`, `1e`. */
  const type = (typed: string, half = false) => {
    setText(typed);
    if (half) return;
    try {
      const next = meant(typed);
      setProblem(null);
      onSet(next);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return { text, problem, type, restore };
}
